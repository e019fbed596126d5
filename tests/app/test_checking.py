"""What an officer types to check texts, and what is answered."""

from pathlib import Path

from tests.app.program import ROOT, copy_of_content, run


def test_one_file_is_checked_by_itself_and_said_so_in_the_officers_language(tmp_path: Path) -> None:
    english, french = (
        run("check", "content/modules/M04.yaml", "--lang", language) for language in ("en", "fr")
    )
    assert (english.returncode, english.stderr) == (french.returncode, french.stderr) == (0, "")
    assert "was checked by itself" in english.stdout
    assert "a été vérifié seul" in french.stdout
    copy = tmp_path / "M04 (draft).yaml"
    words = (ROOT / "content/modules/M04.yaml").read_text("utf-8")
    copy.write_text(words.replace("minutes: 5", "minutes: five"), encoding="utf-8")
    broken = run("check", str(copy), "--lang", "fr")
    assert broken.returncode == 1
    assert "Un nombre entier est attendu" in broken.stderr
    assert broken.stderr.splitlines()[-1] == "Erreurs trouvées\N{NO-BREAK SPACE}: 1."


def test_a_single_file_cannot_be_sealed() -> None:
    done = run("check", "content/modules/M04.yaml", "--seal")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be sealed" in done.stderr


def test_facts_to_confirm_are_listed_and_are_no_fault(tmp_path: Path) -> None:
    content = copy_of_content(tmp_path)
    (content / "sources/new.yaml").write_text(
        'NEW-01:\n  status: to-confirm\n  statement: {en: "A new rule.", fr: "Une nouvelle règle."}\n'
        '  origin: "A letter"\n  as_of: "2026-11-22"\n',
        encoding="utf-8",
    )
    done = run("check", str(content))
    assert (done.returncode, done.stderr) == (0, "")
    assert "To confirm (cics, demo, opo, public-safety): NEW-01, “A new rule.”" in done.stdout
    assert "No faults" in done.stdout


def test_texts_to_approve_are_listed_after_the_facts_to_confirm_and_are_no_fault() -> None:
    english, french = (run("check", "content", "--lang", language) for language in ("en", "fr"))
    assert (english.returncode, english.stderr) == (french.returncode, french.stderr) == (0, "")
    confirm, approve = (english.stdout.index(f"{words} (no fault)") for words in ("confirm", "approve"))
    assert confirm < english.stdout.index("M05, version 1: English, French, second office.") < approve
    assert "Textes à approuver (sans erreur)\N{NO-BREAK SPACE}:" in french.stdout


def test_a_folder_that_is_none_is_a_wrong_call(tmp_path: Path) -> None:
    assert run("check", str(tmp_path / "nowhere")).returncode == 2


def test_what_leads_out_of_the_folder_is_refused_when_the_program_starts(tmp_path: Path) -> None:
    done = run("serve", "--organization", "../../etc", "--data", str(tmp_path / "data"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
