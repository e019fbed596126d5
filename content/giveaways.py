"""Finds what gives answers away over the whole library: where strong options stand, and how long they are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.faults import Fault
from content.model import LANGUAGES, Language
from content.overlay import texts_of
from content.shelf import Entry
from content.yaml_source import Node

MOST_IN_ONE_PLACE = 4
"""In so many modules a strong option may stand at the same place of its list."""
FEWEST = 4
"""With fewer modules nobody can see a habit."""


@dataclass(frozen=True, slots=True)
class _Option:
    node: Node
    strong: bool
    words: Mapping[Language, str]


def giveaways(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find strong options that stand in the same place too often, or that are mostly the longest."""
    modules = sorted((entry for entry in entries if entry.kind == "module"), key=lambda entry: entry.id)
    first = [(entry, entry.node.at(("dilemma", "options"))) for entry in modules]
    second = [(entry, node.at(("then", "options"))) for entry, asked in first for node in _listed(asked)]
    for step in (first, second):
        told = [(entry, _options(asked)) for entry, asked in step]
        dilemmas = [(entry, options) for entry, options in told if options]
        yield from _places(dilemmas)
        if len(dilemmas) >= FEWEST:
            for language in LANGUAGES:
                yield from _lengths(dilemmas, language)


def _listed(asked: Node) -> list[Node]:
    return asked.value if isinstance(asked.value, list) else []


def _options(asked: Node) -> list[_Option]:
    return [
        _Option(node, node.at(("support",)).value == "strong", texts_of(node.at(("text",))))
        for node in _listed(asked)
    ]


def _places(dilemmas: list[tuple[Entry, list[_Option]]]) -> Iterator[Fault]:
    seen: dict[int, int] = {}
    for entry, options in dilemmas:
        for place, option in enumerate(options, start=1):
            seen[place] = seen.get(place, 0) + option.strong
            if option.strong and seen[place] > MOST_IN_ONE_PLACE:
                said = {"place": place, "count": seen[place], "most": MOST_IN_ONE_PLACE}
                yield entry.blame(option.node, "strong-same-place", **said)


def _lengths(dilemmas: list[tuple[Entry, list[_Option]]], language: Language) -> Iterator[Fault]:
    longest = [
        (entry, found) for entry, options in dilemmas if (found := _strong_and_longest(options, language))
    ]
    if len(longest) * 2 > len(dilemmas):
        entry, option = longest[-1]
        line = option.node.at(("text", language))
        said = {"language": language, "count": len(longest), "of": len(dilemmas)}
        yield entry.blame(line, "strong-longest", **said)


def _strong_and_longest(options: list[_Option], language: Language) -> _Option | None:
    """Return the strong option that is longer than every other that is not strong."""
    others = max((len(option.words.get(language, "")) for option in options if not option.strong), default=0)
    strong = [option for option in options if option.strong and len(option.words.get(language, "")) > others]
    return strong[-1] if strong and any(not option.strong for option in options) else None
