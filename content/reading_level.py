"""Estimates at which school grade a text reads, in each language, from the length of sentences and words.

English: Flesch and Kincaid's formula. French: the same, with a syllable weighing less, because French takes
more of them for the same thought; Kandel and Moles put it at 73.6 against 84.6. Such a figure sees neither
the reader nor the meaning. It finds long words and sentences, and that is all it is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from content.model import Language
from content.overlay import SUPPLIED
from content.wording import PLACEHOLDER

TARGET, LOOK_AGAIN, TOO_HARD = 8, 10, 13
"""The grade to aim at, the one from which a text is worth another look, and the one that is refused."""
ENOUGH_WORDS = 60
"""With fewer words the figure says more about chance than about the text."""

PER_WORD, PER_SYLLABLE, BASE = 0.39, 11.8, 15.59
WEIGHT: dict[Language, float] = {"en": 1.0, "fr": 73.6 / 84.6}

NAMED: dict[Language, str] = {"en": "the office", "fr": "le bureau"}
"""Read in place of a name in braces, so that an organization's long name does not count against a text."""

SENTENCE_END = re.compile(r"[.?!;]{1,3}(?=[\s\N{NO-BREAK SPACE}»”)]|$)")
WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")
APART = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}-]")

ENGLISH_GROUPS = re.compile(r"[aeiouy]+")
ENGLISH_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^aeiouycgsxz]es|[^aeiouytd]ed)$")
ENGLISH_APART = re.compile(
    r"(?<!t)i(?:a(?!l|n)|o(?!n|us)|e[nt](?!ds?$))|eo(?![up])|ua|uou|sm$|(?:[^aeiou]y|e)ing$"
)
FRENCH_GROUPS = re.compile(r"[aeiouyàâæéèêëîïôœùûü]+")
FRENCH_SILENT = re.compile(r"(?:[^aeiouyàâæéèêëîïôœùûü]|[qg]u)es?$")
FRENCH_APART = re.compile(r"é(?:[aâoôiu]|e[ln])|[aou]ï|[aoe]ë|(?<![qgoa])u[aeé](?!$)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted in some texts of one language."""

    language: Language
    sentences: int
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        """Return the school grade; 0 where there is nothing to read."""
        if not self.words:
            return 0.0
        long_words = WEIGHT[self.language] * PER_SYLLABLE * self.syllables / self.words
        return PER_WORD * self.words / self.sentences + long_words - BASE


def reading(texts: Iterable[str], language: Language) -> Reading:
    """Count sentences, words and syllables; each text ends at least one sentence."""
    counted = [_counted(text, language) for text in texts]
    return Reading(
        language,
        sum(each.sentences for each in counted),
        sum(each.words for each in counted),
        sum(each.syllables for each in counted),
    )


@lru_cache(maxsize=1 << 15)  # The same texts are read for each organization.
def _counted(text: str, language: Language) -> Reading:
    sentences = words = spoken = 0
    shown = PLACEHOLDER.sub(NAMED[language], SUPPLIED.sub(NAMED[language], text))
    for sentence in SENTENCE_END.split(shown):
        found = WORD.findall(sentence)
        sentences += bool(found)
        words += len(found)
        spoken += sum(syllables(word, language) for word in found)
    return Reading(language, sentences, words, spoken)


def syllables(word: str, language: Language) -> int:
    """Count the syllables one hears, by the vowels that stand together; at least one."""
    parts = [part for part in APART.split(word.lower()) if part]
    counted = sum(_part(part, language) for part in parts)
    return max(1, counted)


def _part(part: str, language: Language) -> int:
    """Count one part of a word. A lone letter before an apostrophe belongs to the next part."""
    groups, apart, silent = (
        (ENGLISH_GROUPS, ENGLISH_APART, ENGLISH_SILENT)
        if language == "en"
        else (FRENCH_GROUPS, FRENCH_APART, FRENCH_SILENT)
    )
    found = len(groups.findall(part)) + len(apart.findall(part))
    if found > 1 and silent.search(part):
        found -= 1
    return found if groups.search(part) else 0
