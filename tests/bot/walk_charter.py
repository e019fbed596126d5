"""A charter that a team makes, step by step, with every card that is met on the way."""

from collections.abc import Iterator
from dataclasses import replace

from bot.heard import Shown
from content.model import LANGUAGES, Language, Library
from dialogs.team_sessions import charter_cards
from dialogs.team_sessions.charter_states import Choosing, Grouping, Wording
from dialogs.team_sessions.lines import LONGEST, Written
from dialogs.team_sessions.sight import Screen, Sight
from dialogs.views import Button, View
from tests.dialogs.team_sessions.chat import review_chat
from tests.dialogs.team_sessions.round_table import Table

SCREENS = ("", "write", "adopt", "edit", "check", "merge", "word", "share")


def cards(library: Library, language: Language) -> list[Shown]:
    """Return every card of a charter: what everybody sees in both languages, the rest in one."""
    found: dict[object, View] = {}
    for people in (8, 30):
        for table in steps(library, "0 1 2", people, 2):
            for view in reached(table):
                kind = view.card, view.both, tuple(button.verb for button in view.buttons)
                found.setdefault(kind, view)
    found |= {(view.card, view.both): view for view in new_words(library)}
    nothing = Table(library)
    nothing.hear(0, "close")
    file = View(
        "charter.file", {"name": "charter-charte-2026-11-23.docx", "size": 38}, (Button("session-back"),)
    )
    found |= {view.card: view for view in (nothing.everybody(), file)}
    return [Shown(view, None if view.both else language, "token") for view in found.values()]


def new_words(library: Library) -> Iterator[View]:
    """Give the cards on which a review finds new words for a line."""
    chat = review_chat(library)
    for who in range(6):
        chat.press(who, "review-vote", verdict_2="change")
    chat.press(0, "session-on")
    chat.press(0, "session-on")
    yield chat.everybody()
    yield from (chat.sees(who).view for who in (8, 0))


def reached(table: Table) -> Iterator[View]:
    """Give what everybody sees, and each screen of who leads, of who takes part and of who listens."""
    yield table.everybody()
    state = table.state
    names = [top.name for top in getattr(state, "chosen", ())] or list(getattr(state, "lines", ()))
    own = list(getattr(state, "lines", {}).get(table.seats[0], ()))
    screens = [
        Screen(name, line, page)
        for name in SCREENS
        for line in ("", *own[:1], *names[:1])
        for page in (1, 99)
    ]
    for who, leads in ((0, True), (1, False), (len(table.seats) - 1, False)):
        found: list[View] = []
        for screen in screens:
            sight = Sight(table.library, table.meeting, table.seats[who], leads, screen=screen)
            view = charter_cards.own(sight).view
            found += [view] if view not in found else []
        yield from found


def steps(library: Library, line: str, people: int = 30, each: int = 5) -> Iterator[Table]:
    """Play a session to its end, in which all but one write some lines, and stop at each step."""
    table = Table(library, people, pace=1, until="2026-11-26T21:00:00Z", begun="2026-11-23")
    table.meeting = replace(table.meeting, review_on="2027-02-23")
    yield table
    writers = range(people - 1)
    for who in writers:
        table.hear(who, "take-part")
    table.on()
    for number in range(each * len(writers)):
        words = f"{number:03} {line}"[:LONGEST]
        table.hear(writers[number // each], "write", words=words, language="fr")
    yield table
    table.on()
    assert isinstance(table.state, Grouping)
    for number, name in enumerate(table.state.lines):
        table.hear(writers[number // each], "check", line=name, noticed="no")
    yield table
    table.on()
    assert isinstance(table.state, Choosing)
    names = sorted(table.state.lines)
    for who in writers:
        table.hear(who, "choose", lines=",".join((*names[:2], names[-1 - who % 4])))
    yield table
    table.on()
    yield table
    assert isinstance(table.state, Wording)
    for top in table.state.chosen:
        assert isinstance(top.line, Written)
        both = {name: f"{name} {top.line.words}"[:LONGEST] for name in LANGUAGES}
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
