"""Reads a Containerfile and replays its steps in a folder, without a container engine or a network."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
CONTAINERFILE, IGNORED = ROOT / "Containerfile", ROOT / ".containerignore"


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction, with its `--options` apart from the words that follow."""

    kind: str
    options: dict[str, str]
    words: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Stage:
    """What one stage of the build came to: a root folder, and how a process in it starts."""

    root: Path
    folder: PurePosixPath = field(default_factory=lambda: PurePosixPath("/"))
    environment: dict[str, str] = field(default_factory=dict)
    last: dict[str, Step] = field(default_factory=dict)

    def inside(self, path: str) -> Path:
        """Return where a path of the image lies on this machine."""
        return self.root / (self.folder / path).relative_to("/")

    def variables(self) -> dict[str, str]:
        """Return the image's environment, its folders put where they lie here."""
        mapped = dict(self.environment)
        for name in ("ETHOS_DATA", "ETHOS_KEYS", "HOME"):
            mapped[name] = str(self.inside(mapped[name]))
        venv, _, _ = mapped["PATH"].partition(":")
        return {**mapped, "PATH": f"{self.inside(venv)}:{os.environ['PATH']}"}


def steps(text: str) -> list[Step]:
    """Return the instructions in order; continued lines are one."""
    found = []
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, rest = line.partition(" ")
        options: dict[str, str] = {}
        while match := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
            options[match[1]] = match[2]
            rest = rest[match.end() :]
        listed = rest.removeprefix("CMD ").strip()
        words = json.loads(listed) if listed.startswith("[") else shlex.split(rest)
        found.append(Step(kind, options, tuple(words), rest))
    return found


def kept_out(path: str, patterns: list[str]) -> bool:
    """Tell whether a path of the context is left out: of all lines that fit it, the last one decides."""
    out = False
    parts = PurePosixPath(path).parts
    for line in patterns:
        pattern = line.removeprefix("!")
        ends = ["/".join(parts[: length + 1]) for length in range(len(parts))]
        anywhere = [end.rsplit("/", 1)[-1] for end in ends] if pattern.startswith("**/") else ends
        if any(_fits(end, pattern.removeprefix("**/")) for end in anywhere):
            out = not line.startswith("!")
    return out


def _fits(path: str, pattern: str) -> bool:
    return path.count("/") == pattern.count("/") and fnmatchcase(path, pattern)


def patterns(text: str) -> list[str]:
    """Return the lines of an ignore file that say something."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def context() -> Iterator[str]:
    """Give every file that would reach the build, as a path from the root."""
    lines = patterns(IGNORED.read_text(encoding="utf-8"))
    for top in sorted(ROOT.iterdir()):
        if kept_out(top.name, lines):  # Never walked: it may be a history or a whole environment.
            continue
        for path in [top, *sorted(top.rglob("*"))]:
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and not kept_out(name, lines):
                yield name


def replay(folder: Path) -> Stage:
    """Carry out every step below `folder` and return the last stage.

    Two steps differ. What `pip` would fetch is linked from the packages of this interpreter, and only those
    that the lock file names. Folders get their mode, but not the owner, which only root could give them.
    """
    stages: dict[str, Stage] = {}
    stage = Stage(folder / "none")
    for step in steps(CONTAINERFILE.read_text(encoding="utf-8")):
        match step.kind, step.words:
            case "ARG", _:
                pass
            case "FROM", (_, *name):
                stage = Stage(folder / (name[1] if name else "final"))
                stage.root.mkdir(parents=True)
                stages[name[1] if name else ""] = stage
            case "ENV", settings:
                stage.environment |= dict(each.split("=", 1) for each in settings)
            case "WORKDIR", (path,):
                stage.folder = PurePosixPath(path)
                stage.inside(".").mkdir(parents=True, exist_ok=True)
            case "COPY", (source, target):
                _copy(stages.get(step.options.get("from", "")), stage, source, target)
            case "RUN", words:
                _run(stage, words)
            case "USER" | "VOLUME" | "EXPOSE" | "STOPSIGNAL" | "HEALTHCHECK" | "ENTRYPOINT" as kind, _:
                stage.last[kind] = step
            case _:
                raise ValueError(step)
    return stage


def _copy(made: Stage | None, stage: Stage, source: str, target: str) -> None:
    if made is not None and made.root != stage.root:
        shutil.copytree(made.inside(source), stage.inside(target), symlinks=True, dirs_exist_ok=True)
        return
    for name in context():
        if name == source or name.startswith(f"{source}/"):
            below = name if target == "./" else f"{target}{name.removeprefix(source)}"
            stage.inside(below).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, stage.inside(below))


def _run(stage: Stage, words: tuple[str, ...]) -> None:
    match words:
        case "python", "-m", "venv", "--without-pip", path:
            _python(stage, "-m", "venv", "--without-pip", str(stage.inside(path)))
        case "python", "-m", "pip", "--python", path, "install", *options, "-r", lock:
            if not {"--require-hashes", "--no-deps", "--only-binary"} <= set(options):
                raise ValueError(options)
            _link(stage.inside(path), stage.inside(lock))
        case "python", "-m", "pip", "uninstall", "--yes", "pip":
            pass  # Of the base image, which is not here; the venv never had it.
        case "python", "-m", "compileall", "-q", path:
            _python(stage, "-m", "compileall", "-q", str(stage.inside(path)))
        case "install", "-d", "-m", mode, "-o", _, "-g", _, *paths:
            for path in paths:
                stage.inside(path).mkdir(mode=int(mode, 8))
        case _:
            raise ValueError(words)


def _python(stage: Stage, *words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=stage.root, check=True, capture_output=True, timeout=120)


def _link(python: Path, lock: Path) -> None:
    """Give a fresh environment the packages of the lock file, and no other that this interpreter has."""
    library = next((python.parents[1] / "lib").glob("python3*")) / "site-packages"
    for name in locked(lock):
        found = distribution(name)
        for file in found.files or ():
            if ".." not in file.parts:
                link = library / file
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(Path(str(found.locate_file(file))).resolve())


def locked(lock: Path) -> list[str]:
    """Return the names that a lock file pins."""
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
