"""One's own answer to a scenario: the question, what follows, and the question that comes of it."""

from collections.abc import Sequence

from content.model import Branch, Ending, Module, Option, Text
from content.wording import filled
from dialogs.team_sessions.common_cards import ways
from dialogs.team_sessions.scenario import Answering, answered, own_answer
from dialogs.team_sessions.sight import Drawn, Sight
from dialogs.views import Button, Choice, Value, View

AGAIN, REVEALING = "again", "revealing"
"""The screens on which the first answer is changed, and revealing so few that nothing is shown is asked."""


def scene(module: Module) -> dict[str, Value]:
    """Return the title and the situation of a scenario."""
    return {"title": module.dilemma.title, "situation": module.dilemma.situation}


def answering(sight: Sight, module: Module, state: Answering) -> Drawn:
    """Ask, and show what follows an answer; an option that leads further asks once more, about itself."""
    if sight.leads and sight.screen.name == REVEALING and answered(state) is None:
        onward = sight.library.sentences["session.on.scenario.0"]
        return Drawn(
            View("session.scenario.revealing", {}, (Button("session-on", onward), Button("session-back")))
        )
    kept = own_answer(state, sight.seat)
    if not kept or sight.screen.name == AGAIN:
        return Drawn(_first(sight, module, state, kept))
    chosen = {option.id: option for option in module.dilemma.options}[kept[0]]
    if chosen.then is None:
        return Drawn(_answered(sight, module, state, chosen))
    return Drawn(_then(sight, state, chosen, chosen.then, kept[1:]), about=chosen.id)


def _first(sight: Sight, module: Module, state: Answering, kept: tuple[str, ...]) -> View:
    back = (Button("session-back"),) if kept else ()
    buttons = _ways(sight, state, Button("scenario-pick"), *back)
    choice = _choice(sight, module.dilemma.options, "scenario-pick", kept[:1])
    return View("session.scenario.own", scene(module), buttons, (choice,), remarks=_so_far(sight, state))


def _answered(sight: Sight, module: Module, state: Answering, chosen: Option) -> View:
    values: dict[str, Value] = {"chosen": chosen.text, "feedback": chosen.feedback}
    change = Button("scenario-pick", sight.library.sentences["session.scenario.change"])
    choice = _choice(sight, module.dilemma.options, "scenario-pick", (chosen.id,))
    remarks = _so_far(sight, state)
    return View("session.scenario.answered", values, _ways(sight, state, change), (choice,), remarks=remarks)


def _then(sight: Sight, state: Answering, first: Option, branch: Branch, kept: tuple[str, ...]) -> View:
    """Show what came of the first answer, and ask again; then what follows the second one."""
    choice, remarks = _choice(sight, branch.options, "scenario-then", kept), _so_far(sight, state)
    values: dict[str, Value] = {"situation": branch.situation}
    if not kept:
        values |= {"chosen": first.text, "feedback": first.feedback}
        buttons = _ways(sight, state, Button("scenario-then"), Button("scenario-again"))
        return View("session.scenario.then", values, buttons, (choice,), remarks=remarks)
    second = {option.id: option for option in branch.options}[kept[0]]
    values |= {"first": first.text, "chosen": second.text, "feedback": second.feedback}
    change = Button("scenario-then", sight.library.sentences["session.scenario.change-then"])
    buttons = _ways(sight, state, change, Button("scenario-again"))
    return View("session.scenario.then-answered", values, buttons, (choice,), remarks=remarks)


def _ways(sight: Sight, state: Answering, *first: Button) -> tuple[Button, ...]:
    """Return one's own buttons; revealing asks first while too few have answered for anything to be shown."""
    found = ways(sight, *first)
    if answered(state) is not None:
        return found
    return tuple(Button("scenario-reveal") if each.verb == "session-on" else each for each in found)


def _choice(sight: Sight, options: Sequence[Ending], submit: str, kept: tuple[str, ...]) -> Choice:
    label = "session.scenario.label" if submit == "scenario-pick" else "session.scenario.then-label"
    listed = tuple((option.id, option.text) for option in options)
    return Choice("option", sight.library.sentences[label], listed, submit, value="".join(kept))


def _so_far(sight: Sight, state: Answering) -> tuple[Text, ...]:
    """Say how many have answered; under five, only that they are fewer."""
    words, people = sight.library.sentences, answered(state)
    if people is None:
        return (words["session.scenario.answered-few"],)
    return (filled(words["session.scenario.answered"], {"count": people}),)
