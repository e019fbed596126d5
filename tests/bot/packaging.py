"""An administrator's desk: the command that makes the app package, and Microsoft's own validator."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner, Result

from bot.command.operator import Operator
from bot.command.package import add_commands
from tests.browser.conftest import missing
from tests.conftest import CONTENT
from tests.content.conftest import Desk, copied

ROOT = CONTENT.parent
APP_ID = "0c7e5a9e-2f60-4c0c-b7d2-1f9f5f7f8a11"
VALIDATOR = Path(__file__).with_name("app_manifest.js")

Json = dict[str, Any]


@dataclass(frozen=True)
class Packaging:
    """The command over a content folder, writing into a folder of the test."""

    folder: Path
    content: Path = CONTENT

    @property
    def out(self) -> Path:
        return self.folder / "ethos.zip"

    @property
    def desk(self) -> Desk:
        """What an officer may do to that content."""
        return Desk(self.content)

    def runs(self, *words: str, app_id: str = APP_ID, language: str = "en") -> Result:
        group = click.Group()
        add_commands(group, Operator(self.content, {"ETHOS_LANGUAGE": language}), self.content)
        return CliRunner().invoke(group, ["package", "--app-id", app_id, "--out", str(self.out), *words])

    def makes(self, *words: str, **more: str) -> Mapping[str, bytes]:
        """Make the package, and return its files in order."""
        done = self.runs(*words, **more)
        assert done.exit_code == 0, done.output
        with zipfile.ZipFile(self.out) as package:
            return {name: package.read(name) for name in package.namelist()}

    def refuses(self, *words: str, code: int = 1, **more: str) -> str:
        """Make none, leave nothing behind, and return what is said: sentences, not a fault of ours."""
        done = self.runs(*words, **more)
        assert (done.exit_code, isinstance(done.exception, SystemExit)) == (code, True), done.output
        assert not self.out.exists()
        return done.output


def over_a_copy(folder: Path) -> Packaging:
    """Return the command over a copy of the content that a test may break, with a version beside it."""
    desk = copied(folder, "public-safety", "cics", "opo")
    (folder / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n', encoding="utf-8")
    return Packaging(folder, desk.root)


def validated(folder: Path, **files: Json) -> list[list[str]]:
    """Return what Microsoft's validator finds in each document."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if not node or not (ROOT / "node_modules" / "@microsoft" / "app-manifest").is_dir():
        missing("The tests of the app package need node and the page's npm packages: run make test.")
    paths = [folder / f"{name}.json" for name in files]
    for path, document in zip(paths, files.values(), strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    done = subprocess.run(
        [str(node), str(VALIDATOR), *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
