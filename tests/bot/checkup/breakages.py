"""Ways to break an installation on purpose, each with what the doctor must find: texts, folders, people."""

import asyncio
import os
import shutil
import socket
import sys
import tarfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.command.checkup.findings import State
from bot.command.control import answering
from bot.command.operations import perform
from bot.command.orders import Means
from bot.counting import Look
from dialogs.people import Person, PersonId, Role
from storage.roster import read_roster
from storage.tiny import open_tiny
from tests.bot.checkup.clinic import LOAD, NOON, Clinic, speaker
from tests.conftest import CONTENT
from tests.storage.postgres_server import new_database, run_sql
from tests.storage.rows import person

GOOD, MEND, UNSEEN = State.GOOD, State.MEND, State.UNSEEN

Break = Callable[[Clinic], Awaitable[None]]
BREAKAGES: dict[str, tuple[State, Break]] = {}
"""What the doctor finds, how it stands, and what was done to the clinic before."""


def found(id_: str, state: State) -> Callable[[Break], Break]:
    """Say what a breakage is found as."""

    def keep(breakage: Break) -> Break:
        assert id_ not in BREAKAGES
        BREAKAGES[id_] = (state, breakage)
        return breakage

    return keep


def quick(id_: str, state: State, breakage: Callable[[Clinic], object]) -> None:
    """Add a breakage of one line; a clinic that nobody has touched is healthy and settled."""

    async def settled(clinic: Clinic) -> None:
        await clinic.settles(*OFFICIALS)
        breakage(clinic)

    found(id_, state)(settled)


def official(number: int, role: Role) -> Person:
    id_ = PersonId(f"0000000{number}-0000-4000-8000-000000000000")
    return person(id_, name="Zora Quibble", role=role, language="fr")


OFFICIALS = tuple(
    official(number, role)
    for number, role in enumerate((Role.SENIOR_OFFICIAL, Role.VE_OFFICER, Role.COI_OFFICER))
)


def nothing(_: Clinic) -> None:
    pass


for id_ in (
    *("python.ok", "zones.ok", "texts.ok", "texts.to-confirm", "texts.to-approve", "data.mark"),
    *("data.rights", "data.not-held", "data.room", "data.whole", "keys.rights", "keys.apart", "staff.here"),
    *("staff.senior-official", "staff.ve-officer", "staff.coi-officer", "directory.ok", "host.local"),
    *("port.any", "mode.local"),
):
    quick(id_, GOOD, nothing)


# The program ----------------------------------------------------------------------------------------------

quick("python.old", MEND, lambda clinic: setattr(clinic, "python", (3, 10)))
quick("zones.old", MEND, lambda clinic: setattr(clinic, "zones", ("2025b", "2026f")))
quick("texts.faults", MEND, lambda clinic: setattr(clinic, "organization", "nowhere"))
quick("unlooked", UNSEEN, lambda clinic: setattr(clinic, "content", clinic.folder / "no" / "\0"))


# The data folder ------------------------------------------------------------------------------------------


@found("data.none", GOOD)
@found("keys.none", GOOD)
@found("staff.none-yet", GOOD)
async def before_the_first_start(clinic: Clinic) -> None:
    pass


@found("data.no-folder", MEND)
@found("staff.unseen", UNSEEN)
async def a_file_where_the_folder_should_be(clinic: Clinic) -> None:
    clinic.data.touch()


@found("data.unused", GOOD)
async def an_empty_folder(clinic: Clinic) -> None:
    clinic.data.mkdir(mode=0o700)


def label(text: str) -> Callable[[Clinic], object]:
    return lambda clinic: (clinic.data / "ethos.json").write_text(text)


quick("data.other-mark", MEND, label('{"format": 2, "mark": "teams"}'))
quick("data.newer", MEND, label('{"format": 99, "mark": "local"}'))
quick("data.damaged", MEND, label("{"))
quick("data.open", MEND, lambda clinic: clinic.data.chmod(0o750))
quick("data.other-owner", MEND, lambda clinic: setattr(clinic, "user", clinic.user + 1))
quick("keys.other-owner", MEND, lambda clinic: setattr(clinic, "user", clinic.user + 1))
quick("data.no-room", MEND, lambda clinic: setattr(clinic, "free", 255 * 1024 * 1024))
quick("data.set-aside", MEND, lambda clinic: (clinic.data / "quarantine-journal-00000001-7").touch())


HOLDS = (
    "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, 2); print('held', flush=True); sys.stdin.read()"
)


@found("data.held", GOOD)
async def somebody_holds_the_folder(clinic: Clinic) -> None:
    await clinic.settles(*OFFICIALS)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDS, str(clinic.data / "lock")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    clinic.until_the_end.push_async_callback(process.communicate, b"")
    assert process.stdout is not None
    assert await process.stdout.readline() == b"held\n"


