"""The commands that send and receive content packs, in the words of whoever runs them."""

from pathlib import Path

import click

from bot.operator import Operator
from content import packs
from content.faults import ContentBroken


def export(operator: Operator, folder: Path, out: Path) -> None:
    """Write the shared texts of a folder into one file."""
    try:
        pack, data = packs.export(folder)
    except ContentBroken as broken:
        operator.faults(broken.faults)
        raise operator.refuses("pack.broken") from None
    except packs.PackRefused as refused:
        raise operator.refuses(refused.id, **refused.values) from None
    operator.write_bytes(out, data)
    click.echo(operator.says("pack.exported", pack=pack.id, version=pack.version, file=out.name))


def import_pack(operator: Operator, content: Path, file: Path) -> None:
    """Bring a pack into the content folder and say what changed, and which local lines to look at again."""
    try:
        imported = packs.import_pack(content, file.read_bytes())
    except ContentBroken as broken:
        operator.faults(broken.faults)
        raise operator.refuses("pack.broken") from None
    except packs.PackRefused as refused:
        raise operator.refuses(refused.id, **refused.values) from None
    except OSError as error:
        raise (operator.of_system(error) or error) from None
    pack, before = imported.pack, imported.before
    said: dict[str, str | int] = {"pack": pack.id, "version": pack.version, "before": before}
    click.echo(operator.says("pack.imported" if before else "pack.new", **said))
    for id_, names in (
        ("pack.added", imported.added),
        ("pack.changed", imported.changed),
        ("pack.removed", imported.removed),
    ):
        if names:
            click.echo(operator.says(id_, names=", ".join(names)))
    operator.faults(imported.look_again)
    if not before:
        click.echo(operator.says("pack.next", pack=pack.id))
