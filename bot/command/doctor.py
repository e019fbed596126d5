"""`doctor`: says in words what is wrong and how to mend it, one line for each thing it looked at."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from bot.command.checkup import channel, folders, here, listening, online, staff
from bot.command.checkup.findings import Finding, State, good, mend, read, unseen
from bot.command.control import ask
from bot.command.operator import Operator, Refusal
from bot.command.options import ADDRESS, ANYTHING, CHANNEL, Command, Settings, given, listed, over_a_store
from bot.command.orders import Order, text_of
from bot.metrics import key_of
from bot.teams_settings import Given, Term
from content.checks import Checked, check
from content.faults import ContentBroken
from content.loader import load
from content.model import Library
from storage.ports import Store, Unavailable

SENTENCES = "doctor.yaml"
LOCAL, TEAMS = "local", "teams"
"""Whom the data serve; those of one mode are never used for the other."""

BARS = frozenset(
    {
        *("unlooked", "data.no-folder", "data.damaged", "data.newer", "data.other-mark", "data.other-owner"),
        *("database.away", "database.newer", "database.half-moved", "database.other-mark"),
        "database.behind",  # Opening it would change its schema.
    }
)
"""What keeps the staff list from being looked at."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at, as the options and variables say. With an app id it is meant for Teams."""

    data: Path
    keys: Path
    organization: str
    database: str | None
    host: str
    port: int
    teams: Given
    online: bool = False

    @property
    def mark(self) -> str:
        """Whom the data are to serve."""
        return TEAMS if self.teams.app_id else LOCAL


@dataclass(frozen=True, slots=True)
class Instruments:
    """What the doctor looks with; app.py hands it in.

    `python` and `zones` are what is installed, and the oldest zone rules that are right. `user` is the
    account that Ethos runs under. The `look_at_…` change nothing and raise OSError, or Unavailable for the
    database. `registers` raises the refusal with which `serve` would end, and returns the term of a
    certificate. `opened` opens the store that there is and never makes one. `outside` asks Microsoft, with
    the roots of the hosts that are written to.
    """

    content: Path
    clock: Callable[[], datetime]
    environment: Mapping[str, str]
    python: here.Version
    zones: tuple[str, str]
    user: int
    look_at_data: Callable[[Path], folders.DataSeen]
    look_at_keys: Callable[[Path], folders.KeysSeen]
    archives_with_keys: Callable[[Iterable[Path]], list[str]]
    look_at_database: Callable[[str], Awaitable[folders.DatabaseSeen]]
    opened: Callable[[Path, str | None, str], AbstractAsyncContextManager[Store]]
    clouds: frozenset[str]
    registers: Callable[[Given], Term | None]
    outside: Callable[[Given], AbstractAsyncContextManager[tuple[online.Outside, tuple[str, ...]]]]
    run: Callable[[Coroutine[Any, Any, bool]], bool]
    check: Callable[[Path, str], Checked] = check
    load: Callable[[Path, str], Library] = load


# The command ----------------------------------------------------------------------------------------------


def add_commands(group: click.Group, operator: Operator, instruments: Instruments) -> None:
    """Add the command."""

    @group.command(help=operator.says("help.doctor"))
    @click.option("--online", is_flag=True, help=operator.says("help.online"))
    @_options(operator, instruments.environment)
    def doctor(patient: Patient, *, online: bool) -> None:
        speaker = operator.knowing(SENTENCES)
        if not instruments.run(
            _spoken(Doctor(replace(patient, online=online), instruments, speaker), speaker)
        ):
            raise speaker.refuses("doctor.ill")
        click.echo(speaker.says("doctor.well"))


async def _spoken(doctor: "Doctor", speaker: Operator) -> bool:
    """Print each finding as soon as it is there, and return whether nothing is to be mended."""
    well = True
    async for finding in doctor.findings():
        click.echo(line(speaker, finding))
        well = well and finding.state is not State.MEND
    return well


def line(speaker: Operator, finding: Finding) -> str:
    """Return what the operator reads."""
    said = speaker.says(f"doctor.{finding.id}", **finding.values)
    return speaker.says(f"doctor.state.{finding.state}", said=said)


def _options(operator: Operator, environment: Mapping[str, str]) -> Callable[[Command], Command]:
    """Give a command the options that say what is looked at, handed over as one `patient`."""

    def decorate(command: Command) -> Command:
        @over_a_store(operator, ANYTHING)
        @listed(operator, (*ADDRESS, *CHANNEL))
        @wraps(command)
        def with_patient(settings: Settings, *, host: str, port: int, online: bool, **found: Any) -> None:
            where = (settings.data, settings.keys, settings.organization, settings.database)
            command(patient=Patient(*where, host, port, given(found, environment)), online=online)

        return with_patient

    return decorate


