"""Whoever builds the container gets what runs, starts as nobody, and finds nothing else in it."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.containerfile import (
    CONTAINERFILE,
    IGNORED,
    ROOT,
    Stage,
    Step,
    context,
    kept_out,
    locked,
    patterns,
    replay,
    steps,
)

STEPS = steps(CONTAINERFILE.read_text(encoding="utf-8"))
STAYS_OUT = [
    *("data/journal-00000001", "data.keys/buttons.1", "ethos-data/ethos.json", "backup.tar", "ethos.zip"),
    *(".git/config", ".env", "secret.txt", "certificate.pem", "tests/conftest.py", "docs/deploy.md"),
    *(".venv/bin/python", "node_modules/x/y.js", "bot/__pycache__/turn.cpython-312.pyc", "content/a/b.pyc"),
    *("requirements-dev.txt", "people.csv", "Makefile", ".ci/run"),
]


def of(kind: str) -> list[Step]:
    return [step for step in STEPS if step.kind == kind]


def last_stage() -> list[Step]:
    begins = max(number for number, step in enumerate(STEPS) if step.kind == "FROM")
    return STEPS[begins:]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return replay(tmp_path_factory.mktemp("image"))


def ethos(image: Stage, *words: str, **more: str) -> "subprocess.Popen[str]":
    """Start the image's entry point with its own environment and nothing of ours."""
    return subprocess.Popen(
        [*image.last["ENTRYPOINT"].words, *words],
        cwd=image.inside("."),
        env={**image.variables(), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def healthy(image: Stage, port: str) -> bool:
    done = subprocess.run(
        image.last["HEALTHCHECK"].words,
        cwd=image.inside("."),
        env={**image.variables(), "ETHOS_PORT": port},
        capture_output=True,
        timeout=20,
        check=False,
    )
    return done.returncode == 0


def files(folder: Path) -> Iterator[tuple[str, int]]:
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix(), path.lstat().st_mtime_ns


# What goes in -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", STAYS_OUT)
def test_what_is_private_or_not_needed_never_reaches_the_build(path: str) -> None:
    assert kept_out(path, patterns(IGNORED.read_text(encoding="utf-8")))


def test_everything_that_is_copied_is_there_and_nothing_else_comes_along() -> None:
    sources = [step.words[0] for step in of("COPY") if "from" not in step.options]
    reached = list(context())
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(name == source or name.startswith(f"{source}/") for name in reached), source
    assert {name.partition("/")[0] for name in reached} == set(sources)


def test_the_line_that_decides_is_the_last_that_fits() -> None:
    assert kept_out("bot/x.py", ["bot", "!other"])
    assert not kept_out("bot/x.py", ["*", "!bot"])
    assert kept_out("bot/teams/__pycache__/x.txt", ["*", "!bot", "**/__pycache__"])
    assert not kept_out("bot/teams/x.py", ["*.py", "!bot"])


# How it runs --------------------------------------------------------------------------------------


def test_a_container_runs_as_nobody_and_stops_when_asked() -> None:
    (user,) = of("USER")
    assert all(int(part) > 0 for part in user.words[0].split(":"))
    assert last_stage().index(user) > max(last_stage().index(step) for step in of("RUN")[-1:])
    assert [step.words for step in of("STOPSIGNAL")] == [("SIGTERM",)]
    assert [step.words for step in of("VOLUME")] == [("/data", "/keys")]


def test_the_last_stage_takes_only_what_was_made_and_has_no_installer(image: Stage) -> None:
    assert all("from" in step.options for step in last_stage() if step.kind == "COPY")
    assert "python -m pip uninstall --yes pip" in [step.text for step in last_stage()]
    assert not any(word in step.text for step in STEPS for word in ("apt", "curl", "gcc", "ADD"))
    assert not list((image.root / "venv" / "bin").glob("pip*"))


def test_nothing_secret_stands_in_the_image() -> None:
    named = {name for step in of("ENV") for name in re.findall(r"([A-Z_]+)=", step.text)}
    assert not [name for name in named if re.search("SECRET|CERTIFICATE|METRICS|DATABASE", name)]


def test_somebody_who_asks_for_help_gets_it_with_the_pinned_packages_alone(image: Stage) -> None:
    process = ethos(image, "--help")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "serve" in out
    library = next((image.root / "venv" / "lib").glob("python3*/site-packages"))
    assert not (library / "pytest").exists()
    assert len(list(library.glob("*.dist-info"))) == len(locked(ROOT / "requirements.txt"))


def test_an_image_without_an_app_id_refuses_to_listen_to_the_world(image: Stage) -> None:
    process = ethos(image)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.count("\n") == 1
    assert list(image.inside("/data").iterdir()) == []


def test_an_image_serves_answers_its_health_check_and_writes_only_to_its_volumes(image: Stage) -> None:
    before = list(files(image.inside(".")))
    process = ethos(image, "serve", "--port", "0", ETHOS_HOST="127.0.0.1")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = re.search(r":(\d+)/", line)
        assert port, line + (process.stderr.read() if process.stderr else "")
        assert healthy(image, port[1])
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert process.returncode == 0
    assert not healthy(image, port[1])
    assert list(files(image.inside("."))) == before
    assert image.inside("/data/ethos.json").exists()
    assert image.inside("/keys").stat().st_mode & 0o077 == 0


def test_the_replay_runs_with_no_setting_of_ours(image: Stage) -> None:
    assert {name for name in image.variables() if name.startswith("ETHOS_")} == {
        *("ETHOS_DATA", "ETHOS_KEYS", "ETHOS_HOST", "ETHOS_PORT")
    }
    assert str(image.inside("/venv/bin")) == image.variables()["PATH"].split(os.pathsep)[0]
