"""Where an office is among what people said without their names, and the cards it sees there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from content.model import Library, Text
from content.wording import filled
from dialogs import parts, themes
from dialogs.flow import Answer
from dialogs.views import Button, Choice, View

SAVE, HIDE, BEGIN = "save-themes", "hide-text", "write-reply"


@dataclass(frozen=True, slots=True)
class AtForms:
    """The forms of which something was released; `offered` are their ids."""

    offered: str = ""


@dataclass(frozen=True, slots=True)
class AtForm:
    """One form over its periods; `offered` are the ids of its batches."""

    form: str
    offered: str = ""
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class AtBatch:
    """What was released together. `reads` are the verbs of what whoever looks may do besides."""

    batch: str
    reads: str = ""
    part: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class AtTexts:
    """A page of words; `texts` are number/id, as they stood on it."""

    batch: str
    texts: str = ""
    page: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Redirecting:
    """Asked which text belongs to which other door."""

    batch: str
    texts: str
    page: int


@dataclass(frozen=True, slots=True)
class Replying:
    """Asked about which theme a message is to say what was done."""

    batch: str


Looking = AtForms | AtForm | AtBatch | AtTexts
"""Places whose card is looked up each time."""

Place = Looking | Redirecting | Replying

Held = tuple[Text | None, str]
"""A text, and its themes with commas between them."""

NOT_ALLOWED = View("voices.not-allowed", {}, (Button("who-looked"), Button("home"), Button("help")))


def numbered(texts: str) -> dict[str, str]:
    """Return the number of each text that stood on a page, by its id."""
    pairs = (each.partition("/") for each in texts.split())
    return {id_: number for number, _, id_ in pairs}


def here(library: Library, place: Place) -> View:
    """Show the ways on from a place; what is typed there means the same as on the card that was looked up.

    What people said is never shown from memory.
    """
    match place:
        case Redirecting(_, texts, _):
            return _which_door(library, texts)
        case Replying():
            return _which_theme(library)
        case AtForms(offered):
            return _closed(library, place, _choice(library, "form", _nameless(library, offered)))
        case AtForm(_, offered):
            return _closed(library, place, _choice(library, "batch", _nameless(library, offered)))
        case AtBatch():
            return _closed(library, place, ())
        case AtTexts(_, texts):
            alone = len(numbered(texts)) == 1  # Only then the themes themselves have numbers.
            return _closed(library, place, _themes(library, texts, {}) if alone else ())
        case _:
            assert_never(place)


def _closed(library: Library, place: Looking, inputs: tuple[Choice, ...]) -> View:
    buttons = _buttons(library, place)
    kept = buttons if inputs else tuple(each for each in buttons if each.verb != SAVE)
    return View("voices.closed", {}, kept, inputs)


def _nameless(library: Library, offered: str) -> tuple[tuple[str, Text], ...]:
    words = library.sentences["campaigns.nameless"]
    ids = enumerate(offered.split(), start=1)
    return tuple((id_, filled(words, {"number": number})) for number, id_ in ids)


def _choice(library: Library, id_: str, options: tuple[tuple[str, Text], ...]) -> tuple[Choice, ...]:
    """Return the list of what can be opened, if anything can."""
    label = library.sentences[f"voices.which-{id_}"]
    return (Choice(id_, label, options, "open", compact=True),) if options else ()


def _buttons(library: Library, place: Looking) -> tuple[Button, ...]:
    """Return the buttons under what is shown."""
    match place:
        case AtForms(offered):
            return (*_opens(offered), Button("who-looked"), Button("home"))
        case AtForm(_, offered, part, of):
            turning = parts.Part(part, of).buttons(library)
            return (*_opens(offered), *turning, Button("back"), Button("home"))
        case AtBatch(_, reads, part, of):
            may = tuple(Button(verb) for verb in reads.split())
            return (*may, *parts.Part(part, of).buttons(library), Button("back"), Button("home"))
        case AtTexts(_, texts, page, of):
            tags = (Button(SAVE), Button("other-door")) if texts else ()
            turning = parts.Part(page, of).buttons(library, sends=True)  # What was chosen is kept on the way.
            return (*tags, *turning, Button("back"), Button("home"))
        case _:
            assert_never(place)


def _opens(offered: str) -> tuple[Button, ...]:
    return (Button("open"),) if offered else ()


def _which_door(library: Library, texts: str) -> View:
    """Ask which text belongs where; nobody can answer whoever wrote it."""
    words = library.sentences
    named = tuple(
        (id_, filled(words["voices.text"], {"number": number})) for id_, number in numbered(texts).items()
    )
    doors = tuple((door, library.doors[door].title) for door in themes.ELSEWHERE)
    inputs = (
        Choice("text", words["voices.which-text"], named, HIDE, compact=True),
        Choice("door", words["voices.which-door"], doors, HIDE),
    )
    return View("voices.redirect", {}, (Button(HIDE), Button("tell-doors"), Button("back")), inputs)


def _which_theme(library: Library) -> View:
    choice = Choice("theme", library.sentences["voices.which-theme"], _options(library), BEGIN)
    return View("voices.reply", {}, (Button(BEGIN), Button("back")), (choice,))


def _options(library: Library) -> tuple[tuple[str, Text], ...]:
    return tuple((theme, themes.named(library, theme)) for theme in themes.THEMES)


def _themes(library: Library, texts: str, held: Mapping[str, Held]) -> tuple[Choice, ...]:
    """Return one list of themes for each text, under the text itself; `held` are a text and its themes."""
    words, found = library.sentences, []
    for id_, number in numbered(texts).items():
        text, chosen = held.get(id_, (None, ""))
        label = filled(words["voices.themes-of"], {"number": number})
        title = filled(words["voices.text"], {"number": number})
        found.append(
            Choice(
                id_,
                label,
                _options(library),
                SAVE,
                hint=text,
                required=False,
                compact=True,
                title=title,
                value=chosen,
                several=True,
                quotes=True,
            )
        )
    return tuple(found)


def learned(library: Library, answer: Answer) -> tuple[Place, View]:
    """Return where what the shell found leads, and its card; the state of an answer is always a card."""
    values, held = answer.values, parts.shown(answer)
    listed = " ".join(id_ for id_, _ in answer.options)
    inputs: tuple[Choice, ...] = ()
    place: Looking
    match answer.state:
        case "voices.form":
            place = AtForm(str(values["form"]), listed, held.number, held.of)
            inputs = _choice(library, "batch", answer.options)
        case "voices.batch":
            place = AtBatch(str(values["batch"]), str(values["reads"]), held.number, held.of)
        case "voices.texts":
            place = AtTexts(str(values["batch"]), str(values["texts"]), held.number, held.of)
            inputs = _themes(library, place.texts, _held(answer, place.texts))
        case _:
            place = AtForms(listed)
            inputs = _choice(library, "form", answer.options)
    remarks = (*answer.remarks, *held.remarks(library))
    note = str(values.get("note", ""))
    buttons = _buttons(library, place)
    return place, View(answer.state, values, buttons, inputs, answer.tables, note, remarks=remarks)


def _held(answer: Answer, texts: str) -> Mapping[str, Held]:
    """Return each text and its themes, as an answer holds them by the text's id."""
    found: dict[str, Held] = {}
    for id_ in numbered(texts):
        words = answer.values[f"text-{id_}"]
        found[id_] = (words if isinstance(words, Text) else None, str(answer.values[f"themes-{id_}"]))
    return found
