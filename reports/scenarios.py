"""Scenarios in words: in the list, on a card, and as the file of a module; pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from content.model import LANGUAGES, Language, Library, Scenario, Text
from content.model.text import Value as PublicValue
from content.wording import filled
from dialogs import themes
from dialogs.views import Value

FRENCH = (
    (re.compile(r"(?<=[^\s\d]) ?:(?= |$)"), "\N{NO-BREAK SPACE}:"),
    (re.compile(r"« ?"), "«\N{NO-BREAK SPACE}"),
    (re.compile(r" ?»"), "\N{NO-BREAK SPACE}»"),
    (re.compile(r" (?=[?!;])"), ""),
)
"""How French is typeset among the texts; few people type a no-break space."""


def ordered(found: Mapping[str, Scenario]) -> Sequence[tuple[str, Scenario]]:
    """Return scenarios with their ids, the newest first."""
    return sorted(found.items(), key=lambda each: (each[1].day, each[0]), reverse=True)


def line(library: Library, found: Scenario) -> Text:
    """Name a scenario in a list, with its theme."""
    said: dict[str, Value] = {"title": found.title, "theme": themes.named(library, found.theme)}
    return filled(library.sentences["scenarios.line"], said)


def ways_out(library: Library, found: Scenario) -> tuple[Text, ...]:
    """Return each option with what follows from it."""
    words = library.sentences["scenarios.way-out"]
    return tuple(
        filled(words, {"number": number, "text": each.text, "consequence": each.consequence})
        for number, each in enumerate(found.options, start=1)
    )


def values(library: Library, found: Scenario) -> tuple[Text, ...]:
    """Name the values that pull apart."""
    return tuple(library.public_values[each] for each in found.tension)


# As a file ----------------------------------------------------------------------------------------


def module_id(id_: str) -> str:
    """Return the id that the file of a scenario has, and its name without the ending."""
    return f"scenario-{id_[:12]}"


def as_module(library: Library, id_: str, found: Scenario, language: Language) -> str:
    """Return the file of a module with a scenario as its dilemma; remarks in it are in one language."""
    return "\n".join(_module(library, id_, found, language)) + "\n"


def _module(library: Library, id_: str, found: Scenario, language: Language) -> Iterator[str]:
    words = library.sentences
    first = filled(words["scenarios.file.about"], {"day": found.day, "id": module_id(id_)})
    yield f"# {first.of(language)}"
    yield f"# {words['scenarios.file.holds'].of(language)}"
    yield from (f"id: {module_id(id_)}", "version: 1")
    yield from _text("title", found.title)
    yield from (f"value: {PublicValue.ALL}", f"topic: {found.theme}", "minutes: 5", "outcomes:")
    yield from _item("", words["scenarios.file.outcome"])
    yield from ("pages:", "  - id: before")
    yield from _text("title", words["scenarios.file.before"], "    ")
    yield "    lines:"
    yield from _item("    ", words["scenarios.file.fictional"])
    yield "dilemma:"
    yield from _text("title", found.title, "  ")
    yield f"  tension: [{', '.join(found.tension)}]"
    yield "  situation:"
    yield from _item("  ", found.situation)
    yield "  options:"
    for number, each in enumerate(found.options, start=1):
        support = "strong" if number == found.holds else "partial"
        yield from (f"    - id: option-{number}", f"      support: {support}")
        yield from _text("text", each.text, "      ")
        yield from _text("feedback", each.consequence, "      ")
    yield from _text("talk", found.talk)
    yield "contacts: [manager, ve_office]"


def _text(name: str, text: Text, before: str = "") -> Iterator[str]:
    yield f"{before}{name}:"
    yield from (f"{before}  {each}: {_quoted(text.of(each), each)}" for each in LANGUAGES)


def _item(before: str, text: Text) -> Iterator[str]:
    en, fr = (f"{each}: {_quoted(text.of(each), each)}" for each in LANGUAGES)
    yield from (f"{before}  - {en}", f"{before}    {fr}")


def _quoted(words: str, language: Language) -> str:
    """Quote words for a file: on one line, typeset, and without braces, which would be names to fill."""
    whole = re.sub(r"[ \t\n]+", " ", words.replace("{", "(").replace("}", ")")).strip()
    if language == "fr":
        for pattern, typeset in FRENCH:
            whole = pattern.sub(typeset, whole)
    return json.dumps(whole, ensure_ascii=False)
