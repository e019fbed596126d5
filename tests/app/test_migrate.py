"""An operator moves from a data folder to a database: killed in the middle, gone on with, served there."""

import asyncio
from datetime import date
from pathlib import Path

from dialogs.facts import LanguageChosen, Stamped
from dialogs.people import Path as Track
from dialogs.people import Person, PersonId, UnitId
from storage.opening import move_store
from storage.ports import Conversation, Move
from storage.postgres import open_postgres
from storage.tiny import open_tiny
from tests.app.program import begun, run, serving, started
from tests.storage.postgres_server import connected, run_sql

FRENCH = {"LANG": "fr_CA.UTF-8"}
CALM = ("--tick-seconds", "3600")
REPORT = ("report", "--period", "2026-Q3", "--format", "json")
STAFF = 1_200
POLICY = UnitId("policy")


def refused(sentence: str, *words: str, code: int = 1, french: bool = False) -> list[str]:
    """Have a command refused, in a sentence, and return the lines it said before."""
    done = run(*words, **(FRENCH if french else {}))
    *before, said = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in said
    return before


async def an_office(folder: Path, staff: int = STAFF) -> None:
    """Have so many people choose their language."""
    async with await open_tiny(folder, mark="local") as tiny:
        who = [PersonId(f"{number:08x}-0000-4000-8000-000000000000") for number in range(staff)]
        await tiny.store.people.bring_in([Person(each, name="Somebody", unit=POLICY) for each in who])

        async def choose(person: PersonId) -> None:
            stamped = Stamped(person, date(2026, 8, 4), POLICY, Track.EMPLOYEE, "fr", LanguageChosen("fr"))
            await tiny.store.ledger.commit(
                Move(Conversation(person, "module", "M01"), 0, 1, b"{}"), facts=[stamped]
            )

        await asyncio.gather(*map(choose, who))


async def test_an_operator_moves_killed_in_the_middle_goes_on_and_gets_the_same_report(
    tmp_path: Path, database: str
) -> None:
    data = tmp_path / "data"
    await an_office(data)
    counted = run(*REPORT, "--data", str(data)).stdout
    words = ("migrate", "--to", database, "--data", str(data))

    async with await open_postgres(database, mark="local"):
        pass
    async with connected(database) as holder, holder.transaction():
        await holder.execute("LOCK TABLE facts IN EXCLUSIVE MODE")
        with begun(*words) as moving:
            assert moving.stderr is not None
            while "Staff list" not in (line := moving.stderr.readline()):
                assert line, "it ended by itself"
            moving.kill()
    (row,) = await run_sql(database, "SELECT brought, arrived FROM moving")
    assert tuple(row) == (STAFF, None), "the staff list is there, and nothing else"
    there = ("--database", database, "--data", str(data))
    refused("n'est pas terminé", "serve", "--port", "0", *there, french=True)

    done = run("migrate", "--data", str(data), ETHOS_DATABASE=database, **FRENCH)

    assert done.returncode == 0
    assert "Personnes\u00a0: 1\u00a0200; faits\u00a0: 1\u00a0200; places" in done.stdout
    lines = done.stderr.splitlines()
    assert lines[-1].startswith("Comparé\u00a0: ")
    assert not any(line.startswith("Liste du personnel") for line in lines), "nobody was brought twice"
    with started("serve", "--port", "0", *CALM, *there):
        assert run(*REPORT, *there).stdout == counted != ""
        again = run(*words)
        assert (again.returncode, len(again.stderr.splitlines())) == (0, 1)
        assert "nothing was done" in again.stdout


async def test_what_cannot_be_moved_is_one_sentence(tmp_path: Path, database: str) -> None:
    data, nothing = tmp_path / "data", tmp_path / "nothing"
    to, where = ("migrate", "--to", database), ("--data", str(data))
    with serving(data, *CALM):
        assert refused("Another Ethos is using", *to, *where) == []
    assert refused("There is no data folder", *to, "--data", str(nothing)) == []
    assert not nothing.exists()
    assert refused("commence par", "migrate", "--to", "mysql://x", *where, code=2, french=True) == []
    away = database.replace("/ethos_test", "/no_such")
    assert refused("injoignable", "migrate", "--to", away, *where, french=True) == []
    async with await open_postgres(database, mark="local") as other:
        await other.store.people.meet(Person(PersonId("somebody")))
    assert refused("Créez une base de données vide", *to, *where, french=True) == []


async def test_a_difference_is_named_and_the_database_is_not_used(tmp_path: Path, database: str) -> None:
    data = tmp_path / "data"
    await an_office(data, 3)
    await move_store(data, database, lambda _: None)
    await run_sql(database, "UPDATE moving SET arrived = NULL")
    await run_sql(database, "DELETE FROM facts WHERE nr = 1")

    words = ("migrate", "--to", database, "--data", str(data))
    *_, named = refused("Créez une base de données vide", *words, french=True)

    assert "Faits\u00a0: ce n'est pas la même chose des deux côtés (3 dans le dossier, 2 dans" in named
    refused("Run python app.py migrate to its end", *REPORT, "--database", database)
