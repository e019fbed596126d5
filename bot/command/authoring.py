"""The commands of whoever writes the texts: find a sentence, send and receive content packs."""

from pathlib import Path

import click

from bot.command.operator import Operator
from content import finding, packs
from content.faults import ContentBroken


def add_commands(group: click.Group, operator: Operator, content: Path) -> None:
    """Add the commands; `content` is the folder they mean unless another is given."""

    @group.command(help=operator.says("help.find"))
    @click.argument("words")
    @click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path), default=content)
    def find(words: str, path: Path) -> None:
        find_words(operator, path, words)

    @group.group(help=operator.says("help.pack"))
    def pack() -> None:
        pass

    @pack.command("export", help=operator.says("help.pack-export"))
    @click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path), callback=operator.writable)
    def export_pack(folder: Path, file: Path) -> None:
        export(operator, folder, file)

    @pack.command("import", help=operator.says("help.pack-import"))
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option(
        "--into",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=content,
        help=operator.says("help.into"),
    )
    def import_into(file: Path, folder: Path) -> None:
        import_pack(operator, folder, file)


def find_words(operator: Operator, path: Path, words: str) -> None:
    """Say where a sentence stands, one line a place."""
    places = list(finding.find(path, words))
    if not places:
        raise operator.refuses("find.nowhere")
    for place in places:
        click.echo(f"{place.file}:{place.line}: {place.words}")


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
