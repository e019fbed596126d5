"""An organization where some files need a declaration of their own."""

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
