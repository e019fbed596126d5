"""What is known of the packages that run: their names, licences, who needs them, and who imports them."""

import ast
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

from tests.docs.pages import ROOT

LOCK = ROOT / "requirements.txt"
FOLDERS = ("bot", "content", "dialogs", "reports", "scheduler", "storage")
CODE = [ROOT / "app.py", *(file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")))]
SHORT = 30
"""Characters; a longer licence field holds the licence itself."""


def pinned() -> list[str]:
    """Return the names in the lock file, in its order."""
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(name: str) -> str:
    """Return a package's licence in its own words: the expression, else a short field or the classifiers."""
    about = distribution(name).metadata.json
    if expression := about.get("license_expression"):
        return str(expression)
    said = str(about.get("license") or "")
    if said and len(said) <= SHORT and said != "Dual License":  # which two, the classifiers say
        return said
    listed = [each for each in about.get("classifier") or [] if each.startswith("License ::")]
    return ", ".join(each.rsplit(" :: ", 1)[-1] for each in listed)


def needed_by(name: str) -> set[str]:
    """Return which pinned packages use this one; what is optional for them counts where we ask for it."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    asked = name in {_named(line) for line in ours}
    return {
        other
        for other in pinned()
        for line in distribution(other).requires or []
        if _named(line) == name and (asked or "extra ==" not in line)
    }


def _named(requirement: str) -> str:
    return normal(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])


@cache
def importers() -> dict[str, set[str]]:
    """Return for each package which layers of ours import it; a border stands apart."""
    owners = packages_distributions()
    found: dict[str, set[str]] = {}
    for file in CODE:
        for module in _imported(file):
            for owner in _owners(module, owners):
                found.setdefault(normal(owner), set()).add(_layer(file))
    return found


def _layer(file: Path) -> str:
    folder = file.parent.relative_to(ROOT).as_posix()
    if folder == ".":
        return file.name
    borders = ("bot/teams", "bot/documents")
    return next((each for each in borders if folder.startswith(each)), folder.partition("/")[0])


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(each):
                names |= {alias.name for alias in each}
            case ast.ImportFrom(module=str(module), level=0):
                names.add(module)
            case _:
                pass
    return names


def _owners(module: str, owners: Mapping[str, list[str]]) -> list[str]:
    """Return the packages that own a module; where several share the first word, the second tells."""
    first, *rest = module.split(".")
    found = sorted(set(owners.get(first, [])))
    if len(found) > 1 and rest:
        exact = [name for name in found if normal(name) == f"{first}-{rest[0]}"]
        return exact or found
    return found
