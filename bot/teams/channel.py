"""Puts the channel together: a door and a messenger over one session, for local mode or for Teams."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

import aiohttp

from bot.heard import Shown
from bot.meters import UNMETERED, Meters
from bot.team_chats.ports import TeamTalk
from bot.teams import outgoing
from bot.teams.chats import TeamsChats
from bot.teams.clouds import Cloud
from bot.teams.company import InCompany
from bot.teams.door import Door
from bot.teams.entry.gate import Gate, LocalGate, TeamsGate
from bot.teams.entry.guests import Guests
from bot.teams.entry.rates import Rates
from bot.teams.entry.signing_keys import Pace, SigningKeys
from bot.teams.entry.token_checks import TokenChecks
from bot.teams.files import Files
from bot.teams.messenger import Outcomes, Presents, TeamsMessenger
from bot.teams.private import Hears, InPrivate
from bot.teams.replies import Replies
from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Authorizes, Connector, Waits
from bot.teams.wire.retries import Retries
from content.model import Library
from dialogs.lexicon import Lexicon
from storage.ports import People

O = TypeVar("O")  # noqa: E741 the outcome type of whoever sends


class Turns(Hears, Presents, Protocol):
    """The turns, as this channel uses them."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the channel stands on. `jitter` gives a number from 0 up to 1. Without `talk` no team meets."""

    turns: Turns
    draw: Callable[[Shown], outgoing.Drawn]
    people: People
    library: Library
    session: aiohttp.ClientSession
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    waits: Waits = field(default_factory=Waits)
    meters: Meters = UNMETERED
    talk: TeamTalk | None = None


@dataclass(frozen=True, slots=True)
class Tenant:
    """The one organization that is let in, through which app, in which cloud; `identity` is the app's own."""

    cloud: Cloud
    app_id: str
    id: str
    identity: Authorizes
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make a subscripted generic that has them and is frozen
class Channel(Generic[O]):
    """Both directions, and the chats of teams. `keys` are those of a tenant; local mode has none."""

    door: Door
    messenger: TeamsMessenger[O]
    chats: TeamsChats
    keys: SigningKeys | None = None


def local(parts: Parts, outcomes: Outcomes[O]) -> Channel[O]:
    """Open the channel for this machine alone: no tokens, and nothing leaves."""
    adapter = TeamsAdapter(Connector(parts.session, loopback, parts.waits, meters=parts.meters))
    door = _door(parts, adapter, LocalGate(loopback), None, loopback)
    return Channel(door, _messenger(parts, adapter, outcomes), _chats(parts, adapter))


def in_teams(parts: Parts, outcomes: Outcomes[O], tenant: Tenant) -> Channel[O]:
    """Open the channel for one tenant. Replies are tried again for a while; the sender does so itself."""
    cloud = tenant.cloud
    allows = lru_cache(256)(cloud.allows)  # Everybody of a region shares one address.
    keys = SigningKeys(parts.session, cloud, parts.clock, tenant.pace)
    checks = TokenChecks(keys, cloud.issuer, tenant.app_id, parts.clock, parts.meters)
    gate = TeamsGate(checks, allows, tenant.app_id, tenant.id)
    once = Connector(parts.session, allows, parts.waits, tenant.identity, meters=parts.meters)
    often = replace(once, retries=Retries(parts.jitter))
    adapter = TeamsAdapter(often)
    guests = Guests(parts.people, TeamsAdapter(once), parts.clock)
    door = _door(parts, adapter, gate, guests, cloud.takes if cloud.uploads else None)
    return Channel(door, _messenger(parts, TeamsAdapter(once), outcomes), _chats(parts, adapter), keys)


def _door(
    parts: Parts,
    adapter: TeamsAdapter,
    gate: Gate,
    guests: Guests | None,
    takes: Callable[[str], bool] | None,
) -> Door:
    """Put the door together. Without `takes` no file is handed over."""
    replies = Replies(parts.draw, parts.library.sentences, hands_over=takes is not None)
    takes = takes or (lambda _: False)
    files = Files(parts.turns, replies, parts.session, takes, parts.waits.uploading, talk=parts.talk)
    private = InPrivate(parts.turns, replies, parts.people, files, parts.clock)
    understood = Lexicon(parts.library).verb
    company = InCompany(
        parts.turns,
        replies,
        adapter,
        private,
        understood=understood,
        clock=parts.clock,
        talk=parts.talk,
    )
    rates = Rates(parts.clock)
    return Door(adapter, gate, rates, guests, replies, private, company, parts.meters)


def _chats(parts: Parts, adapter: TeamsAdapter) -> TeamsChats:
    notification = outgoing.spoken(parts.library.sentences[outgoing.NOTIFICATION], None)
    return TeamsChats(adapter, parts.draw, notification)


def _messenger(parts: Parts, adapter: TeamsAdapter, outcomes: Outcomes[O]) -> TeamsMessenger[O]:
    sentences = parts.library.sentences
    return TeamsMessenger(
        parts.turns,
        parts.draw,
        parts.people,
        sentences,
        adapter=adapter,
        clock=parts.clock,
        outcomes=outcomes,
    )
