"""A dilemma in one step or two: the question, what follows a choice, and the question that comes of it.

Nothing of a choice is kept with a person, so a card says itself which choice it follows: in the verb of its
button, or in the id of its options, such as `first/second`.
"""

from content.model import Branch, Ending, Module, Option, Text
from content.wording import filled
from dialogs import anonymous
from dialogs.flow import Drop
from dialogs.lesson import Lesson
from dialogs.views import Button, Choice, Equivalent, Pressed, Value, View

THEN = "then-"
"""Begins the verb that asks what came of an option; the option's id follows."""
WITHIN = "/"
"""Stands between an option and the second one that follows it; no id holds it."""


def dilemma(lesson: Lesson) -> View:
    """Show the dilemma with its options as one choice."""
    asked = lesson.module.dilemma
    situation: dict[str, Value] = {"title": asked.title, "situation": asked.situation}
    options = tuple((option.id, option.text) for option in asked.options)
    return View(
        "module.dilemma",
        situation,
        (Button("answer"), Button("back"), Button("home")),
        (_choice(lesson, options),),
        remarks=_tension(lesson),
        words=_words(lesson),
    )


def followed(lesson: Lesson, verb: str) -> View | None:
    """Show what came of an option that goes on; None when there is no such option."""
    option = _found(lesson, verb.removeprefix(THEN)) if verb.startswith(THEN) else None
    if option is None or option.then is None:
        return None
    options = tuple((f"{option.id}{WITHIN}{second.id}", second.text) for second in option.then.options)
    values: dict[str, Value] = {"chosen": option.text, "situation": option.then.situation}
    buttons = (Button("answer"), Button("reconsider"), Button("next"), Button("home"))
    words = _seconds(lesson, option, option.then)
    return View("module.then", values, buttons, (_choice(lesson, options),), passing=True, words=words)


def feedback(lesson: Lesson, chosen: str) -> View | None:
    """Show what follows a choice, at the first step or the second; None when there is no such option."""
    first, _, second = chosen.partition(WITHIN)
    option = _found(lesson, first)
    if option is None or not second:
        return None if option is None or first != chosen else _feedback(lesson, option, option)
    endings = option.then.options if option.then else ()
    found = next((each for each in endings if each.id == second), None)
    return None if found is None else _feedback(lesson, found, None)


def tally(module: Module, chosen: str) -> Drop:
    """Count a choice without a name: at the first step, or at what came of one of its options."""
    first, _, second = chosen.partition(WITHIN)
    form = anonymous.check(module.id, first if second else "")
    return Drop(form, module.version, {anonymous.CHOSEN: second or first}, once=True)


def _feedback(lesson: Lesson, ending: Ending, goes_on: Option | None) -> View:
    values = {"chosen": ending.text, "feedback": ending.feedback}
    onward = (_onward(lesson, goes_on),) if goes_on and goes_on.then else ()
    buttons = (*onward, Button("next"), Button("reconsider"), Button("home"))
    says = lesson.module.dilemma.code_says
    remarks = (lesson.words["module.code-says"], *says) if says else ()
    return View("module.feedback", values, buttons, passing=True, remarks=remarks)


def _onward(lesson: Lesson, option: Option) -> Button:
    """Name the button to the second step; where several options have one, by the number of its option."""
    options = lesson.module.dilemma.options
    several = sum(each.then is not None for each in options) > 1
    words = lesson.words["module.and-then-after" if several else "module.and-then"]
    return Button(f"{THEN}{option.id}", filled(words, {"number": options.index(option) + 1}))


def _found(lesson: Lesson, chosen: str) -> Option | None:
    return next((option for option in lesson.module.dilemma.options if option.id == chosen), None)


def _choice(lesson: Lesson, options: tuple[tuple[str, Text], ...]) -> Choice:
    return Choice("option", lesson.words["choose-option"], options, submit="answer")


def _tension(lesson: Lesson) -> tuple[Text, ...]:
    """Say in one line which two values pull apart."""
    if not lesson.tension:
        return ()
    first, second = lesson.tension
    return (filled(lesson.words["module.tension"], {"first": first, "second": second}),)


def _words(lesson: Lesson) -> tuple[Equivalent, ...]:
    """List what can be typed on the cards that follow: they leave no place in which it could be heard."""
    found: list[Equivalent] = []
    for option in lesson.module.dilemma.options:
        if option.then:
            onward = _onward(lesson, option)
            found.append(Equivalent(onward.label, Pressed(onward.verb)))
            found += _seconds(lesson, option, option.then)
    return tuple(found)


def _seconds(lesson: Lesson, option: Option, branch: Branch) -> tuple[Equivalent, ...]:
    """Give each second option the number of its first one and its own: 4.1, 4.2, 4.3."""
    number = lesson.module.dilemma.options.index(option) + 1
    return tuple(
        Equivalent(
            second.text,
            Pressed("answer", {"option": f"{option.id}{WITHIN}{second.id}"}),
            f"{number}.{place}",
        )
        for place, second in enumerate(branch.options, start=1)
    )
