"""Reads one YAML file strictly and keeps the line of every value."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

MOST_BYTES = 1 << 20
"""No file of sentences is larger than 1 MiB; one that is, is not a file of sentences."""
MOST_LEVELS = 12
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
"""Nothing else that is unquoted becomes a number: 2026-1, 08:00 and 1e3 stay texts."""
NAMED: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

Value = str | int | bool | None | Sequence["Node"] | Mapping[str, "Node"]


@dataclass(slots=True)
class Node:
    """A value with the line it stands on, from 1. Read only, once made.

    `file` is set where a part comes from another file than what it belongs to.
    """

    line: int
    value: Value
    file: str = ""

    def at(self, path: Sequence[str | int]) -> "Node":
        """Walk down a path as far as it goes."""
        node = self
        for step in path:
            inside = node.value
            if isinstance(inside, Mapping) and step in inside:
                node = inside[str(step)]
            elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
                node = inside[step]
            else:
                break
        return node


def plain(node: Node) -> Any:
    """Return the value without its lines."""
    value = node.value
    if isinstance(value, Mapping):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on a line of a file (0: the whole file). `id` names its sentence in faults.yaml."""

    line: int
    id: str
    values: Mapping[str, str | int] = field(default_factory=dict)


class _Unreadable(Exception):
    def __init__(self, line: int, id_: str, **values: str | int) -> None:
        self.problem = Problem(line, id_, values)


def read(path: Path) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read a file. Without a node there is at least one problem.

    A name that stands twice in one block is a problem too, but the rest of the file is still read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return None, (Problem(0, "file-unreadable", {"reason": error.strerror or type(error).__name__}),)
    twice: list[Problem] = []
    try:
        return _document(_text(data), twice), tuple(twice)
    except _Unreadable as found:
        return None, (*twice, found.problem)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = str(error.problem or error.context or "?")
        return None, (*twice, Problem(mark.line + 1 if mark else 0, "yaml-broken", {"reason": reason}))
    except (YAMLError, ValueError, RecursionError) as error:  # A character no text holds, an odd number.
        reason = str(getattr(error, "reason", "") or type(error).__name__)
        return None, (*twice, Problem(0, "yaml-broken", {"reason": reason}))


def _text(data: bytes) -> str:
    """Decode; a byte order mark is fine, another encoding is not."""
    if len(data) > MOST_BYTES:
        raise _Unreadable(0, "file-too-large", most=MOST_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Unreadable(data.count(b"\n", 0, error.start) + 1, "not-utf8") from error


def _document(text: str, twice: list[Problem]) -> Node:
    """Build the one document of a file from its events; only what we need is understood."""
    events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(io.StringIO(text)))
    next(events)  # the stream
    start = next(events)
    if isinstance(start, StreamEndEvent):
        return Node(1, None)
    _directives(start)
    node = _node(next(events), events, twice, 0)
    next(events)  # the end of the document
    after = next(events)
    if not isinstance(after, StreamEndEvent):
        raise _Unreadable(_line(after), "yaml-directive")
    return node


def _directives(start: Any) -> None:
    if not isinstance(start, DocumentStartEvent) or start.version or start.tags:
        raise _Unreadable(_line(start), "yaml-directive")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _node(event: Any, events: Iterator[Any], twice: list[Problem], level: int) -> Node:
    """Build a value from its first event on."""
    line = _line(event)
    if isinstance(event, AliasEvent) or event.anchor:
        raise _Unreadable(line, "yaml-alias")
    if event.tag:
        raise _Unreadable(line, "yaml-tag", tag=str(event.tag))
    if level > MOST_LEVELS:
        raise _Unreadable(line, "yaml-deep", most=MOST_LEVELS)
    if isinstance(event, ScalarEvent):
        return Node(line, _scalar(event))
    if isinstance(event, SequenceStartEvent):
        items = []
        while not isinstance(inside := next(events), SequenceEndEvent):
            items.append(_node(inside, events, twice, level + 1))
        return Node(line, items)
    if isinstance(event, MappingStartEvent):
        return Node(line, _mapping(events, twice, level))
    raise _Unreadable(line, "yaml-broken", reason=type(event).__name__)


def _mapping(events: Iterator[Any], twice: list[Problem], level: int) -> Mapping[str, Node]:
    found: dict[str, Node] = {}
    while not isinstance(key := next(events), MappingEndEvent):
        line = _line(key)
        if not isinstance(key, ScalarEvent):
            raise _Unreadable(line, "yaml-alias" if isinstance(key, AliasEvent) else "yaml-key")
        if key.anchor:
            raise _Unreadable(line, "yaml-alias")
        if key.tag:
            raise _Unreadable(line, "yaml-tag", tag=str(key.tag))
        name = str(key.value)
        if name in found:
            twice.append(Problem(line, "yaml-twice", {"key": name}))
        value = _node(next(events), events, twice, level + 1)
        found.setdefault(name, value)
    return found


def _scalar(event: Any) -> str | int | bool | None:
    """Read a scalar: quoted is text; unquoted may be a whole number, true, false or null."""
    words = str(event.value)
    if event.style:
        return words
    if words in NAMED:
        return NAMED[words]
    return int(words) if WHOLE_NUMBER.fullmatch(words) else words
