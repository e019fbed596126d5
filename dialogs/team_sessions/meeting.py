"""A session in its chat: what happens in it, where it is held, and when its step ends; and its bytes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from dialogs.team_sessions import charter_states
from dialogs.team_sessions.kept import Session, UnreadableSession, load, save
from dialogs.team_sessions.lines import Both

VERSION = 1
"""The newest shape of the bytes; every released one is read."""

CHARTER, REVIEW, SCENARIO = KINDS = ("charter", "review", "scenario")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session in the chat of a team.

    `session` is None from when the chat is taken until its people have seats. `where` is how the channel
    writes to the chat, `team` what the chat is called, empty when nobody knows. `subject` is the module of a
    scenario. `pace` is how many working days a step lasts, or IN_ONE_SITTING; with 0 only the facilitator
    goes on. `until` is the instant, in ISO 8601 with its zone, at which the step's time is up, and `begun`
    is the day it began. `card` is what the channel calls the card that everybody sees, and `shows` the step
    that stands on it, -1 before there is a card. `review_on` is the day, ISO 8601, on which the team looks at
    its charter again.
    `counted` and `shared` are drawn by chance: under the one the centre has the numbers of the session, under
    the other its charter, if it is shared; what is left of a session holds neither, so that none leads to it.
    """

    kind: str
    where: Mapping[str, str]
    session: Session | None = None
    team: str = ""
    subject: str = ""
    pace: int = 0
    until: str = ""
    begun: str = ""
    card: str = ""
    shows: int = -1
    review_on: str = ""
    counted: str = ""
    shared: str = ""

    @property
    def way(self) -> str:
        """The kind whose steps it goes through: a review that finds new words goes the way of a charter."""
        return CHARTER if isinstance(self.session, charter_states.STATES) else self.kind

    @property
    def anew(self) -> bool:
        """Tell whether a review has gone on to its new words."""
        return self.kind == REVIEW and self.way == CHARTER

    def at(self, session: Session) -> "Meeting":
        """Return the meeting with another state of its session."""
        return replace(self, session=session)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left of a closed session, for everybody: what a `Meeting` holds, without its chat."""

    kind: str
    session: Session
    subject: str = ""
    begun: str = ""
    review_on: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """What comes back to a chat on a day: the office's note on a scenario, or the review of a charter.

    `on` is that day, ISO 8601; empty once it has come back. `tried` is how often the chat was not reached. A
    note is `of` the session whose split was seen.
    """

    what: str
    where: Mapping[str, str]
    on: str
    subject: str = ""
    charter: tuple[Both, ...] = ()
    tried: int = 0
    of: str = ""


def write(held: Meeting | Outcome | Later) -> bytes:
    """Write it as compact JSON; equal ones give equal bytes."""
    body: dict[str, Any] = {each.name: _plain(getattr(held, each.name)) for each in fields(held)}
    body |= {"v": VERSION, "is": type(held).__name__}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read(written: bytes) -> Meeting | Outcome | Later:
    """Read one back. Raises UnreadableSession for anything that no released version wrote."""
    try:
        body = json.loads(written)
        version, kind = body.pop("v"), body.pop("is")
        if type(version) is not int or not 1 <= version <= VERSION:
            raise UnreadableSession(f"version {version!r} is not known here")
        return _READERS[kind](body)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableSession(type(error).__name__) from error


def _plain(value: Any) -> Any:
    match value:
        case str() | int() | None:
            return value
        case tuple():
            return [[both.en, both.fr] for both in value]
        case Mapping():
            return dict(value)
        case _:
            return save(value).decode()


def _texts(body: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    found = {name: body[name] for name in names}
    if not all(type(each) is str for each in found.values()):
        raise UnreadableSession("not a text")
    return found


def _address(value: Any) -> Mapping[str, str]:
    if type(value) is not dict or not all(type(each) is str for each in value.values()):
        raise UnreadableSession("not an address")
    return value


def _whole(kind: type, body: Mapping[str, Any]) -> None:
    if body.keys() != {each.name for each in fields(kind)}:
        raise UnreadableSession("not its fields")


def _meeting(body: Mapping[str, Any]) -> Meeting:
    _whole(Meeting, body)
    if {type(body[name]) for name in ("pace", "shows")} != {int} or body["kind"] not in KINDS:
        raise UnreadableSession("not a meeting")
    state = None if body["session"] is None else load(body["session"].encode())
    names = ("kind", "team", "subject", "until", "begun", "card", "review_on", "counted", "shared")
    texts = _texts(body, names)
    return Meeting(
        kind=texts["kind"],
        where=_address(body["where"]),
        session=state,
        team=texts["team"],
        subject=texts["subject"],
        pace=body["pace"],
        until=texts["until"],
        begun=texts["begun"],
        card=texts["card"],
        shows=body["shows"],
        review_on=texts["review_on"],
        counted=texts["counted"],
        shared=texts["shared"],
    )


def _outcome(body: Mapping[str, Any]) -> Outcome:
    _whole(Outcome, body)
    if body["kind"] not in KINDS:
        raise UnreadableSession("not an outcome")
    texts = _texts(body, ("kind", "subject", "begun", "review_on"))
    return Outcome(session=load(body["session"].encode()), **texts)


def _later(body: Mapping[str, Any]) -> Later:
    _whole(Later, body)
    if type(body["tried"]) is not int or type(body["charter"]) is not list:
        raise UnreadableSession("not what comes later")
    lines = tuple(Both(**_texts({"en": en, "fr": fr}, ("en", "fr"))) for en, fr in body["charter"])
    texts = _texts(body, ("what", "on", "subject", "of"))
    where = _address(body["where"])
    return Later(
        texts["what"], where, texts["on"], texts["subject"], lines, tried=body["tried"], of=texts["of"]
    )


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Meeting | Outcome | Later]] = {
    "Meeting": _meeting,
    "Outcome": _outcome,
    "Later": _later,
}
