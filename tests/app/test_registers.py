"""An operator brings a file of evidence in, also while the program serves, and writes the same file out."""

from pathlib import Path

import pytest

from tests.app.program import run, serving

FILES = {
    "evidence": "kinds;begins;title_fr\nall-staff;2024-02;Un exposé\n",
    "training-plans": "unit_en,level,exists\nPolicy,branch,yes\n",
    "code-review": "step,target\ndraft,2025-03\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_in_goes_out_and_comes_in_again_without_a_change(tmp_path: Path, name: str) -> None:
    data, file, out = str(tmp_path / "data"), tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text(FILES[name])
    assert "1 new" in run(name, "import", str(file), "--data", data).stdout
    assert run(name, "export", "--out", str(out), "--data", data).returncode == 0
    again = run(name, "import", str(out), "--data", data)
    assert (again.returncode, again.stderr) == (0, "")
    assert "0 new, 0 changed, 1 already there" in again.stdout


def test_the_same_is_done_while_the_program_serves(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "in.csv"
    file.write_text(FILES["evidence"] + "dance;2024;x\n")
    with serving(data, "--tick-seconds", "3600"):
        done = run("evidence", "import", str(file), "--data", str(data), LANG="fr_CA.UTF-8")
        listed = run("evidence", "list", "--data", str(data), LANG="fr_CA.UTF-8")
    assert done.returncode == 1
    assert "Ligne 3, colonne kinds" in done.stderr
    assert "Un exposé" in listed.stdout
