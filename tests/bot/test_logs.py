"""What a log tells whoever keeps it: what happened, never whose it was or what was said."""

import ast
import asyncio
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import FIELDS, Lines, OfLibraries, log_to
from tests.house.test_shape import PRODUCT

GUID = "0f3c1a52-9b7d-4c1e-8a44-5d6e7f809102"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJzb21lYm9keSJ9.c2lnbmF0dXJl"
SECRETS = (
    GUID,
    GUID.replace("-", ""),
    GUID.upper(),
    TOKEN,
    f"Bearer {TOKEN}",
    f"29:{GUID}",
    "29:1kTzYq_8mB2cR4vN6xP0sD",
    "a:1pL9wXz3QvN5tR7",
    "19:meeting_MjdhNjM4@thread.v2",
    f"8:orgid:{GUID}",
    "~Zq8Q1tY7uI3oP5aS9dF2gH4jK6lZ8xC0v",
    "Madeleine Okimaw",
    "Éloïse Tremblay-Côté",
    "madeleine.okimaw@demo.example",
    "nobody may read this sentence",
    "une phrase, et une autre",
)

Log = StringIO


@pytest.fixture
def stream() -> Iterator[Log]:
    """What was logged; everything is as it was afterwards."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook, sys.unraisablehook)
    handlers, level, shown = root.handlers[:], root.level, warnings.showwarning
    written = Log()
    try:
        log_to(written)
        yield written
    finally:
        structlog.reset_defaults()
        logging.captureWarnings(capture=False)
        warnings.showwarning = shown
        root.handlers[:] = handlers
        root.setLevel(level)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def lines(log: Log) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def told(log: Log) -> list[dict[str, Any]]:
    """Return the lines without the time."""
    return [{key: value for key, value in line.items() if key != "timestamp"} for line in lines(log)]


# What of ours leaves --------------------------------------------------------------------------------------


def test_an_operator_reads_one_json_object_a_line_with_what_we_say(stream: Log) -> None:
    structlog.get_logger().warning("reply.not-sent", fault="NoAnswer", at="bot.teams.door:108")
    structlog.get_logger().info("disposed", kind="module-finished", count=12)
    structlog.get_logger().warning("database-in-the-way", error="SerializationError 40001")
    assert told(stream) == [
        {"event": "reply.not-sent", "fault": "NoAnswer", "at": "bot.teams.door:108", "level": "warning"},
        {"event": "disposed", "kind": "module-finished", "count": 12, "level": "info"},
        {"event": "database-in-the-way", "error": "SerializationError 40001", "level": "warning"},
    ]
    assert all(line["timestamp"].endswith("Z") for line in lines(stream))


def logged_fields() -> dict[str, str]:
    """Return every field that a log call of the product names, with where."""
    named: dict[str, str] = {}
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id="log" | "_log") | ast.Attribute(attr="log" | "_log"),
                        attr="debug" | "info" | "warning" | "error" | "exception" | "critical",
                    ),
                    keywords=keywords,
                ):
                    named |= {word.arg: f"{path}:{node.lineno}" for word in keywords if word.arg}
    return named


def test_every_field_that_we_log_leaves() -> None:
    named = logged_fields()
    assert {"reason", "fault", "error"} <= set(named)
    assert {name: where for name, where in named.items() if name not in FIELDS | {"exc_info"}} == {}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("field", ["reason", "error", "event", "at", "file"])
def test_an_id_a_token_or_a_name_does_not_leave_whatever_it_is_called(
    stream: Log, field: str, secret: str
) -> None:
    event = {"event": "turn.failed", "reason": "x", field: secret}
    structlog.get_logger().error(event.pop("event"), **event)
    assert secret not in stream.getvalue()
    assert secret[5:] not in stream.getvalue()
    [line] = told(stream)
    assert len(line[field]) <= 5


planted = st.sampled_from(SECRETS)
leaves = st.one_of(planted, st.none(), st.booleans(), st.integers(), st.floats(), planted.map(str.encode))
keys = st.one_of(st.sampled_from(sorted(FIELDS - {"event", "level"})), planted, st.text(max_size=6))
nested = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(keys, inner, max_size=3),
        st.tuples(inner, inner),
        inner.map(ValueError),
    ),
    max_leaves=12,
)


@given(values=st.dictionaries(keys.filter(lambda key: key not in {"self", ""}), nested, max_size=5))
def test_nothing_planted_anywhere_in_a_log_call_comes_out(values: dict[str, Any]) -> None:
    written = Log()
    structlog.configure(logger_factory=lambda *_: Lines(written), processors=processors())
    try:
        structlog.get_logger().warning("turn.failed", **values)
    finally:
        structlog.reset_defaults()
    [line] = lines(written)
    assert line["event"] == "turn.failed"
    assert set(line) <= FIELDS | {"timestamp"}
    for secret in SECRETS:
        assert secret not in written.getvalue()
        assert json.dumps(secret)[1:-1] not in written.getvalue()


def processors() -> Any:
    """Return what `log_to` configures, without the rest of what it changes."""
    kept = logging.getLogger().handlers[:]
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning)
    log_to(Log())
    logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning = hooks
    logging.getLogger().handlers[:] = kept
    return structlog.get_config()["processors"]


# Errors and libraries -------------------------------------------------------------------------------------


def failing(words: str) -> None:
    raise RuntimeError(words)


def caught(words: str) -> RuntimeError:
    try:
        failing(words)
    except RuntimeError as error:
        return error
    raise AssertionError


def test_of_an_error_its_kind_and_place_leave_and_not_its_text(stream: Log) -> None:
    error = caught("Madeleine said no")
    structlog.get_logger().error("turn.failed", exc_info=error)
    structlog.get_logger().error("turn.failed", exc_info=(type(error), error, error.__traceback__))
    try:
        failing("Madeleine said no")
    except RuntimeError:
        structlog.get_logger().exception("turn.failed")
    for line in told(stream):
        assert (line["event"], line["error"]) == ("turn.failed", "RuntimeError")
        assert [at.partition(":")[0] for at in line["at"]][-1] == "tests.bot.test_logs"
    assert len(lines(stream)) == 3
    assert "Madeleine" not in stream.getvalue()


@pytest.mark.parametrize(
    "name",
    ["aiohttp.server", "aiohttp.client", "asyncio", "msal.authority", "apscheduler", "py.warnings"],
)
def test_of_a_library_only_its_name_the_level_and_the_error_leave(stream: Log, name: str) -> None:
    library = logging.getLogger(name)
    # Whoever gets tokens for Ethos has silenced all of MSAL, in whatever test came before.
    logging.getLogger(name.partition(".")[0]).setLevel(logging.NOTSET)
    library.info("hello %s", "Madeleine")
    library.warning("hello %s", "Madeleine", extra={"person": "Madeleine"})
    library.log(35, "hello")
    library.error("Error handling request from %s", GUID, exc_info=caught("Madeleine said no"))
    warning, between, error = told(stream)
    assert warning == between == {"event": "library.logged", "logger": name, "level": "warning"}
    assert (error["level"], error["error"]) == ("error", "RuntimeError")
    assert "Madeleine" not in stream.getvalue()
    assert GUID not in stream.getvalue()


def test_a_library_that_logs_wrongly_is_not_quoted_either(
    stream: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    [handler] = [each for each in logging.getLogger().handlers if isinstance(each, OfLibraries)]
    for message in ("two %s %s", {"Madeleine": 1}):
        handler.handle(logging.LogRecord("msal", logging.WARNING, "", 1, message, ("Madeleine",), None))
    assert len(lines(stream)) == 2
    assert "Madeleine" not in stream.getvalue() + capsys.readouterr().err


async def test_a_task_that_nobody_waited_for_is_one_line_without_its_text(stream: Log) -> None:
    async def fails() -> None:
        failing("Madeleine said no")

    asyncio.get_running_loop().call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": caught("Madeleine said no")}
    )
    await asyncio.gather(fails(), return_exceptions=True)
    [line] = told(stream)
    assert (line["logger"], line["error"]) == ("asyncio", "RuntimeError")
    assert "Madeleine" not in stream.getvalue()


def hook(which: str) -> Callable[[RuntimeError], object]:
    match which:
        case "main":
            return lambda error: sys.excepthook(type(error), error, error.__traceback__)
        case "thread":
            return lambda error: threading.excepthook(
                threading.ExceptHookArgs((type(error), error, error.__traceback__, None))
            )
        case _:
            return lambda error: sys.unraisablehook(
                SimpleNamespace(exc_type=type(error), exc_value=error, object="Madeleine")
            )


@pytest.mark.parametrize("which", ["main", "thread", "cleanup"])
def test_what_nobody_caught_is_one_line_without_its_text(stream: Log, which: str) -> None:
    hook(which)(caught("Madeleine said no"))
    [line] = told(stream)
    assert (line["level"], line["error"]) == ("error", "RuntimeError")
    assert [at.partition(":")[0] for at in line["at"]] == ["tests.bot.test_logs"] * 2
    assert "Madeleine" not in stream.getvalue()
