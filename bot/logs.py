"""What may stand in a log line: words of ours, counts, kinds of errors; no names, texts or whole ids.

Whatever a caller hands over, only fields with a known name leave, and in them only what looks like a word of
a machine. A library's message may hold a person's words, so of theirs only the logger, the level and the
error's kind leave. A log that cannot be written never makes a turn fail: the line is lost and counted.
"""

import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Mapping, MutableMapping
from traceback import walk_tb
from types import TracebackType
from typing import Any, Final, Protocol

import orjson
import structlog

FIELDS: Final = frozenset(
    {
        *("event", "level", "logger"),
        *(
            "again",
            "allowed",
            "at",
            "audience",
            "bytes",
            "command",
            "count",
            "error",
            "fault",
            "file",
            "flow",
        ),
        *("found", "kind", "line", "lost", "now", "office", "on", "reason", "role", "source", "state"),
        *("resource", "seconds", "status", "what", "who", "work"),
    }
)
"""The fields that leave. A test finds every one that the product's own log calls use."""

MOST_LETTERS = 80
MOST_ITEMS = 20
DEEPEST = 3
LARGEST = 2**53

WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._:/+\N{HORIZONTAL ELLIPSIS}-]*(?: [0-9A-Z]{5})?")
"""A word of a machine: "turn.failed", "TimeoutError", "journal-00000001", "SerializationError 40001"."""

ID = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}"
    r"|(?:8|19|28|29|48|a):[^\s\"']{2,}"
    r"|eyJ[A-Za-z0-9_.-]+"
    r"|[0-9a-fA-F]{12,}"
    r"|(?=[A-Za-z0-9+/=_~-]*[0-9])[A-Za-z0-9+/=_~-]{24,}"
    r")"
)
"""A GUID, an id of Teams, a token, a run of hexadecimal digits, or any long run with a digit in it."""

UNSAID = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for what does not leave."""

Event = MutableMapping[str, Any]


# What leaves --------------------------------------------------------------------------------------------


def shortened(text: str) -> str:
    """Return a text in which whatever looks like an id or a token has its first 4 characters at most."""
    return ID.sub(lambda found: found[0][:4] + UNSAID, text)


def said(value: object, depth: int = 0) -> Any:
    """Return what of a value may leave: truth, counts, words of a machine; never raises."""
    match value:
        case None | bool():
            return value
        case int():
            return int(value) if abs(value) <= LARGEST else UNSAID
        case float():
            return float(value)
        case str():
            return _word(value)
        case Mapping() if depth < DEEPEST:
            return _fields(value, depth + 1)
        case list() | tuple() | set() | frozenset() if depth < DEEPEST:
            return [said(each, depth + 1) for each in list(value)[:MOST_ITEMS]]
        case _:
            return UNSAID


def _word(text: str) -> str:
    short = shortened(str(text))
    return short if len(short) <= MOST_LETTERS and WORD.fullmatch(short) else UNSAID


def _fields(values: Mapping[Any, Any], depth: int = 0) -> dict[str, Any]:
    """Keep the fields with a known name: a name of any other kind may itself be a person's."""
    return {name: said(value, depth) for name, value in values.items() if name in FIELDS}


def kind(error: BaseException) -> str:
    """Name an error without its text."""
    return _word(type(error).__name__)


def trail(traceback: TracebackType | None) -> list[str]:
    """Say where an error came through, as module:line, where it arose last, and no further back than 20.

    The lines and the texts of a traceback may hold words and names, so they stay here.
    """
    frames = list(walk_tb(traceback))[-MOST_ITEMS:]
    return [_word(f"{frame.f_globals.get('__name__', '')}:{line}") for frame, line in frames]


def clean(_logger: object, _method: str, event: Event) -> Event:
    """Let through what may leave; a processor. After it only the time is added, which looks like an id."""
    trouble = _trouble(event.get("exc_info"))
    found = _fields(event)
    if trouble is not None:
        found |= {"error": kind(trouble), "at": trail(trouble.__traceback__)}
    return found


def _trouble(given: object) -> BaseException | None:
    """Return the error that a log call was given, in any of the ways there are."""
    match given:
        case BaseException():
            return given
        case (_, BaseException() as error, _):
            return error
        case _ if given:
            return sys.exc_info()[1]
        case _:
            return None


# Where it goes ------------------------------------------------------------------------------------------


class Stream(Protocol):
    """What lines are written to."""

    def write(self, text: str, /) -> object:
        """Take a text. Raises OSError, or ValueError when it is closed."""

    def flush(self) -> object:
        """Pass it on. Raises as `write` does."""


class Descriptor:
    """A file descriptor that keeps nothing back: what could not be written is not tried again at the end."""

    def __init__(self, number: int) -> None:
        """Take its number."""
        self._number = number

    def write(self, text: str, /) -> None:
        """Write a text. Raises OSError."""
        left = text.encode()
        while left:
            left = left[os.write(self._number, left) :]

    def flush(self) -> None:
        """Do nothing: nothing waits."""


class Lines:
    """Writes whole lines. One that cannot be written is lost; the next that can be says how many were."""

    def __init__(self, stream: Stream) -> None:
        """Take where lines go."""
        self._stream = stream
        self._lock = threading.Lock()
        self._lost = 0

    def msg(self, line: str) -> None:
        """Write one line; never raises for what the medium does."""
        with self._lock:
            said_so = f'{{"event":"log.lost","level":"warning","lost":{self._lost}}}\n' if self._lost else ""
            try:
                self._stream.write(f"{said_so}{line}\n")
                self._stream.flush()
            except (OSError, ValueError):
                self._lost += 1
            else:
                self._lost = 0

    log = debug = info = warn = warning = error = critical = exception = fatal = failure = err = msg


class OfLibraries(logging.Handler):
    """Says of what a library logs only who, how grave, and the error's kind and place."""

    def __init__(self, level: int = logging.WARNING) -> None:
        """Take from which level on."""
        super().__init__(level)

    def emit(self, record: logging.LogRecord) -> None:
        """Say it in one line of ours."""
        log = structlog.get_logger()
        grave = log.error if record.levelno >= logging.ERROR else log.warning
        grave(
            "library.logged", logger=record.name, **({"exc_info": record.exc_info} if record.exc_info else {})
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 the name that logging calls
        """Say nothing: what logging would print here holds the message."""


def log_to(stream: Stream) -> None:
    """Write one JSON object a line, for our events and those of every library, and for what nobody caught.

    Changes what the whole process logs; app.py calls it once, at the start.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            clean,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(serializer=_written),
        ],
        logger_factory=_factory(Lines(stream)),
    )
    root = logging.getLogger()
    root.handlers[:] = [OfLibraries()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda found: _said_of("thread.failed", found.exc_value)
    sys.unraisablehook = lambda found: _said_of("cleanup.failed", found.exc_value)


def _written(event: Mapping[str, Any], **_: object) -> str:
    return orjson.dumps(event).decode()


def _factory(lines: Lines) -> Callable[..., Lines]:
    return lambda *_: lines


def _uncaught(_type: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
    _said_of("program.failed", error)


def _said_of(event: str, error: BaseException | None) -> None:
    structlog.get_logger().error(event, **({"exc_info": error} if error else {}))