# The look -------------------------------------------------------------------------------------------------


class Doctor:
    """Looks at one thing after the other; what cannot be looked at does not keep it from the rest."""

    def __init__(self, patient: Patient, instruments: Instruments, speaker: Operator) -> None:
        """Take who is looked at, with what, and in which language a running Ethos is asked."""
        self._patient = patient
        self._tools = instruments
        self._speaker = speaker

    async def findings(self) -> AsyncIterator[Finding]:
        """Return what was found, as it is found."""
        barred = False
        for part in (self._here, self._data, self._staff, self._address, self._channel, self._online):
            if part == self._staff and barred:
                yield unseen("staff.unseen")
                continue
            for finding in await _looked(part):
                barred = barred or finding.id in BARS
                yield finding

    async def _here(self) -> list[Finding]:
        instruments = self._tools
        return [
            here.python(instruments.python),
            here.zones(*instruments.zones),
            *here.texts(
                instruments.check(instruments.content, self._patient.organization), self._patient.organization
            ),
        ]

    async def _data(self) -> list[Finding]:
        patient, instruments = self._patient, self._tools
        if patient.database is not None:
            found, used = await self._database(patient.database)
        elif patient.data.is_dir():
            seen = instruments.look_at_data(patient.data)
            used = bool(seen.mark)
            found = list(folders.data(patient.data, seen, mark=patient.mark, user=instruments.user))
        else:
            found, used = [folders.no_data(patient.data)], False
        if patient.keys.is_dir():
            found += folders.keys(patient.keys, instruments.look_at_keys(patient.keys), user=instruments.user)
        else:
            found.append(folders.no_keys(patient.keys, used=used))
        around = {patient.data.resolve().parent, patient.keys.resolve().parent, patient.keys.resolve()}
        return [*found, *folders.apart(patient.data, patient.keys, instruments.archives_with_keys(around))]

    async def _database(self, url: str) -> tuple[list[Finding], bool]:
        try:
            seen = await self._tools.look_at_database(url)
        except Unavailable:
            return [folders.database(None, mark=self._patient.mark)], False
        return [folders.database(seen, mark=self._patient.mark)], bool(seen.mark)

    async def _staff(self) -> list[Finding]:
        """Look at the staff list; a running Ethos that holds the folder looks for us."""
        patient, instruments = self._patient, self._tools
        if patient.database is None:
            if not (patient.data / "ethos.json").is_file():
                return [good("staff.none-yet")]
            order = Order("doctor", self._speaker.language, patient.organization)
            try:
                printed = await ask(patient.data, order, self._speaker)
                if printed is not None:
                    return read(text_of(printed))
            except Refusal as refusal:
                return [mend("staff.refused", said=refusal.message)]
        elif not (await instruments.look_at_database(patient.database)).mark:
            return [good("staff.none-yet")]
        try:
            library = instruments.load(instruments.content, patient.organization)
        except ContentBroken:
            return [unseen("staff.unseen")]
        try:
            async with instruments.opened(patient.data, patient.database, patient.mark) as store:
                return await staff.staff(store, library, instruments.clock())
        except Unavailable:
            return [unseen("staff.unseen")]

    async def _address(self) -> list[Finding]:
        patient = self._patient
        teams = patient.mark == TEAMS
        return [
            listening.address(patient.host, teams=teams),
            await listening.port(patient.host, patient.port),
        ]

    async def _channel(self) -> list[Finding]:
        patient, instruments = self._patient, self._tools
        if patient.mark == LOCAL:
            return [good("mode.local")]
        teams, now = patient.teams, instruments.clock()
        found = [good("mode.teams"), *channel.named(teams, instruments.clouds)]
        if not any(finding.state is State.MEND for finding in found):
            found.append(_unless_refused(lambda: channel.proof(teams, instruments.registers(teams), now)))
        return [*found, _unless_refused(lambda: channel.figures(key_of(self._speaker, teams)))]

    async def _online(self) -> list[Finding]:
        patient, instruments = self._patient, self._tools
        if patient.mark == LOCAL:
            return []
        if not patient.online:
            return [unseen("online.not-asked")]
        async with instruments.outside(patient.teams) as (outside, urls):
            return list(await online.online(outside, urls, instruments.clock))


async def _looked(part: Callable[[], Awaitable[list[Finding]]]) -> list[Finding]:
    try:
        return await part()
    except Exception as error:  # noqa: BLE001 one part that fails hides no other: an outer edge
        return [unseen("unlooked", part=part.__name__.strip("_"), error=type(error).__name__)]


def _unless_refused(look: Callable[[], Finding]) -> Finding:
    """Look at what `serve` parses too; what it will not start with is its own sentence."""
    try:
        return look()
    except Refusal as refusal:
        return mend("settings.refused", said=refusal.message)
