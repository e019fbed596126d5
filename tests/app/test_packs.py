"""An officer sends and receives texts with two commands, and hears what changed."""

import shutil
from pathlib import Path

from tests.app.program import ROOT, run

PACK = 'id: shared\nversion: 1\ntitle: {en: "Shared", fr: "Partagés"}\n'
HOME = 'home:\n  title: {en: "Start", fr: "Départ"}\n'


def test_texts_go_from_one_organization_to_another_by_a_file(tmp_path: Path) -> None:
    mine, content, file = tmp_path / "mine", tmp_path / "content", tmp_path / "shared.zip"
    mine.mkdir()
    (mine / "pack.yaml").write_text(PACK)
    (mine / "cards.yaml").write_text(HOME)
    shutil.copytree(ROOT / "content", content, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    sent = run("pack", "export", str(mine), str(file))
    assert (sent.returncode, sent.stdout) == (0, "Pack shared, version 1, is in shared.zip.\n")
    received = run("pack", "import", str(file), "--into", str(content), ETHOS_LANGUAGE="fr")
    assert received.returncode == 0
    assert received.stdout.splitlines()[0] == "La trousse shared, version 1, est ici."
    (mine / "pack.yaml").write_text(PACK.replace("version: 1", "version: 2"))
    (mine / "cards.yaml").write_text(HOME.replace("Start", "Begin").replace("Départ", "Début"))
    run("pack", "export", str(mine), str(file))
    corrected = run("pack", "import", str(file), "--into", str(content))
    assert corrected.stdout.splitlines() == [
        "Pack shared went from version 1 to version 2.",
        "Changed: card home",
    ]
    assert run("pack", "import", str(file), "--into", str(tmp_path)).returncode == 1


def test_a_file_that_is_no_pack_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"nothing")
    content = tmp_path / "content"
    content.mkdir()
    refused = run("pack", "import", str(tmp_path / "x.zip"), "--into", str(content))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "This file is not a content pack, or it is damaged. Ask for it again.\n"
