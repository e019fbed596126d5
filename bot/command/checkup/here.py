"""Looks at the program itself: its Python, its time-zone rules, its texts."""

from bot.command.checkup.findings import Finding, good, mend
from content.checks import Checked

OLDEST = (3, 11)

Version = tuple[int, int]


def python(found: Version) -> Finding:
    """Look at the version of Python."""
    names = {"found": _dotted(found), "oldest": _dotted(OLDEST)}
    return good("python.ok", **names) if found >= OLDEST else mend("python.old", **names)


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))


def zones(found: str, oldest: str) -> Finding:
    """Look at the version of the time-zone rules, such as "2026f"."""
    names = {"found": found, "oldest": oldest}
    return good("zones.ok", **names) if found >= oldest else mend("zones.old", **names)


def texts(found: Checked, organization: str) -> list[Finding]:
    """Look at what a check of all texts, as one organization reads them, has found."""
    if found.faults:
        return [mend("texts.faults", count=len(found.faults), organization=organization)]
    return [
        good("texts.ok", organization=organization),
        *([good("texts.to-confirm", count=len(found.to_confirm))] if found.to_confirm else []),
        *([good("texts.to-approve", count=len(found.to_approve))] if found.to_approve else []),
    ]
