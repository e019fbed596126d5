"""The command that makes the app package an administrator uploads to Teams; never an invalid one."""

import io
import json
import os
import re
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import click

from bot.command.manifest import COLOR_FILE, FRENCH_FILE, OUTLINE_FILE, french, manifest
from bot.command.operator import Operator
from content.faults import ContentBroken
from content.in_teams import HOST
from content.loader import load

GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
NOBODY = "00000000-0000-0000-0000-000000000000"
"""The GUID that stands for none."""

VERSION = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}")
"""Three numbers; Teams takes no more of what semantic versioning allows."""

ICONS: Mapping[str, int] = {COLOR_FILE: 192, OUTLINE_FILE: 32}
"""Pixels of each side."""

FOLDER = "app"
"""Where icons lie: below content/ ours, below an organization's folder its own."""

PNG, MOST_ICON = b"\x89PNG\r\n\x1a\n", 1 << 20
WITH_ALPHA = (4, 6)
"""Kinds of PNG whose pixels say how transparent they are."""

STAMP = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a package, so that the same input makes the same bytes."""


def add_commands(group: click.Group, operator: Operator, content: Path) -> None:
    """Add the command; beside the folder `content` lies the file that names the version."""

    @group.command(help=operator.says("help.package"))
    @click.option("--app-id", envvar="ETHOS_APP_ID", required=True, help=operator.says("help.package-app-id"))
    @click.option(
        "--out",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        callback=operator.writable,
        help=operator.says("help.package-out"),
    )
    @click.option(
        "--organization",
        envvar="ETHOS_ORGANIZATION",
        default="demo",
        help=operator.says("help.organization"),
    )
    @click.option("--domain", default="", help=operator.says("help.domain"))
    def package(app_id: str, out: Path, organization: str, domain: str) -> None:
        make(operator, content, out, app_id=app_id, organization=organization, domain=domain)


def make(
    operator: Operator, content: Path, out: Path, *, app_id: str, organization: str, domain: str
) -> None:
    """Write the package and say where it is. Raises Refusal with one sentence that says how to mend it."""
    id_, host = app_id.strip().lower(), domain.strip().lower()
    if not GUID.fullmatch(id_) or id_ == NOBODY:
        raise operator.refuses("package.no-guid", 2)
    if host and not HOST.fullmatch(host):
        raise operator.refuses("package.no-host", 2, found=domain)
    try:
        library = load(content, organization)
    except ContentBroken as broken:
        operator.faults(broken.faults)
        raise operator.refuses("package.broken") from None
    app = library.organization.app
    if app is None:
        raise operator.refuses("package.no-section", organization=organization)
    version = _version(operator, content.parent / "pyproject.toml")
    files = {
        "manifest.json": _json(manifest(library, app, id_, version, host)),
        FRENCH_FILE: _json(french(library, app)),
        **{name: _icon(operator, content, organization, name) for name in ICONS},
    }
    _replace(operator, out, zipped(files))
    click.echo(operator.says("package.made", file=out.name, version=version))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Put files into one, in this order. Uncompressed: how tight it would be differs between computers."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as packed:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            packed.writestr(info, data)
    return package.getvalue()


def _json(document: Mapping[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _version(operator: Operator, file: Path) -> str:
    """Read the version of the product from the one place where it stands."""
    try:
        project = tomllib.loads(file.read_text(encoding="utf-8")).get("project")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise operator.refuses("package.no-version-file", file=file.name) from None
    found = project.get("version") if isinstance(project, dict) else None
    if not isinstance(found, str) or not VERSION.fullmatch(found):
        raise operator.refuses("package.no-version", file=file.name, found=str(found or "-"))
    return found


def _icon(operator: Operator, content: Path, organization: str, name: str) -> bytes:
    """Read an icon: the organization's own, or else ours."""
    own = content / "organizations" / organization / FOLDER / name
    file = own if os.path.lexists(own) else content / FOLDER / name
    said: dict[str, str | int] = {
        "file": file.relative_to(content.parent).as_posix(),
        "side": ICONS[name],
    }
    try:
        data = file.read_bytes()
    except OSError:
        raise operator.refuses("package.icon-missing", **said) from None
    header = _header(data)
    if header is None:
        raise operator.refuses("package.icon-broken", **said)
    width, height, kind = header
    if (width, height) != (ICONS[name], ICONS[name]):
        raise operator.refuses("package.icon-size", **said, width=width, height=height)
    if name == OUTLINE_FILE and kind not in WITH_ALPHA:
        raise operator.refuses("package.icon-opaque", **said)
    return data


def _header(data: bytes) -> tuple[int, int, int] | None:
    """Return width, height and kind of a PNG that is whole; None for anything else."""
    if not data.startswith(PNG) or len(data) > MOST_ICON:
        return None
    kinds, at = [], len(PNG)
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if zlib.crc32(data[at + 4 : end]).to_bytes(4, "big") != data[end : end + 4]:
            return None
        kinds.append(data[at + 4 : at + 8])
        at = end + 4
    if at != len(data) or kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        return None
    width, height = (int.from_bytes(data[place : place + 4], "big") for place in (16, 20))
    return width, height, data[25]


def _replace(operator: Operator, out: Path, data: bytes) -> None:
    """Write the file whole or not at all: whoever uploads it finds the old one or the new one."""
    draft = out.with_name(f".{out.name}.part")
    try:
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(out)
    except OSError:
        draft.unlink(missing_ok=True)
        raise operator.refuses("file.not-written", 2, file=str(out)) from None
