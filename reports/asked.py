"""Names what was asked and what could be answered, for every form whose answers carry no name; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from content.model import DOORS, Ending, Library, Module, Text
from content.wording import filled
from dialogs import anonymous
from dialogs.views import Value
from reports.answers import Released, Sheet, sheet
from reports.privacy import ANSWERS_LEAST


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with its options by id."""

    id: str
    text: Text
    options: Mapping[str, Text]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it reads today. What it asked in an earlier version may have read otherwise.

    `version` is None for one that has no version of its own. `factor` is what people may say of themselves,
    `about` its id, and `values` what can be said.
    """

    title: Text
    version: int | None = None
    questions: tuple[Question, ...] = ()
    least: int = ANSWERS_LEAST
    factor: Text | None = None
    about: str = ""
    values: Mapping[str, Text] = field(default_factory=dict)

    @property
    def several(self) -> tuple[str, ...]:
        """Return the questions of which several options may be chosen."""
        return tuple(question.id for question in self.questions if question.several)

    @property
    def presses(self) -> bool:
        """Tell whether nothing is chosen here, only pressed: there are no shares to tell."""
        return bool(self.questions) and all(len(each.options) == 1 for each in self.questions)

    def question(self, id_: str, options: Mapping[str, int]) -> Question:
        """Return a question; of one that is not asked any more the names stay as they were kept."""
        found = next((each for each in self.questions if each.id == id_), Question(id_, _same(id_), {}))
        gone = {option: _same(option) for option in sorted(options) if option not in found.options}
        return Question(found.id, found.text, {**found.options, **gone}, found.several)


def sheet_of(asked: Form, released: Released) -> Sheet:
    """Return what may be shown of a release; of a version that is not the one of today, what it counted."""
    known = asked.version in (None, released.version)
    questions = [each.id for each in asked.questions] if known else []
    return sheet(released, questions, asked.several, asked.least, asked.about)


def form(library: Library, id_: str) -> Form:
    """Return a form by its id; one that nobody knows any more has nothing but that."""
    words = library.sentences
    if asked := library.questionnaires.get(id_):
        questions = tuple(
            Question(
                each.id,
                each.text,
                {option.id: option.text for option in each.options},
                each.kind == "several",
            )
            for each in asked.questions
            if each.options
        )
        least, factor = max(asked.least, ANSWERS_LEAST), asked.factor
        if factor is None:
            return Form(asked.title, asked.version, questions, least)
        values = {option.id: option.text for option in factor.options}
        return Form(asked.title, asked.version, questions, least, factor.text, factor.id, values)
    times = words["voices.times"]
    if pressed := anonymous.PRESSED.get(id_):
        counted = words[f"voices.counted.{id_}"]
        taps = tuple(Question(key, counted, {value: times}) for key, value in pressed.items())
        return Form(words[f"voices.form.{id_}"], None, taps)
    if id_ == anonymous.DOORS:
        opened = {anonymous.OPENED: times}
        titles = {door: library.doors[door].title for door in DOORS if door in library.doors}
        doors = tuple(Question(door, title, opened) for door, title in titles.items())
        return Form(words["voices.form.doors"], None, doors)
    return _check(library, id_) or Form(_same(id_))


def _check(library: Library, id_: str) -> Form | None:
    """Return the dilemma of a module, or the situation that one of its options led to; None for neither."""
    for module in library.modules.values():
        title = filled(library.sentences["voices.form.check"], {"module": module.title})
        if id_ == anonymous.check(module.id):
            return _chosen(module, title, module.dilemma.options)
        for option in module.dilemma.options:
            if option.then and id_ == anonymous.check(module.id, option.id):
                said: dict[str, Value] = {"module": module.title, "option": option.text}
                after = filled(library.sentences["voices.form.check-after"], said)
                return _chosen(module, after, option.then.options)
    return None


def _chosen(module: Module, title: Text, options: Sequence[Ending]) -> Form:
    choices = {option.id: option.text for option in options}
    return Form(title, module.version, (Question(anonymous.CHOSEN, module.dilemma.title, choices),))


def _same(words: str) -> Text:
    return Text(en=words, fr=words)
