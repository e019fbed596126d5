"""What an office sends: communications and sessions, to whom, over which days, and how far each has come."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from content.model.audiences import Among
from content.model.text import Frozen, GroupId, Language, Slug, Text, Words

MOST_SPREAD = 90
"""Days over which one campaign may be spread."""

CODE = r"^[0-9]{4}$"
"""The room code of a session: four digits."""


class Audience(Among):
    """Who is meant: whoever every list that is given holds; no list at all means everyone.

    `people` is a list by Entra object id. `named` is an audience that the organization maintains, by its id:
    whoever it holds when the message leaves, and nobody once it is no longer there.
    """

    people: Annotated[tuple[GroupId, ...], Field(strict=False)] = ()
    named: Slug | None = None


class Stage(StrEnum):
    """draft → running ⇄ paused → stopped, or closed once its last day is over."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    CLOSED = "closed"


class Halt(StrEnum):
    """Why a campaign stands still: on request, refused by every channel, or nobody knows us or its people."""

    OFFICE = "office"
    CONTENT = "content"
    IDENTITY = "identity"
    AUDIENCE = "audience"

    @property
    def by_itself(self) -> bool:
        """Tell whether nobody asked for it, so that somebody has to be told."""
        return self is not Halt.OFFICE


class Rewording(Frozen):
    """A correction that is being written: only its office has seen it; `previewed` as for any text."""

    title: Text
    body: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    previewed: Annotated[tuple[Language, ...], Field(strict=False)] = ()


class Written(Frozen):
    """What communications and sessions have in common.

    `text_version` counts the texts: each correction is one more, and `corrected` its day. `previewed` are the
    languages in which this very text was looked at; both, before it may start. It leaves on `first_day` and
    the `spread_days` after it; what could not leave by `last_day` does not leave any more. A `rewording`
    takes the place of title and body once it is sent as a correction.
    """

    title: Text
    body: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    audience: Audience = Field(default_factory=Audience)
    first_day: Annotated[date, Field(strict=False)]
    spread_days: Annotated[int, Field(ge=0, le=MOST_SPREAD)] = 0
    last_day: Annotated[date, Field(strict=False)]
    topic: Slug | None = None
    draft: Slug | None = None
    stage: Annotated[Stage, Field(strict=False)] = Stage.DRAFT
    halt: Annotated[Halt, Field(strict=False)] | None = None
    text_version: Annotated[int, Field(ge=1)] = 1
    corrected: Annotated[date, Field(strict=False)] | None = None
    previewed: Annotated[tuple[Language, ...], Field(strict=False)] = ()
    rewording: Rewording | None = None


class Communication(Written):
    """A message to all or some of the staff."""

    kind: Literal["communication"] = "communication"


class Session(Written):
    """A session people are invited to; `title` and `body` are the invitation's.

    It takes place on `day` from `opens`, local to `zone` (an IANA name), for `minutes`. Whoever types `code`
    to the bot on that day was there.
    """

    kind: Literal["session"] = "session"
    day: Annotated[date, Field(strict=False)]
    opens: Annotated[time, Field(strict=False)]
    minutes: Annotated[int, Field(ge=5, le=600)] = 60
    zone: Words
    place: Text
    spoken: Literal["en", "fr", "both"] = "both"
    code: Annotated[str, Field(pattern=CODE)]


class DutyRun(Frozen):
    """One occurrence of a duty that somebody paused or stopped; without an entry it runs by itself."""

    kind: Literal["duty"] = "duty"
    duty: Slug
    occurrence: Words
    stage: Annotated[Stage, Field(strict=False)] = Stage.RUNNING
    halt: Annotated[Halt, Field(strict=False)] | None = None


Campaign = Communication | Session | DutyRun

_CAMPAIGN: TypeAdapter[Campaign] = TypeAdapter(Annotated[Campaign, Field(discriminator="kind")])


def campaign_of(body: Mapping[str, Any]) -> Campaign:
    """Read what a register keeps of a campaign. Raises pydantic's ValidationError."""
    return _CAMPAIGN.validate_python(body)
