"""Reads one YAML file strictly and keeps the line of every value."""

import errno
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
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

from content.characters import INVISIBLE, code, visible

MOST_BYTES = 1 << 20
"""No file of sentences is larger than 1 MiB; one that is, is not a file of sentences."""
MOST_VALUES = 20_000
"""More values than that take seconds to read; the largest file of sentences has a tenth of them."""
MOST_LEVELS = 12
MOST_TOLD = 100
"""So many slips of one kind are named in a file; whoever has more has another file than they think."""
REMEMBERED = 1 << 16
"""A file up to this size is taken apart once, however often it is read and not changed."""
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
"""Nothing else that is unquoted becomes a number: 2026-1, 08:00 and 1e3 stay texts."""
READ_OTHERWISE = re.compile(r"[\t\x85\u2028\u2029]|^\.\.\.|[|>][-+0-9]*\s*#", re.MULTILINE)
"""What the two parsers do not read alike: tabs and what may end a line, the end of a document, a comment
where a block begins.
"""
NAMED: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

Value = str | int | bool | None | Sequence["Node"] | Mapping[str, "Node"]


@dataclass(slots=True)
class Node:
    """A value with the line it stands on, from 1. Read only, once made.

    `file` is set where a part comes from another file than what it belongs to. `alone` is an item with an
    id that is laid over a list that has no such item.
    """

    line: int
    value: Value
    file: str = ""
    alone: bool = False

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

    A name that stands twice in one block is a problem too, and so is a character nobody sees, but the rest
    of the file is still read.
    """
    try:
        if path.exists() and not path.is_file():  # Opening a pipe would wait for somebody to write into it.
            return None, (Problem(0, "not-a-file"),)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return None, (Problem(0, "file-unreadable", {"reason": UNREADABLE.get(error.errno or 0, "other")}),)
    return _remembered(data) if len(data) <= REMEMBERED else _parsed(data)


UNREADABLE = {errno.EACCES: "denied", errno.EPERM: "denied", errno.ENOENT: "gone", errno.ELOOP: "loop"}
"""Why a file could not be opened; fault.reason.* says it."""

REASONS = (
    ("special characters are not allowed", "character"),
    ("mapping values are not allowed", "colon"),
    ("could not find expected ':'", "no-colon"),
    ("while scanning a quoted scalar", "quote"),
    ("unexpected end of stream", "quote"),
    ("found unknown escape", "escape"),
    ("expected escape sequence", "escape"),
    ("cannot start any token", "token"),
    ("expected ',' or", "bracket"),
    ("expected <block end>", "indent"),
    ("block sequence entries are not allowed", "indent"),
)
"""What the parser says, and how it is said to an officer; fault.reason.* says it, or that of "other"."""


def _reason(said: str) -> str:
    return next((reason for words, reason in REASONS if words in said), "other")


def _parsed(data: bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    try:
        text = _text(data, problems)
        if not READ_OTHERWISE.search(text):
            with suppress(_Unreadable, YAMLError):
                quickly = list(problems)
                return _Document(text, quickly, pure=False).node(), tuple(quickly)
        return _Document(text, problems, pure=True).node(), tuple(problems)
    except _Unreadable as found:
        return None, (*problems, found.problem)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = _reason(f"{error.problem} {error.context}")
        return None, (*problems, Problem(mark.line + 1 if mark else 0, "yaml-broken", {"reason": reason}))
    except (YAMLError, ValueError, RecursionError) as error:  # A character no text holds, an odd number.
        reason = _reason(str(getattr(error, "reason", "")))
        return None, (*problems, Problem(0, "yaml-broken", {"reason": reason}))


_remembered = lru_cache(maxsize=256)(_parsed)


def _text(data: bytes, problems: list[Problem]) -> str:
    """Decode; a byte order mark is fine, another encoding is not. What nobody sees is named and left out."""
    if len(data) > MOST_BYTES:
        raise _Unreadable(0, "file-too-large", most=MOST_BYTES // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Unreadable(data.count(b"\n", 0, error.start) + 1, "not-utf8") from error
    line, seen = 1, 0
    for found in INVISIBLE.finditer(text):
        line, seen = line + text.count("\n", seen, found.start()), found.start()
        _hidden(problems, line, found[0])
        if len(problems) >= MOST_TOLD:
            break
    return visible(text)


def _hidden(problems: list[Problem], line: int, character: str) -> None:
    """Name a character nobody sees, once a line."""
    if (line, "invisible") not in [(problem.line, problem.id) for problem in problems[:MOST_TOLD]]:
        _tell(problems, Problem(line, "invisible", {"code": code(character)}))


def _tell(problems: list[Problem], problem: Problem) -> None:
    if len(problems) < MOST_TOLD:
        problems.append(problem)


class _Document:
    """Builds the one document of a file from its events; only what we need is understood.

    `pure` is the parser whose complaints we know how to say; the other is in C and eleven times as quick, so
    that only what it cannot read is read again.
    """

    def __init__(self, text: str, problems: list[Problem], *, pure: bool) -> None:
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=pure).parse(io.StringIO(text)))
        self._problems = problems
        self._values = 0

    def node(self) -> Node:
        """Return the whole document."""
        next(self._events)  # the stream
        start = next(self._events)
        if isinstance(start, StreamEndEvent):
            return Node(1, None)
        if not isinstance(start, DocumentStartEvent) or start.version or start.tags:
            raise _Unreadable(_line(start), "yaml-directive")
        node = self._node(next(self._events), 0)
        next(self._events)  # the end of the document
        after = next(self._events)
        if not isinstance(after, StreamEndEvent):
            raise _Unreadable(_line(after), "yaml-directive")
        return node

    def _node(self, event: Any, level: int) -> Node:
        """Build a value from its first event on."""
        line = _line(event)
        self._values += 1
        if isinstance(event, AliasEvent) or event.anchor:
            raise _Unreadable(line, "yaml-alias")
        if event.tag:
            raise _Unreadable(line, "yaml-tag", tag=str(event.tag))
        if level > MOST_LEVELS:
            raise _Unreadable(line, "yaml-deep", most=MOST_LEVELS)
        if self._values > MOST_VALUES:
            raise _Unreadable(line, "too-many-values", most=MOST_VALUES)
        if isinstance(event, ScalarEvent):
            return Node(line, _scalar(event, self._seen(event)))
        if isinstance(event, SequenceStartEvent):
            items = []
            while not isinstance(inside := next(self._events), SequenceEndEvent):
                items.append(self._node(inside, level + 1))
            return Node(line, items)
        if isinstance(event, MappingStartEvent):
            return Node(line, self._mapping(level))
        raise _Unreadable(line, "yaml-broken", reason="other")

    def _mapping(self, level: int) -> Mapping[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(key := next(self._events), MappingEndEvent):
            line = _line(key)
            if not isinstance(key, ScalarEvent):
                raise _Unreadable(line, "yaml-alias" if isinstance(key, AliasEvent) else "yaml-key")
            if key.anchor:
                raise _Unreadable(line, "yaml-alias")
            if key.tag:
                raise _Unreadable(line, "yaml-tag", tag=str(key.tag))
            name = self._seen(key)
            if name in found:
                _tell(self._problems, Problem(line, "yaml-twice", {"key": name}))
            value = self._node(next(self._events), level + 1)
            found.setdefault(name, value)
        return found

    def _seen(self, event: Any) -> str:
        """Return the words of a scalar; what an escape hid in them is named and left out."""
        words = str(event.value)
        if found := INVISIBLE.search(words):
            _hidden(self._problems, _line(event), found[0])
            return visible(words)
        return words


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(event: Any, words: str) -> str | int | bool | None:
    """Read a scalar: quoted is text; unquoted may be a whole number, true, false or null."""
    if event.style:
        return words
    if words in NAMED:
        return NAMED[words]
    return int(words) if WHOLE_NUMBER.fullmatch(words) else words
