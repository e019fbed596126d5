"""What a person sees, without a language: cards with values, buttons, inputs and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from content.model import Language, Text

Value = Text | str | int | date | tuple[Text, ...]
"""A typed value on a card. A `str` is the same in both languages; the card formats dates and numbers."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, by its verb, with what the card's inputs held."""

    verb: str
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `label` is needed only where the verb's own label is not enough.

    One that `sends` takes the inputs along, as the button does that is named in them.
    """

    verb: str
    label: Text | None = None
    sends: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several, sent with the button named `submit`. Options are (id, text).

    In a form, `title` stands above the label, and `hint` between them. One that is not `required` may be
    left empty. A `compact` one is a list that folds. Of a `several` one more than one may be chosen: their
    ids come with commas between them. `value` is what is chosen already. Where a choice `quotes`, its hint is
    what somebody wrote, which is read first and stands out.
    """

    id: str
    label: Text
    options: tuple[tuple[str, Text], ...]
    submit: str
    hint: Text | None = None
    required: bool = True
    compact: bool = False
    title: Text | None = None
    value: str = ""
    several: bool = False
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class DateInput:
    """A calendar date, sent as yyyy-mm-dd with the button named `submit`.

    `missing` is said when no date in these bounds was given; None is the sentence about days gone by.
    `value` is what the card already holds.
    """

    id: str
    label: Text
    submit: str
    latest: date
    earliest: date | None = None
    missing: Text | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class TextInput:
    """A short word of a known shape, sent with the button named `submit`; never free text.

    `shape` is a regular expression for the whole of it, so that typed words are told from other words;
    `example` shows one, and `missing` is said when nothing of that shape was given. `value` is what the card
    already holds: it comes back with the press and is kept nowhere else.
    """

    id: str
    label: Text
    submit: str
    shape: str
    example: Text
    missing: Text
    value: str = ""


@dataclass(frozen=True, slots=True)
class WordsInput:
    """Words that an office writes for others to read, sent with the button named `submit`.

    At most `most` characters; with `lines`, several paragraphs. `missing` is said when nothing was given,
    unless it is not `required`. `value` is what the card already holds, so that nothing typed is lost.
    """

    id: str
    label: Text
    submit: str
    most: int
    missing: Text
    value: str = ""
    lines: bool = False
    required: bool = True


Input = Choice | DateInput | TextInput | WordsInput


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; every cell is a value or None where nothing may be shown."""

    title: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Value | None, ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    """What a person sees, without a language: the id of a card's sentences, values, inputs, buttons.

    `note` is the id of one kind sentence above the card. A `passing` view is answered in place and
    leaves no trace: numbers typed afterwards still mean the options of the place itself. `both` shows
    both languages at once, before one is chosen. `remarks` stand under the tables. Several `inputs` are one
    form, sent with one button; numbers typed mean the options of a single choice only. `words` are what may
    be typed beside that; a passing card shows them, any other leaves them to the cards that follow it.
    `file` names what is handed over beside the card, in the way of each channel. `language` is the one it is
    shown in, whatever the person chose; None is theirs.
    """

    card: str
    values: Mapping[str, Value] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    inputs: tuple[Input, ...] = ()
    tables: tuple[Table, ...] = ()
    note: str = ""
    passing: bool = False
    both: bool = False
    remarks: tuple[Text, ...] = ()
    file: str = ""
    words: tuple["Equivalent", ...] = ()
    language: Language | None = None

    @property
    def submit(self) -> str:
        """Return the verb of the button that sends the inputs; empty when there are none."""
        return self.inputs[0].submit if self.inputs else ""

    def takes_along(self, button: Button) -> bool:
        """Tell whether a button sends what the inputs hold."""
        return button.sends or button.verb == self.submit

    def noted(self, note: str) -> "View":
        """Return the same view with one kind sentence above it."""
        return replace(self, note=note)


@dataclass(frozen=True, slots=True)
class Equivalent:
    """What a number typed means: the label a person reads and what it presses.

    `word` is a number of its own, such as 4.1, where the number is not the place in a list.
    """

    label: Text | None
    said: Pressed
    word: str = ""


def equivalents(view: View) -> tuple[Equivalent, ...]:
    """List what 1, 2, 3… mean on a view: the options of its choice first, then its buttons.

    The button that only submits an input has no number of its own: the options are its numbers, and a
    date is typed as it is.
    """
    numbered: list[Equivalent] = []
    match view.inputs:
        case (Choice(id_, _, options, submit),):
            numbered += [Equivalent(text, Pressed(submit, {id_: key})) for key, text in options]
        case _:  # Several inputs are one form: no number says which is meant.
            pass
    numbered += [
        Equivalent(button.label, Pressed(button.verb))
        for button in view.buttons
        if button.verb != view.submit
    ]
    return tuple(numbered)
