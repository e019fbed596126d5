"""The form in which an office writes a line of a register: what it asks, and what is wrong with it; pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from content.model import HEADINGS, KINDS, Evidence, Library, Text
from content.model.evidence import MOST_IN_A_NAME, MOST_IN_A_TITLE
from content.wording import filled
from dialogs import dates, themes
from dialogs.register_cells import MOST_IN_A_LINK, Slip
from dialogs.register_shapes import CARRIED_OUT, CODE_REVIEW, LEVELS, STEPS, UNITS, Shape
from dialogs.views import Choice, Input, WordsInput
from dialogs.writing import Held, cut, weight

SAVE, SURE = "save-entry", "keep-as-it-is"

YES_NO = ("no", "yes")
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "kinds": KINDS,
    "of": UNITS,
    "topic": themes.THEMES,
    "headings": HEADINGS,
    "planned": YES_NO,
    "level": LEVELS,
    "exists": YES_NO,
    "implemented": CARRIED_OUT,
    "step": STEPS,
}
"""Fields of which something is chosen."""

SEVERAL = frozenset({"kinds", "headings"})
FEW = frozenset({"planned", "exists"})
"""Fields whose options stand open; the others fold."""

NAMES: Mapping[str, str] = {"topic": "theme", "headings": "registers.heading"}
"""How the names of options begin that are not called registers.<field>."""

NEEDED = frozenset({"kinds", "begins", "level", "exists", "step"})
"""Fields that a form lets nobody leave empty, where its register has to have them."""

MOST_OF_A_NOTE = 1_500
"""Characters in each language; a file has room for more."""

ROOM = 4_200
"""Characters of a card that everything written may fill; 25 KB are 12,800, and the form needs the rest."""

MOST_SLIPS = 4
"""Named above a form at once; the others are counted."""

MOST: Mapping[str, int] = {
    **dict.fromkeys(("begins", "ends", "target"), dates.LONGEST),
    **dict.fromkeys(("number", "reach"), 12),
    **dict.fromkeys(("title_en", "title_fr"), MOST_IN_A_TITLE),
    **dict.fromkeys(("note_en", "note_fr", "nature_en", "nature_fr"), MOST_OF_A_NOTE),
    **dict.fromkeys(("audience_en", "audience_fr", "unit_en", "unit_fr"), MOST_IN_A_NAME),
    "link": MOST_IN_A_LINK,
}
"""Characters of the fields in which something is written."""

LINES = frozenset({"note_en", "note_fr", "nature_en", "nature_fr"})


def option(library: Library, field: str, key: str) -> Text:
    """Name what can be chosen in a field."""
    if OPTIONS[field] == YES_NO:
        return library.sentences[f"registers.{key}"]
    return library.sentences[f"{NAMES.get(field, f'registers.{field}')}.{key}"]


def options(library: Library, field: str) -> tuple[tuple[str, Text], ...]:
    """Return everything that can be chosen in a field."""
    return tuple((key, option(library, field, key)) for key in OPTIONS[field])


def label(library: Library, field: str) -> Text:
    """Name a field."""
    return library.sentences[f"registers.field.{field}"]


def inputs(library: Library, shape: Shape[Any], held: Held) -> tuple[Input, ...]:
    """Return the inputs of a form with what they hold, cut only where a card has no room."""
    held = coming_back(shape, held)
    return tuple(_input(library, shape, field, held.get(field, "")) for field in shape.fields)


def _input(library: Library, shape: Shape[Any], field: str, value: str) -> Input:
    required = field in NEEDED and field in shape.needed
    named = label(library, field)
    if field not in OPTIONS:
        missing = library.sentences["registers.words-required"]
        return WordsInput(
            field, named, SAVE, MOST[field], missing, value, lines=field in LINES, required=required
        )
    several = field in SEVERAL
    return Choice(
        field,
        named,
        options(library, field),
        SAVE,
        required=required,
        compact=field not in SEVERAL | FEW,
        value=value.replace(" ", ",") if several else value,
        several=several,
    )


def coming_back(shape: Shape[Any], held: Held) -> dict[str, str]:
    """Return what comes back on a card, each as it was written as far as there is room: the notes last."""
    room, back = ROOM, {}
    long = [field for field in shape.fields if field in LINES]
    short = [field for field in shape.fields if field not in LINES]
    for field in (*short, *long):
        words = held.get(field, "")
        after = weight(held.get(long[1], "")) if field == long[0] else 0
        back[field] = cut(words, min(2 * MOST.get(field, ROOM), max(room // 2, room - after)))
        room -= weight(back[field])
    return back


def fits(shape: Shape[Any], held: Held) -> bool:
    """Tell whether everything that a form holds comes back on a card."""
    back = coming_back(shape, held)
    return all(back[field] == held.get(field, "") for field in shape.fields)


def slips(library: Library, shape: Shape[Any], today: date, held: Held) -> tuple[Text, ...]:
    """Return everything that is wrong with a form, field by field, with what mends it."""
    body, found = shape.read(held)
    if isinstance(body, Evidence) and not body.planned and body.when.first > today:
        found = (Slip("planned", "still-to-come"),)
    if not fits(shape, held):
        found = (*found, Slip(shape.fields[-1] if shape is CODE_REVIEW else "note_en", "no-room"))
    said = tuple(_said(library, slip) for slip in found[:MOST_SLIPS])
    if (more := len(found) - len(said)) > 0:
        return (*said, filled(library.sentences["registers.more-slips"], {"more": more}))
    return said


def _said(library: Library, slip: Slip) -> Text:
    words = library.sentences
    name = f"registers.form-slip.{slip.reason}"
    if slip.field in OPTIONS and name not in words:
        name = "registers.form-slip.choose"
    reason = words.get(name) or words[f"registers.slip.{slip.reason}"]
    said = filled(reason, {"most": slip.most, "count": slip.count})
    return filled(
        words["registers.form-slip"], {"field": words[f"registers.name.{slip.field}"], "reason": said}
    )
