"""What people see of a scenario that they answer alone, and what their presses mean."""

from dataclasses import replace

from content.model import LANGUAGES, Library, Module, Option
from dialogs import writing
from dialogs.team_sessions.common_cards import PREPARING, SESSION, Held, standing, ways
from dialogs.team_sessions.scenario import (
    TAKEAWAY,
    TOO_FEW,
    Answering,
    Options,
    Revealed,
    Scenario,
)
from dialogs.team_sessions.scenario_own import AGAIN, REVEALING, answering, scene
from dialogs.team_sessions.scenario_split import split_view
from dialogs.team_sessions.sight import Asking, Doing, Drawn, Meant, Press, Screen, Sight
from dialogs.views import Button, Choice, Pressed, View, WordsInput

TAKING = "takeaway"
"""The screen on which the last line of a scenario is written."""

WINDOWS = frozenset({"scenario-takeaway"})
"""Verbs that open a form: where the chat can, in a window of its own."""

GONE = View("session.scenario.gone")


def options_of(module: Module) -> Options:
    """Return the options of a module's dilemma, each with those of its second step, as a session has them."""
    return tuple((option.id, _seconds(option)) for option in module.dilemma.options)


def _seconds(option: Option) -> tuple[str, ...]:
    return tuple(second.id for second in option.then.options) if option.then else ()


def meant(press: Pressed, about: str, edition: str) -> Press | None:
    """Return what a press means in a scenario; None when it belongs to none.

    The card of a second answer is `about` the first one.
    """
    given = press.inputs
    match press.verb:
        case "scenario-pick":
            return Meant((Doing("pick", {"option": given.get("option", "")}),))
        case "scenario-then":
            return Meant((Doing("then", {"of": about, "option": given.get("option", "")}),))
        case "scenario-again":
            return Asking(Screen(AGAIN))
        case "scenario-reveal":
            return Meant((Doing("on", {"unless": TOO_FEW}),), again=Screen(REVEALING))
        case "scenario-takeaway":
            return Asking(Screen(TAKING))
        case "scenario-taken":
            line = {name: given.get(name, "") for name in ("words", "language")}
            return Meant((Doing("takeaway", line),), again=Screen(TAKING))
        case _:
            return None


def everybody(library: Library, held: Held) -> View:
    """Show what stands in the chat. Nothing of it comes from an answer before the split is revealed."""
    state = held.session
    if not isinstance(state, Scenario):
        return PREPARING
    module = _told_of(library, held.subject, state)
    if module is None:
        view = replace(GONE, buttons=(SESSION,))
    elif isinstance(state, Answering):
        label = library.sentences["session.scenario.open"]
        view = View("session.scenario", scene(module), (Button("session", label),))
    else:
        view = replace(split_view(library, module, state), buttons=(SESSION,))
    return replace(view, both=True, remarks=(*view.remarks, *standing(library, held)))


def own(sight: Sight) -> Drawn:
    """Show somebody their own view: what they answered and what follows, or the split once it is revealed."""
    library, state = sight.library, sight.meeting.session
    if not isinstance(state, Scenario):
        return Drawn(replace(PREPARING, both=False))
    if isinstance(state, Revealed) and sight.leads and sight.screen.name == TAKING:
        return Drawn(_taking(sight, state))
    module = _told_of(library, sight.meeting.subject, state)
    if module is None:
        drawn = Drawn(replace(GONE, buttons=ways(sight)))
    elif isinstance(state, Answering):
        drawn = answering(sight, module, state)
    else:
        line = (Button("scenario-takeaway"),) if sight.leads and isinstance(state, Revealed) else ()
        drawn = Drawn(replace(split_view(library, module, state), buttons=ways(sight, *line)))
    remarks = (*drawn.view.remarks, *standing(library, sight.meeting))
    return replace(drawn, view=replace(drawn.view, remarks=remarks))


def _told_of(library: Library, subject: str, state: Scenario) -> Module | None:
    """Return the module; None when it is gone, or asks people something else than they are answering."""
    module = library.modules.get(subject)
    if module and isinstance(state, Answering) and options_of(module) != state.options:
        return None
    return module


def _taking(sight: Sight, state: Revealed) -> View:
    """Ask for the one line at the end; it holds what was typed, or what it is so far."""
    words, typed, kept = sight.library.sentences, sight.typed, state.takeaway
    line = WordsInput(
        "words",
        words["session.takeaway.words"],
        "scenario-taken",
        most=TAKEAWAY,
        missing=words["session.takeaway.missing"],
        value=writing.cut(typed.get("words", kept.words if kept else ""), 4 * TAKEAWAY),
    )
    language = Choice(
        "language",
        words["session.takeaway.language"],
        tuple((each, words[f"session.language.{each}"]) for each in LANGUAGES),
        "scenario-taken",
        value=typed.get("language", kept.language if kept else ""),
    )
    return View("session.takeaway", {}, (Button("scenario-taken"), Button("session-back")), (line, language))
