"""The program over a database: nobody holds it, and every command works beside those that serve."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from storage.postgres import open_postgres
from tests.app.program import run, serving
from tests.app.test_commands_while_serving import CALM, FRENCH, REPORT, staff_list


async def test_with_a_database_commands_and_programs_work_side_by_side(tmp_path: Path, database: str) -> None:
    data, file = tmp_path / "data", staff_list(tmp_path, 0, 20)
    words = ("--data", str(data), "--database", database)
    with serving(data, *CALM, "--database", database), serving(data, *CALM, ETHOS_DATABASE=database):
        imported = run("people", "import", str(file), *words)
        assert (imported.returncode, imported.stderr) == (0, "")
        assert "20 added" in imported.stdout
        served = run(*REPORT, *words)
        played = run("play", "--as", "Graham", *words, said="1\n")
        assert (played.returncode, played.stderr) == (0, "")
    alone = run(*REPORT, *words)
    assert (served.returncode, served.stdout) == (0, alone.stdout)
    assert not data.exists()
    async with await open_postgres(database, mark="local") as shared:
        looks = await shared.store.registers.find("access")
        assert [look.body["role"] for look in looks] == ["operator"] * 2
        assert len(await shared.store.people.everyone()) > 20


def refused(*words: str, command: tuple[str, ...] = REPORT, **more: str) -> tuple[int, str]:
    """Run a command that must be refused, in both languages, and return its code and the English words."""
    english, french = run(*command, *words, **more), run(*command, *words, **more, **FRENCH)
    for done in (english, french):
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1, done.stderr
    assert english.stderr != french.stderr
    assert english.returncode == french.returncode
    return english.returncode, english.stderr


def test_what_is_no_address_of_a_database_is_a_wrong_call(tmp_path: Path) -> None:
    keys = ("--keys", str(tmp_path / "keys"))
    for given in ("", "mysql://me:secret@here/it"):
        code, said = refused("--database", given, *keys)
        assert code == 2
        assert "secret" not in said


async def test_a_database_that_lets_nobody_in_is_told_in_one_sentence(tmp_path: Path, database: str) -> None:
    parts = urlsplit(database)
    stranger = urlunsplit(parts._replace(netloc="stranger:secret@" + parts.netloc.rpartition("@")[2]))
    code, said = refused("--keys", str(tmp_path / "keys"), ETHOS_DATABASE=stranger)
    assert code == 1
    assert "secret" not in said


async def test_a_database_that_served_teams_is_refused_in_local_mode(tmp_path: Path, database: str) -> None:
    async with await open_postgres(database, mark="teams"):
        pass
    keys = ("--keys", str(tmp_path / "keys"))
    for command in (("serve", "--port", "0"), ("play", "--as", "somebody")):
        assert refused(*keys, command=command, ETHOS_DATABASE=database)[0] == 1
