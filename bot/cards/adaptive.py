"""A view as an Adaptive Card 1.5, in the person's language, or in both before one is chosen."""

import re
from typing import Any

from bot.cards import charts
from bot.cards.sentences import Paragraph, buttons, ceiling, label, sentences
from bot.heard import Shown
from content.model import Language, Library
from dialogs.views import Button, Choice, DateInput, Figure, Input, Table, TextInput, WordsInput
from reports.tables import figures, in_words

Element = dict[str, Any]

LONGEST_WORD = 200
"""Characters of a text input; no word we ask for is longer."""

MARKDOWN = re.compile(r"([\\`*_\[\]<>#])")


FIGURES_IN_A_ROW = 3
"""More would be too narrow to read on a phone."""


def card(
    library: Library,
    shown: Shown,
    dialogs: frozenset[str] = frozenset(),
    draw: charts.Drawing = charts.for_teams,
) -> Element:
    """Draw a card. Every button carries its verb and the token; its id is the verb.

    A button that submits an input is the only one that checks it. Where both languages are shown, each
    stands in a container named after it, `lang-en` and `lang-fr`: cards have no language of parts. The verbs
    of `dialogs` open a window of its own, where the chat can. Charts are what `draw` makes of them.
    """
    view, spoken = shown.view, shown.languages
    body: list[Element] = []
    for language in spoken:
        part = _words(library, shown, language, level=1 if language == spoken[0] else 2)
        part += _figures(library, view.figures, language)
        part += [element for table in view.tables for element in _table(library, table, language, draw)]
        part += [_block(remark.of(language)) for remark in view.remarks]
        part += [element for asked in view.inputs for element in _input(asked, language, library)]
        if most := ceiling(library, view, language):
            part.append({**_block(most), "isSubtle": True})
        body += part if shown.language else [{"type": "Container", "id": f"lang-{language}", "items": part}]
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": spoken[0],
        "body": body,
        "actions": [_action(library, button, shown, dialogs) for button in buttons(view, shown.language)],
    }


def _words(library: Library, shown: Shown, language: Language, level: int) -> list[Element]:
    words = sentences(library, shown.view, language)
    note: list[Element] = (
        [{"type": "Container", "style": "emphasis", "items": [_block(words.note)]}] if words.note else []
    )
    title = {
        **_block(words.title),
        "size": "large" if level == 1 else "medium",
        "weight": "bolder",
        "style": "heading",
    }
    if level > 1:
        title |= {"separator": True, "spacing": "large"}
    return [*note, title, *(block for paragraph in words.paragraphs for block in _paragraph(paragraph))]


def _paragraph(paragraph: Paragraph) -> list[Element]:
    if not paragraph.listed:
        return [_block(line) for line in paragraph.lines]
    return [{**_block(f"\N{BULLET} {line}"), "spacing": "small"} for line in paragraph.lines]


def _block(text: str) -> Element:
    return {"type": "TextBlock", "text": plain(text), "wrap": True}


def plain(text: str) -> str:
    """Return text that Markdown leaves as it is."""
    return MARKDOWN.sub(r"\\\1", text)


def _input(asked: Input, language: Language, library: Library) -> list[Element]:
    common: Element = {"id": asked.id, "label": asked.label.of(language)}
    if isinstance(asked, DateInput) or asked.required:
        common |= {"isRequired": True}
    match asked:
        case Choice():
            return [*_above(asked, language), _choice(asked, common, language, library)]
        case DateInput():
            return [_date(asked, common, language, library)]
        case TextInput():
            error = {"errorMessage": asked.missing.of(language)} if asked.required else {}
            hint = {"placeholder": asked.example.of(language)}
            return [
                {"type": "Input.Text", **common, **error, **hint, **_held(asked), "maxLength": LONGEST_WORD}
            ]
        case WordsInput():
            error = {"errorMessage": asked.missing.of(language)} if asked.required else {}
            shape = {"isMultiline": asked.lines, "maxLength": asked.most}
            return [{"type": "Input.Text", **common, **error, **_held(asked), **shape}]


