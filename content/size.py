"""Estimates from its texts how large a card becomes, so that none is refused on its way to a person.

The limit is for the whole card in UTF-16. The estimate adds to the texts what every card carries besides: its
frame, its buttons (each twice, once as a fallback), an element around each text. It stays above what is
drawn; a test compares the two for every text that ships.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.faults import Fault
from content.model import LANGUAGES
from content.overlay import texts, texts_of
from content.shelf import Entry
from content.yaml_source import Node

MOST_BYTES = 25_000
FRAME, FRAME_OF_A_FORM = 3600, 1300
"""Characters of a card without its texts, with seven buttons and a sentence above it; with two buttons."""
AROUND_TEXT, AROUND_CHOICE = 95, 38
"""Characters that stand around one text, and around one of several that are listed."""
ESCAPED, QUOTED = frozenset("\\`*_[]<>#"), frozenset('"\\')
"""What gets a backslash so that Markdown leaves it alone, and what gets one in JSON."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands on one card: the node it begins at, its texts, and those that are listed.

    `both`: in both languages at once.
    """

    begins: Node
    shown: Sequence[Node]
    listed: Sequence[Node] = ()
    frame: int = FRAME
    both: bool = False

    @property
    def bytes(self) -> int:
        """Return about how many bytes the card has in UTF-16, in the longer of its languages."""
        sizes = [
            _characters(self.shown, language, AROUND_TEXT) + _characters(self.listed, language, AROUND_CHOICE)
            for language in LANGUAGES
        ]
        return 2 * (self.frame + (sum(sizes) if self.both else max(sizes)))


def too_large(entry: Entry) -> Iterator[Fault]:
    """Find the screens of an entry that would not fit into one card; `entry` has every name filled."""
    for screen in screens(entry):
        if screen.bytes > MOST_BYTES:
            kilobytes = -(-screen.bytes // 1000)
            yield entry.blame(screen.begins, "card-too-large", size=kilobytes, most=MOST_BYTES // 1000)


def screens(entry: Entry) -> Iterator[Screen]:
    """Take an entry apart into what is shown at once."""
    node = entry.node
    match entry.kind:
        case "module":
            yield from _module(node)
        case "notice":
            yield Screen(node, [*texts(node)], both=True)
        case "duty":
            for question in _list(node, "questions"):
                yield Screen(question, [_part(node, "title"), question])
        case "checklist":
            for side in ("employee", "manager"):
                items = [item for item in _list(node, "items") if item.at(("side",)).value == side]
                if items:
                    yield Screen(items[0], [_part(node, "title"), *_all(items)])
        case "form":
            yield _form(node)
        case "questionnaire":
            yield _questionnaire(node)
        case "card" | "door" | "sentence":
            yield Screen(node, [*texts(node)])
        case _:  # Names and labels, a few words each.
            pass


def _module(node: Node) -> Iterator[Screen]:
    title = _part(node, "title")
    yield Screen(_part(node, "outcomes"), [title, *_all(_list(node, "outcomes"))])
    for page in _list(node, "pages"):
        yield Screen(page, [title, *texts(page)])
    dilemma = _part(node, "dilemma")
    options = _list(dilemma, "options")
    situation = [_part(dilemma, "title"), *_all(_list(dilemma, "situation"))]
    yield Screen(dilemma, situation, [_part(option, "text") for option in options])
    says = _all(_list(dilemma, "code_says"))
    for option in options:
        yield Screen(option, [_part(option, "text"), _part(option, "feedback"), *says])
        then = _part(option, "then")
        seconds = _list(then, "options")
        if seconds:
            came = [_part(option, "text"), *_all(_list(then, "situation"))]
            yield Screen(then, came, [_part(second, "text") for second in seconds])
        for second in seconds:
            yield Screen(second, [*texts(second), *says])
    yield Screen(_part(node, "talk"), [_part(node, "talk")])


def _form(node: Node) -> Screen:
    """Take everything that is asked at once; the advice comes on a card of its own."""
    questions = _list(node, "questions")
    opening, definitions = _all(_list(node, "opening")), _all(_list(node, "definitions"))
    asked = [_part(question, name) for question in questions for name in ("title", "text", "why")]
    options = [_part(option, "text") for question in questions for option in _list(question, "options")]
    reasons = [_part(reason, "text") for reason in _list(node, "reasons")]
    return Screen(
        _part(node, "questions"),
        [_part(node, "title"), _part(node, "reasons_label"), *opening, *asked],
        [*definitions, *options, *reasons],
        FRAME_OF_A_FORM,
    )


def _questionnaire(node: Node) -> Screen:
    """Take everything that is asked at once, with what is said before it."""
    questions, factor = _list(node, "questions"), _part(node, "factor")
    asked = [_part(question, name) for question in (*questions, factor) for name in ("text", "hint")]
    options = [
        _part(option, "text") for question in (*questions, factor) for option in _list(question, "options")
    ]
    opening = [*_all(_list(node, "opening")), _part(factor, "opening")]
    return Screen(_part(node, "questions"), [_part(node, "title"), *asked], [*opening, *options])


def _part(node: Node, name: str) -> Node:
    return node.value.get(name, Node(node.line, None)) if isinstance(node.value, Mapping) else node


def _list(node: Node, name: str) -> list[Node]:
    found = _part(node, name).value
    return found if isinstance(found, list) else []


def _all(nodes: Sequence[Node]) -> list[Node]:
    return [text for node in nodes for text in texts(node)]


def _characters(shown: Sequence[Node], language: str, around: int) -> int:
    words = [text for node in shown for name, text in texts_of(node).items() if name == language]
    return sum(around + _written(text) for text in words)


def _written(text: str) -> int:
    """Count the characters of a text as a card holds them, in units of UTF-16."""
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return units + sum(2 * (letter in ESCAPED) + (letter in QUOTED) for letter in text)
