"""What a person sees, without a language: cards with values, buttons, inputs and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

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
    `example` shows one, and `missing` is said when nothing of that shape was given, unless it is not
    `required`. `value` is what the card already holds: it comes back with the press and is kept nowhere else.
    """

    id: str
    label: Text
    submit: str
    shape: str
    example: Text
    missing: Text
    value: str = ""
    required: bool = True


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
class Figure:
    """One number that is read first, with the few words under it; None where it may not be shown."""

    label: Text
    count: int | None


Drawn = Literal["", "bars", "columns"]
"""How a table is drawn beside itself: not at all, one bar a row, or as columns where its rows are periods."""

FEWEST_BARS = 2
"""One bar alone compares nothing."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The exact figures of a table, as bars. It is made from the table only, so it can show nothing more.

    `without` says how many rows have no bar, because their figure is hidden or told in words.
    """

    drawn: Drawn
    bars: tuple[tuple[Value, int], ...]
    without: int

    @property
    def most(self) -> int:
        """Return the figure of the longest bar; at least 1."""
        return max(count for _, count in self.bars)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; every cell is a value or None where nothing may be shown.

    One that is `drawn` has a name in its first column and a figure in its second.
    """

    title: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    drawn: Drawn = ""

    @property
    def chart(self) -> Chart | None:
        """Return the chart beside the table; None where there is nothing to compare."""
        if not self.drawn:
            return None
        pairs = [(row[0], row[1]) for row in self.rows]
        bars = tuple((name, count) for name, count in pairs if name is not None and isinstance(count, int))
        if len(bars) < FEWEST_BARS or not any(count for _, count in bars):
            return None
        return Chart(self.drawn, bars, len(pairs) - len(bars))


@dataclass(frozen=True, slots=True)
class View:
    """What a person sees, without a language: the id of a card's sentences, values, inputs, buttons.

    `note` is the id of one kind sentence above the card. A `passing` view is answered in place and
    leaves no trace: numbers typed afterwards still mean the options of the place itself. `both` shows
    both languages at once, before one is chosen. `figures` stand above the tables, `remarks` under them.
    Several `inputs` are one form, sent with one button; numbers typed mean the options of a single choice
    only, unless each input means something `apart` from the others. `words` are what may be typed beside
    that; a passing card shows them, any other leaves them to the cards that follow it. `file` names what
    is handed over beside the card, in the way of each channel. `language` is the one it is shown in, whatever
    the person chose; None is theirs.
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
    figures: tuple[Figure, ...] = ()
    apart: bool = False

    @property
    def form(self) -> bool:
        """Tell whether several inputs belong together, so that none can be typed by itself."""
        return len(self.inputs) > 1 and not self.apart

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
    """List what 1, 2, 3… mean on a view: the options of its choices first, then its buttons.

    The button that only submits an input has no number of its own: the options are its numbers, and a
    date is typed as it is.
    """
    numbered: list[Equivalent] = []
    if not view.form:  # Of several inputs that are one form no number says which is meant.
        choices = (asked for asked in view.inputs if isinstance(asked, Choice))
        numbered += [
            Equivalent(text, Pressed(asked.submit, {asked.id: key}))
            for asked in choices
            for key, text in asked.options
        ]
    numbered += [
        Equivalent(button.label, Pressed(button.verb))
        for button in view.buttons
        if button.verb != view.submit
    ]
    return tuple(numbered)
