"""What an operator does against the day the machine is gone: a backup at noon, a restore, both in words."""

import subprocess
from pathlib import Path

import pytest

from tests.app.program import run, serving

FRENCH = {"LANG": "fr_CA.UTF-8"}
CALM = ("--tick-seconds", "3600")
REPORT = ("report", "--period", "2026-Q3", "--format", "json")


def refused(done: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_backup_made_while_the_program_serves_gives_the_same_report_when_it_is_restored(
    tmp_path: Path,
) -> None:
    data, file, again = str(tmp_path / "data"), str(tmp_path / "noon.tar"), str(tmp_path / "again")
    with serving(tmp_path / "data", *CALM):
        counted = run(*REPORT, "--data", data)
        made = run("backup", file, "--data", data)
        another = run("backup", file, "--data", data, **FRENCH)
    assert (made.returncode, made.stderr) == (0, "")
    assert "The backup is made" in made.stdout
    refused(another, 1, "existe déjà")

    restored = run("restore", file, "--data", again, **FRENCH)

    assert (restored.returncode, restored.stderr) == (0, "")
    assert "Les données sont restaurées" in restored.stdout
    assert run(*REPORT, "--data", again).stdout == counted.stdout != ""


def test_a_backup_of_a_folder_nobody_serves_is_made_as_well(tmp_path: Path) -> None:
    data, file = str(tmp_path / "data"), str(tmp_path / "night.tar")
    counted = run(*REPORT, "--data", data)
    assert "La copie de sauvegarde est faite" in run("backup", file, "--data", data, **FRENCH).stdout
    assert run("restore", file, "--data", str(tmp_path / "again")).returncode == 0
    assert run(*REPORT, "--data", str(tmp_path / "again")).stdout == counted.stdout


@pytest.mark.parametrize("language", [{}, FRENCH], ids=["en", "fr"])
def test_what_cannot_be_copied_or_restored_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, language: dict[str, str]
) -> None:
    data, file = tmp_path / "data", tmp_path / "noon.tar"
    file.write_bytes(b"no backup")
    en = not language
    refused(
        run("backup", str(tmp_path / "a.tar"), "--data", str(data), **language),
        1,
        "There is no data folder" if en else "Il n'y a pas de dossier de données",
    )
    refused(
        run("restore", str(file), "--data", str(data), **language),
        1,
        "is not a backup" if en else "n'est pas une copie de sauvegarde",
    )
    refused(
        run("restore", str(file), "--data", str(tmp_path), **language),
        1,
        "is not empty" if en else "n'est pas vide",
    )
    refused(
        run("restore", str(file), "--database", "postgresql://x@/x", **language),
        2,
        "pg_dump",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["noon.tar"]
