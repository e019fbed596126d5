"""Each language speaks itself: no English in a French text and no French in an English one."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.model import Language
from content.overlay import texts, texts_of
from content.yaml_source import read
from tests.content.conftest import SHIPPED

ENGLISH = """
the of and to is are you your with for this that from on in not what who how be it they their has have was
will can if by at as an or when which do does may must about before after
"""
FRENCH = """
le la les des du un une est et vous votre vos avec pour dans sur que qui pas ne ce cette au aux par plus ou
leur sont être il elle on se si son sa ses à de en d l c n qu j
"""
WORDS: dict[Language, frozenset[str]] = {"en": frozenset(ENGLISH.split()), "fr": frozenset(FRENCH.split())}
BOTH = WORDS["en"] & WORDS["fr"] | {"on", "a", "se", "son", "in", "an", "me", "or", "as"}
"""Spelled alike in both, so they tell nothing."""

QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\{+[^}]*\}+|`[^`]*`|\S+@\S+|https?://\S+|python \S+.*$")
"""What may be in the other language: quoted words, names put in later, addresses, commands."""

SPEAK_FOR_THEMSELVES = frozenset({"welcome.continue-en", "welcome.continue-fr", "language-en", "language-fr"})
"""Each language is named in itself."""


def spoken(text: str) -> Counter[Language]:
    """Count the words of a text that belong to one language only."""
    found = re.findall(r"[a-zà-öø-ÿœ]+", QUOTED.sub(" ", text).casefold())
    return Counter(
        {language: sum(word in known - BOTH for word in found) for language, known in WORDS.items()}
    )


def strangers(path: Path) -> Iterator[str]:
    """Find the texts that speak more of the other language than of their own."""
    node, _ = read(path)
    assert node is not None
    for text in texts(node):
        for language, words in texts_of(text).items():
            counts = spoken(words)
            if counts["fr" if language == "en" else "en"] > counts[language]:
                yield f"{path.name}:{text.line}: {words}"


FILES = sorted(path for path in SHIPPED.rglob("*.yaml") if "archive" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHIPPED)))
def test_each_text_is_in_its_own_language(path: Path) -> None:
    allowed = {"everywhere.yaml": 2, "home.yaml": 2} if path.parent.name in ("verbs", "sentences") else {}
    found = list(strangers(path))
    assert len(found) <= allowed.get(path.name, 0), found


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("What follows from your choice", "en"),
        ("Ce qui suit votre choix", "fr"),
        ("Your manager is the usual route.", "en"),
        ("Les trois sont à signaler.", "fr"),
    ],
)
def test_a_sentence_in_the_wrong_place_is_heard(words: str, language: Language) -> None:
    counts = spoken(words)
    assert counts[language] > counts["fr" if language == "en" else "en"]
