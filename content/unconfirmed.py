"""Lists the facts that an organization has still to confirm, with the lines that are hidden until then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from content.faults import Fault
from content.model import LANGUAGES, Text
from content.overlay import basis_of, texts, texts_of
from content.shelf import Entry, Key
from content.yaml_source import Node

MOST_QUOTED = 90


def waiting(laid: Sequence[tuple[str, Mapping[Key, Entry], frozenset[str]]]) -> Iterator[Fault]:
    """List each fact with the organizations that have not confirmed it, line by line.

    `laid`: for each organization its id, its texts as they stand in the files, the facts it has to confirm.
    """
    found: dict[tuple[str, str, int], tuple[list[str], dict[str, str | int | Text]]] = {}
    for organization, entries, facts in laid:
        sources = {id_: entry for (kind, id_), entry in entries.items() if kind == "source"}
        lines = _resting(entries.values(), facts)
        for fact in sorted(facts & sources.keys()):
            for file, node in lines.get(fact) or [(sources[fact].file, sources[fact].node)]:
                said: dict[str, str | int | Text] = {"fact": fact, **_quoted(sources[fact].node, node)}
                who, _ = found.setdefault((file, fact, node.line), ([], said))
                who.append(organization)
    for (file, _, line), (who, said) in found.items():
        id_ = "to-confirm" if "hidden" in said else "to-confirm-unused"
        yield Fault(file, line, id_, {**said, "organizations": ", ".join(who)})


def _resting(entries: Iterable[Entry], facts: frozenset[str]) -> Mapping[str, list[tuple[str, Node]]]:
    """Return, for each fact, the file and the text of every line that rests on it."""
    found: dict[str, list[tuple[str, Node]]] = {}
    for entry in entries:
        for text in texts(entry.node) if entry.kind != "source" else ():
            for fact in facts.intersection(basis_of(text)):
                found.setdefault(fact, []).append((text.file or entry.file, text))
    return found


def _quoted(source: Node, line: Node) -> Mapping[str, Text]:
    """Quote the fact, and the line that rests on it."""
    said = {"statement": _text(source.at(("statement",)))}
    return said if line is source else {**said, "hidden": _text(line)}


def _text(node: Node) -> Text:
    words = texts_of(node)
    cut = {language: _cut(words.get(language, "")) or "-" for language in LANGUAGES}
    return Text(en=cut["en"], fr=cut["fr"])


def _cut(words: str) -> str:
    """Return the beginning of a text, up to a whole word."""
    if len(words) <= MOST_QUOTED:
        return words
    return words[:MOST_QUOTED].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"
