"""Reads what a published self-assessment states: its ticked boxes, days, figures, lists and short names.

The documents lie beside the checkout and are no part of it. Everything expected is read from them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.model import OfficialQuestion
from content.wording import fold

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
FILED = {"public-safety": "002", "cics": "003", "opo": "004"}

MONTHS = "January February March April May June July August September October November December"
MONTH = "|".join(MONTHS.split())
DATED = re.compile(rf"\b({MONTH})\b(?: (\d{{1,2}})\b)?(?:,? (?:of )?(\d{{4}}))?")
YEARS = re.compile(r"\b(20\d\d-\d\d(?:\d\d)?)\b")
NUMBER = re.compile(r"(?<![\d,-])\b(\d{1,3})\b(?![\d-])")
SHORT = re.compile(r"\(([A-Za-z]*[A-Z][A-Za-z]*[A-Z0-9]+s?)\)")
BULLET = re.compile(r"^\s*(?:\N{BULLET}|-)\s+(.*)$", re.MULTILINE)
LONGEST_TITLE = 8
"""Words of a listed title; a longer bullet is a sentence, which is told in other words."""

MISSING = "the published self-assessments do not lie beside the checkout (../shared/seeds)"


def text_of(number: str) -> str:
    """Return a document, or skip the test that needs it."""
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(MISSING)
    return found[0].read_text(encoding="utf-8")


@dataclass(frozen=True)
class Stated:
    """What was published in answer to one question, from its ticked boxes on."""

    text: str
    question: OfficialQuestion

    @property
    def ticked(self) -> set[str]:
        """Return the ids of the boxes that were ticked: published forms list no others."""
        bullets = {fold(found) for found in BULLET.findall(self.text)}
        return {box.id for box in self.question.boxes if fold(box.text.en) in bullets}

    @property
    def answer(self) -> str:
        """Return the words of the answer, without the boxes and the words of the question."""
        asked = {fold(box.text.en) for box in self.question.boxes}
        asked |= {fold(text.en) for text in (self.question.text, self.question.besides) if text}
        lines = (line for line in self.text.splitlines() if line.strip())
        return "\n".join(line for line in lines if fold(line.strip(" \N{BULLET}-\t")) not in asked)

    @property
    def days(self) -> set[str]:
        """Return every day and month that is named, as English dates; without its year where it has none."""
        found = set()
        for month, day, year in DATED.findall(self.answer):
            found.add(" ".join(filter(None, (month, f"{day}," if day and year else day, year))))
        return found - {"May", "March"}  # Without a day or a year, these are words.

    @property
    def years(self) -> set[str]:
        """Return fiscal years and spans of years."""
        return set(YEARS.findall(self.answer))

    @property
    def figures(self) -> set[str]:
        """Return the figures that are no part of a date."""
        return set(NUMBER.findall(YEARS.sub(" ", DATED.sub(" ", self.answer))))

    @property
    def short_names(self) -> set[str]:
        """Return what stands in brackets as a short name or a code."""
        return {found.removesuffix("s") for found in SHORT.findall(self.answer)}

    @property
    def titles(self) -> list[str]:
        """Return the short titles of lists in the answer: courses, rules."""
        bullets = BULLET.findall(self.answer)
        return [each.strip() for each in bullets if len(each.split()) <= LONGEST_TITLE and "PS " not in each]


def stated(document: str, questions: tuple[OfficialQuestion, ...]) -> dict[str, Stated]:
    """Cut a published form into its answers."""
    parts = re.split(r"^Question (\d+)\s*$", document, flags=re.MULTILINE)
    by_id = {question.id: question for question in questions}
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {
        id_: Stated(re.split(r"^(?:Part |Page details)", text, flags=re.MULTILINE)[0], by_id[id_])
        for id_, text in texts.items()
    }
