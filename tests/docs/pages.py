"""A document as a reader sees it: its sections, tables, links and prose."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->")
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)\)")
MARKS = re.compile(r"^\s*(?:#+|[-*]|\d+\.)\s+|\*\*")


def words(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def halves(document: Path) -> tuple[str, str]:
    """Return the English and the French part of a document that holds both."""
    english, french = words(document).split("\n---\n")
    return english, french


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table row."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


def links(text: str) -> list[str]:
    """Return where every link outside of code leads."""
    return [found[1] for found in LINK.findall(CODE.sub("", FENCE.sub("", text)))]


def anchors(text: str) -> set[str]:
    """Return the anchors that the headings make."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def prose(text: str) -> Iterator[str]:
    """Give the sentences without what is the same in every language: code and the addresses of links."""
    plain = COMMENT.sub("", FENCE.sub("", text))
    for line in CODE.sub("code", LINK.sub(r"\1", plain)).splitlines():
        cells = line.strip("|").split("|") if line.startswith("|") else [line]
        for cell in cells:
            if said := MARKS.sub("", cell).strip(" "):
                yield said


def shape(text: str) -> list[str]:
    """Return what kind of line follows which: headings, rows, items, fences and paragraphs."""
    kinds = []
    for line in COMMENT.sub("", FENCE.sub("```", text)).splitlines():
        mark = re.match(r"#+ |\||- |\d+\. |```|\S", line)
        if mark:
            kinds.append(mark[0] if re.match(r"[#|\-`\d]", mark[0]) else "paragraph")
    return kinds
