"""A view as plain text: every button and option has a number or a word to type."""

from dataclasses import dataclass, replace

from bot.cards import charts
from bot.cards.sentences import buttons, ceiling, label, sentences
from bot.heard import Shown
from content.model import Language, Library
from dialogs.views import Choice, DateInput, Input, Table, TextInput, View, equivalents
from reports.tables import aligned, bars, figures, in_words


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a view in one language. The last one has no title: it says what can be typed."""

    language: Language
    text: str
    title: str = ""
    note: str = ""

    def __str__(self) -> str:
        """Return all of it, the title underlined."""
        note = f"[{self.note}]\n\n" if self.note else ""
        title = f"{self.title}\n{'=' * len(self.title)}\n" if self.title else ""
        return note + title + self.text


def text(library: Library, shown: Shown, width: int = 0) -> str:
    """Write a view in the person's language, or in both before one is chosen; lines end with a newline.

    Charts have bars of at most `width` characters; 0 is none, because a screen reader reads each of them out.
    """
    return "\n\n".join(map(str, blocks(library, shown, width))) + "\n"


def blocks(library: Library, shown: Shown, width: int = 0) -> list[Block]:
    """Write a view part by part."""
    spoken = shown.languages
    told = [_words(library, shown.view, language, width) for language in spoken]
    return [*told, Block(spoken[0], _ways(library, shown, spoken[0]))]


def head(library: Library, view: View, language: Language) -> str:
    """Write what stands above the inputs of a form that is asked input by input."""
    return f"{_words(library, replace(view, inputs=()), language)}\n"


def label_of(asked: Input, language: Language) -> list[str]:
    """Write what an input asks, with its title and why it is asked."""
    above = [asked.title, asked.hint] if isinstance(asked, Choice) else []
    return [each.of(language) for each in (*above, asked.label) if each]


def _words(library: Library, view: View, language: Language, width: int = 0) -> Block:
    words = sentences(library, view, language)
    lines: list[str] = []
    for paragraph in words.paragraphs:
        lines += [f"- {line}" if paragraph.listed else line for line in paragraph.lines]
    if view.figures:
        lines += ["", *aligned(figures(view.figures, library, language))]
    for table in view.tables:
        lines += ["", table.title.of(language), *_table(table, library, language, width)]
    lines += ["", *(remark.of(language) for remark in view.remarks)] if view.remarks else []
    for asked in view.inputs:
        lines += ["", *label_of(asked, language)]
        if isinstance(asked, Choice) and view.form:
            lines += [f"- {option.of(language)}" for _, option in asked.options]
    if most := ceiling(library, view, language):
        lines += ["", most]
    return Block(language, "\n".join(lines), words.title, words.note)


def _table(table: Table, library: Library, language: Language, width: int) -> list[str]:
    rows = in_words(table, library, language)
    if not (width and table.chart):
        return aligned(rows)
    drawn = [(*row, bar) for row, bar in zip(rows, ("", *bars(table, width)), strict=True)]
    return [*aligned(drawn), *charts.without(library, table, language)]


def _ways(library: Library, shown: Shown, language: Language) -> str:
    """List what can be typed. On a passing card numbers mean the question, so words are given."""
    view = shown.view
    if view.passing:
        offered = [button for button in buttons(view, shown.language) if button.verb != view.submit]
        return "\n".join(
            [
                *(f"{same.word}. {same.label.of(language)}" for same in view.words if same.label),
                *(f"> {label(library, button, language)}" for button in offered),
            ]
        )
    lines: list[str] = []
    match view.inputs:
        case (DateInput(),):
            lines.append(f"> {library.sentences['date-example'].of(language)}")
        case (TextInput(example=example),):
            lines.append(f"> {example.of(language)}")
        case several if view.apart:
            typed = (asked for asked in several if isinstance(asked, TextInput))
            lines += [f"> {asked.example.of(language)}" for asked in typed]
        case _:  # The options of a choice have numbers.
            pass
    for index, same in enumerate(equivalents(view), start=1):
        wording = same.label or library.verbs[same.said.verb].label
        lines.append(f"{index}. {wording.of(language)}")
    numbered = {button.verb for button in view.buttons}
    lines += [
        f"> {label(library, button, language)}"
        for button in buttons(view, shown.language)
        if button.verb not in numbered
    ]
    return "\n".join(lines)