# The keys -------------------------------------------------------------------------------------------------

quick("keys.lost", MEND, lambda clinic: shutil.rmtree(clinic.patient.keys))
quick("keys.open", MEND, lambda clinic: clinic.patient.keys.chmod(0o755))
quick("keys.strangers", MEND, lambda clinic: (clinic.patient.keys / "notes.txt").touch())
quick("keys.unreadable", MEND, lambda clinic: (clinic.patient.keys / "turns.1").write_text("short"))


@found("keys.inside-data", MEND)
async def keys_among_the_data(clinic: Clinic) -> None:
    clinic.keys = clinic.data / "keys"
    await clinic.settles(*OFFICIALS)


@found("keys.around-data", MEND)
async def data_among_the_keys(clinic: Clinic) -> None:
    clinic.keys = clinic.folder
    await clinic.settles(*OFFICIALS)


def archived(clinic: Clinic) -> None:
    with tarfile.open(clinic.folder / "everything.tar.gz", "w:gz") as archive:
        archive.add(clinic.patient.keys, "data.keys")


quick("keys.in-archive", MEND, archived)


# The database ---------------------------------------------------------------------------------------------


@found("database.away", MEND)
async def no_such_database(clinic: Clinic) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        clinic.database = f"postgresql://nobody@127.0.0.1:{free.getsockname()[1]}/office"


@found("database.new", GOOD)
async def an_empty_database(clinic: Clinic) -> None:
    clinic.database = await new_database()


@found("database.ok", GOOD)
async def a_database_in_use(clinic: Clinic) -> None:
    clinic.database = await new_database()
    whose = clinic.patient
    async with clinic.instruments.opened(whose.data, whose.database, whose.mark) as store:
        await store.people.bring_in(OFFICIALS)


def after(id_: str, state: State, sql: str) -> None:
    async def spoilt(clinic: Clinic) -> None:
        await a_database_in_use(clinic)
        assert clinic.database
        await run_sql(clinic.database, sql)

    found(id_, state)(spoilt)


after("database.behind", GOOD, "DELETE FROM schema_migrations WHERE name = '002_pre_moving'")
after("database.newer", MEND, "INSERT INTO schema_migrations (name) VALUES ('099_post_later')")
after("database.other-mark", MEND, "UPDATE ethos SET mark = 'teams'")
after("database.half-moved", MEND, "INSERT INTO moving (source) VALUES ('x')")


# Who is there ---------------------------------------------------------------------------------------------


def staffed(id_: str, state: State, *people: Person) -> None:
    async def staff(clinic: Clinic) -> None:
        await clinic.settles(*people)

    found(id_, state)(staff)


GONE = [replace(each, end=date(2026, 11, 1)) for each in OFFICIALS]
staffed("staff.empty", MEND, *GONE)
staffed("staff.no-senior-official", MEND, GONE[0], *OFFICIALS[1:])
staffed("staff.no-ve-officer", MEND, GONE[1], OFFICIALS[0], OFFICIALS[2])
staffed("staff.no-coi-officer", MEND, *OFFICIALS[:2])
staffed("staff.no-language", GOOD, *OFFICIALS, person(PersonId("p9"), name="Zora Quibble"))

CONTACTS = LOAD(CONTENT, "demo").organization.contacts.values()
REVIEW = min(each.review for each in CONTACTS if each and each.reached)


def on(day: date) -> Callable[[Clinic], object]:
    return lambda clinic: setattr(clinic, "at", datetime.combine(day, NOON.timetz()))


quick("directory.past", MEND, on(REVIEW + timedelta(days=1)))
quick("directory.soon", GOOD, on(REVIEW - timedelta(days=3)))


async def held_by_a_running_ethos(clinic: Clinic, organization: str) -> None:
    """Have an Ethos in this process hold the folder and answer commands, as `serve` does."""
    medium = await clinic.until_the_end.enter_async_context(await open_tiny(clinic.data, mark="local"))
    library = LOAD(CONTENT, organization)
    zone = ZoneInfo(library.organization.time_zone)
    means = Means(
        medium.store,
        library,
        look=lambda: Look("1", "operator", clinic.at, zone),
        read=partial(read_roster, units=frozenset()),
    )
    work = partial(perform, means, speaker("en"))
    served = answering(clinic.data, work, speaker("en"), user=os.geteuid())
    await clinic.until_the_end.enter_async_context(served)


@found("staff.refused", MEND)
async def another_organization_is_served(clinic: Clinic) -> None:
    await clinic.settles(*OFFICIALS)
    await held_by_a_running_ethos(clinic, "opo")
