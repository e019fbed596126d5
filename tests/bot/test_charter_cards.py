"""The cards of a charter as they are drawn: valid, small whatever is written, and never read as Markdown."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.cards.adaptive import card
from bot.cards.text import text
from bot.heard import Shown
from content.model import LANGUAGES, Language, Library, Text, VerbText
from dialogs.team_sessions import charter_cards as cards
from dialogs.team_sessions.charter_presses import WINDOWS
from dialogs.team_sessions.lines import LONGEST
from dialogs.team_sessions.sight import Screen, Sight
from dialogs.views import View
from tests.bot.card_checks import LARGEST, elements, faults_of
from tests.dialogs.team_sessions.round_table import Table
from tests.dialogs.team_sessions.test_charter_words import HOSTILE

TOKEN = "v1." + 300 * "-"
"""As long as a button's token can be on a card that is measured."""

OF_SESSIONS = (
    "session",
    "session-on",
    "session-close",
    "session-take-over",
    "session-hand-over",
    "session-back",
)
SCREENS = ("", "write", "adopt", "edit", "check", "merge", "word", "share", "shared", "file")


@pytest.fixture(scope="module")
def words(library: Library) -> Library:
    """Return the content with a label for each button that every session has."""
    labels = {verb: VerbText(label=Text(en=verb, fr=verb)) for verb in OF_SESSIONS}
    return library.model_copy(update={"verbs": {**labels, **library.verbs}})


def reached(table: Table) -> Iterator[View]:
    """Give what everybody sees, and each screen of who leads, of who takes part and of who listens."""
    yield table.everybody()
    held = getattr(table.state, "lines", {}) or {
        each.name: each for each in getattr(table.state, "chosen", ())
    }
    mine = held.get(table.seats[0], {}) if table.seats[0] in held else held
    lines = ("", *list(mine)[:1])
    screens = [Screen(name, line, page) for name in SCREENS for line in lines for page in (1, 99)]
    for who, leads in ((0, True), (1, False), (len(table.seats) - 1, False)):
        found: list[View] = []
        for screen in screens:
            view = cards.own(Sight(table.library, table.meeting, table.seats[who], leads, screen)).view
            found += [view] if view not in found else []
        yield from found


def steps(library: Library, lines: list[str], people: int = 30) -> Iterator[Table]:
    """Play a session to its end, each of whose people but one writes five lines, and stop at each step."""
    table = Table(
        library, people, pace=1, until="2026-11-26T21:00:00Z", begun="2026-11-23", review_on="2027-02-23"
    )
    yield table
    writers = range(people - 1)
    for who in writers:
        table.hear(who, "take-part")
    table.on()
    for who in writers:
        for number in range(5):
            start = f"{who * 5 + number:03} "
            words = (start + lines[(who + number) % len(lines)])[:LONGEST]
            table.hear(who, "write", words=words, language="fr")
    yield table
    table.on()
    for who in writers:
        for name in list(table.state.lines)[who * 5 : who * 5 + 5]:  # type: ignore[union-attr]  # grouping
            table.hear(who, "check", line=name, noticed="no")
    yield table
    table.on()
    for who in writers:
        names = sorted(table.state.lines)  # type: ignore[union-attr]  # choosing
        table.hear(who, "choose", lines=",".join((*names[:2], names[-1 - who % 4])))
    yield table
    table.on()
    yield table
    for top in table.state.chosen:  # type: ignore[union-attr]  # wording
        both = {each: f"{each} {top.line.words}"[:LONGEST] for each in LANGUAGES}  # type: ignore[union-attr]
        table.hear(0, "word", line=top.name, **both)
    yield table
    table.on()
    for who in writers:
        for language in LANGUAGES:
            table.hear(who, "approve", language=language, edition="1")
    yield table
    table.on()
    yield table
    table.on()
    yield table


def shown(view: View, language: Language) -> Shown:
    """Return a view as a channel draws it: the card for everybody in both languages, French first or not."""
    if view.both:
        return Shown(view, None, TOKEN, french_first=language == "fr")
    return Shown(view, language, TOKEN)


def size(library: Library, drawn: Shown) -> int:
    told = card(library, drawn, WINDOWS)
    return len(json.dumps(told, ensure_ascii=False).encode("utf-16-le"))


LINES = {
    "letters": "x" * LONGEST,
    "stars": "*" * LONGEST,
    "backslashes": "\\" * LONGEST,
    "pictures": "\U0001f600" * LONGEST,
}


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_every_card_of_30_people_who_write_five_long_lines_each_can_be_sent(
    words: Library, lines: str
) -> None:
    largest: dict[str, int] = {}
    for table in steps(words, [lines]):
        for view in reached(table):
            sizes = [size(words, shown(view, language)) for language in LANGUAGES]
            largest[view.card] = max(largest.get(view.card, 0), *sizes)
    assert max(largest.values()) <= LARGEST, largest
    assert len(largest) > 15


def test_every_card_of_a_charter_is_sound_in_both_languages(words: Library) -> None:
    broken: dict[str, list[str]] = {}
    met: set[str] = set()
    for table in steps(words, ["0 1 2"], people=8):
        for view in reached(table):
            for language in LANGUAGES:
                faults = [
                    each for each in faults_of(words, shown(view, language)) if "other language" not in each
                ]
                broken |= {view.card: faults} if faults else {}
                met.add(view.card)
    assert not broken
    table = Table(words)
    closed = replace(table.meeting, session=None)
    for view in (cards.everybody(words, closed), replace(cards.everybody(words, closed), both=False)):
        assert not faults_of(words, shown(view, "fr"))
    many = {"charter.grouping.many", "charter.choosing.many"}
    assert met | many | {"charter.preparing", "charter.nothing"} == {
        each for each in words.cards if each.startswith("charter.")
    }


def test_a_crowd_of_lines_stands_in_peoples_own_views_only_and_there_on_pages(words: Library) -> None:
    stops = [table.everybody() for table in steps(words, ["x" * LONGEST])]
    assert [each.card for each in stops][2:4] == ["charter.grouping.many", "charter.choosing.many"]
    assert all("lines" not in each.values for each in stops[2:4])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_looks_like_markdown_is_shown_as_it_was_typed(words: Library, language: Language) -> None:
    short = HOSTILE[:140]
    for number, table in enumerate(steps(words, [short], people=6)):
        for view in reached(table):
            drawn = card(words, shown(view, language))
            blocks = [each["text"] for each in elements(drawn) if each.get("type") == "TextBlock"]
            assert not any("**[" in each or "](http" in each.replace("\\]", "") for each in blocks)
        if number in (2, 3):
            assert short in text(words, shown(table.view(1), language))