def _held(asked: Input) -> Element:
    """Return what an input already holds, if anything."""
    return {"value": asked.value} if asked.value else {}


def _date(asked: DateInput, common: Element, language: Language, library: Library) -> Element:
    missing = asked.missing or library.sentences["date-required"]
    bounds = {"min": asked.earliest.isoformat()} if asked.earliest else {}
    bounds |= {"max": asked.latest.isoformat()}
    return {"type": "Input.Date", **common, "errorMessage": missing.of(language), **bounds, **_held(asked)}


def _above(asked: Choice, language: Language) -> list[Element]:
    """Draw what stands above the label of a choice: its title, and why it is asked."""
    title, hint = asked.title, asked.hint
    subtle = {} if asked.quotes else {"isSubtle": True}
    return [
        *([{**_block(title.of(language)), "weight": "bolder", "spacing": "large"}] if title else []),
        *([{**_block(hint.of(language)), **subtle}] if hint else []),
    ]


def _choice(asked: Choice, common: Element, language: Language, library: Library) -> Element:
    """Draw a choice. One that may be left empty has no error to tell."""
    error = {"errorMessage": library.sentences["option-required"].of(language)} if asked.required else {}
    return {
        "type": "Input.ChoiceSet",
        **common,
        **error,
        **_held(asked),
        **({"isMultiSelect": True} if asked.several else {}),
        "style": "compact" if asked.compact else "expanded",
        "wrap": True,
        "choices": [{"title": text.of(language), "value": key} for key, text in asked.options],
    }


def _figures(library: Library, shown: tuple[Figure, ...], language: Language) -> list[Element]:
    """Draw the numbers that are read first, large, each over its few words."""
    found = figures(shown, library, language)
    columns = [
        {
            "type": "Column",
            "width": "stretch",
            "items": [
                {**_block(count), "size": "extraLarge", "weight": "bolder"},
                {**_block(words), "spacing": "none"},
            ],
        }
        for count, words in found
    ]
    starts = range(0, len(columns), FIGURES_IN_A_ROW)
    return [{"type": "ColumnSet", "columns": columns[at : at + FIGURES_IN_A_ROW]} for at in starts]


def _table(library: Library, table: Table, language: Language, draw: charts.Drawing) -> list[Element]:
    """Draw a table. That its first row is the header is the default, and its name differs between schemas."""
    header, *rows = in_words(table, library, language)
    wide = {"type": "TableRow", "cells": [_cell(text, bold=True) for text in header]}
    return [
        {**_block(table.title.of(language)), "weight": "bolder", "spacing": "medium"},
        *([draw(library, table, table.chart, language)] if table.chart else []),
        {
            "type": "Table",
            "columns": [{"width": 3 if index == 0 else 2} for index in range(len(header))],
            "rows": [wide, *({"type": "TableRow", "cells": [_cell(text) for text in row]} for row in rows)],
        },
        *({**_block(said), "isSubtle": True} for said in charts.without(library, table, language)),
    ]


def _cell(text: str, *, bold: bool = False) -> Element:
    return {"type": "TableCell", "items": [{**_block(text), **({"weight": "bolder"} if bold else {})}]}


def _action(library: Library, button: Button, shown: Shown, dialogs: frozenset[str]) -> Element:
    names = dict.fromkeys(label(library, button, language) for language in shown.languages)
    data: Element = {"verb": button.verb, "token": shown.token}
    action: Element = {
        "id": button.verb,
        "title": " / ".join(names),
        "data": data,
        "associatedInputs": "auto" if shown.view.takes_along(button) else "none",
    }
    if shown.dialog:  # In a window of its own Teams knows no other.
        return {"type": "Action.Submit", **action}
    if button.verb in dialogs:
        return {"type": "Action.Submit", **action, "data": {**data, "msteams": {"type": "task/fetch"}}}
    return {
        "type": "Action.Execute",
        "verb": button.verb,
        **action,
        "fallback": {"type": "Action.Submit", **action},
    }
