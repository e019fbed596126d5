"""An organization where some files need a declaration of their own."""

from pathlib import Path

from content.model import Library, Process, Text

AUDIT = Process(
    id="audit",
    name=Text(en="audit of a grant", fr="vérification d'une subvention"),
    form_link=Text(en="https://demo.example/audit", fr="https://demo.example/verification"),
)
MEDIATION = Process(
    id="mediation",
    name=Text(en="mediation", fr="médiation"),
    form_link=Text(en="https://demo.example/mediation-en", fr="https://demo.example/mediation-fr"),
)


def with_files(library: Library, id_: str = "with-files") -> Library:
    """Return the demonstration with two kinds of such files."""
    changed = {"id": id_, "processes": (AUDIT, MEDIATION)}
    return library.model_copy(update={"organization": library.organization.model_copy(update=changed)})


def beside_the_mailbox(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path, but the sealed slots of answers without a name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): path.read_bytes() for path in paths if path.parent.name != "mailboxes"}
