"""The forms of a charter, each for one person: a line to write, to check, to merge or to word; pure."""

from collections.abc import Mapping

from content.model import LANGUAGES, Text
from content.wording import filled
from dialogs import writing
from dialogs.team_sessions import charter_seen as seen
from dialogs.team_sessions import charter_words as words
from dialogs.team_sessions.charter_states import (
    LINES_EACH,
    Agreeing,
    Charter,
    Closed,
    Grouping,
    Posted,
    Wording,
    Writing,
    present,
)
from dialogs.team_sessions.common_words import lines_of
from dialogs.team_sessions.lines import LONGEST, Adopted, Line, Written
from dialogs.team_sessions.seats import Seat
from dialogs.team_sessions.sight import Drawn, Sight
from dialogs.views import Button, Choice, View, WordsInput

BACK = Button("session-back")

COMING_BACK = 4 * LONGEST
"""Characters of a card with which words come back that were not kept, so that they can be mended."""


def takes_part(state: Charter, seat: Seat) -> bool:
    """Tell whether somebody takes part and is here."""
    return not isinstance(state, Posted | Closed) and seat in present(state)


def form(sight: Sight, state: Charter) -> Drawn | None:
    """Return the form that somebody has open, or None where it is not for them or for another step."""
    taking = takes_part(state, sight.seat)
    match state, sight.screen.name:
        case Writing(), "write" if taking and len(seen.lines(state, sight.seat)) < LINES_EACH:
            return Drawn(_writing(sight, "charter.form.write", "charter-keep", {}))
        case Writing(), "adopt" if taking:
            return _adopting(sight, state)
        case Writing(), "edit" if taking:
            return _editing(sight, state)
        case Grouping(), "check" if taking:
            return _checking(sight, state)
        case Grouping(), "merge" if sight.leads:
            return _merging(sight, state)
        case Wording() | Agreeing(), "word" if sight.leads:
            return _wording(sight, state)
        case Posted(), "share" if sight.leads:
            texts = words.fitting(lines_of(state.charter), words.ROOM)
            return Drawn(View("charter.form.share", {"lines": texts}, (Button("charter-shared"), BACK)))
        case _:
            return None


def _words(sight: Sight, id_: str, label: str, submit: str, value: str = "") -> WordsInput:
    """Return an input for a line; what somebody typed in vain comes back."""
    known = sight.library.sentences
    held = writing.cut(sight.typed.get(id_, value), COMING_BACK)
    return WordsInput(id_, known[label], submit, LONGEST, known["charter.words-missing"], held)


def _languages(sight: Sight, submit: str, value: str = "") -> Choice:
    known = sight.library.sentences
    options = tuple((each, known[f"session.language.{each}"]) for each in LANGUAGES)
    chosen = _typed(sight, "language", dict(options), value)
    return Choice("language", known["charter.which-language"], options, submit, value=chosen)


def _typed(sight: Sight, id_: str, offered: Mapping[str, Text], value: str = "") -> str:
    """Return what was chosen in vain before, as far as it is still offered."""
    found = sight.typed.get(id_, value)
    return found if found in offered else ""


def _choice(sight: Sight, id_: str, label: str, offered: Mapping[str, Text], submit: str) -> Choice:
    value = _typed(sight, id_, offered)
    return Choice(id_, sight.library.sentences[label], tuple(offered.items()), submit, value=value)


# Writing alone --------------------------------------------------------------------------------------


def _writing(
    sight: Sight, card: str, submit: str, values: Mapping[str, Text], line: Line | None = None
) -> View:
    """Draw the form of a line; a starter is written in words of one's own, so its words stand above."""
    mine = line if isinstance(line, Written) else Written("en", "")
    language = mine.language if mine.words else ""
    inputs = (
        _words(sight, "words", "charter.words", submit, mine.words),
        _languages(sight, submit, language),
    )
    withdraw = (Button("charter-withdraw"),) if line else ()
    return View(card, values, (Button(submit), *withdraw, BACK), inputs)


def ready(sight: Sight, state: Writing) -> dict[str, Text]:
    """Return the starter lines that somebody may still adopt, by id; none where they have no room for one."""
    own = seen.lines(state, sight.seat)
    mine = {line.starter for line in own.values() if isinstance(line, Adopted)}
    known = words.starters(sight.library) if len(own) < LINES_EACH else {}
    return {id_: text for id_, text in known.items() if id_ in state.starters and id_ not in mine}


def _adopting(sight: Sight, state: Writing) -> Drawn | None:
    left = ready(sight, state)
    if not left:
        return None
    choice = _choice(sight, "starter", "charter.which-starter", left, "charter-adopted")
    return Drawn(View("charter.form.adopt", {}, (Button("charter-adopted"), BACK), (choice,)))


def _editing(sight: Sight, state: Writing) -> Drawn | None:
    name = sight.screen.line
    line = seen.lines(state, sight.seat).get(name)
    if line is None:
        return None
    values = {"line": words.read_as(sight.library, line)}
    return Drawn(_writing(sight, "charter.form.edit", "charter-edited", values, line), about=name)


# Looking at all lines -------------------------------------------------------------------------------


def _checking(sight: Sight, state: Grouping) -> Drawn:
    """Draw the lines of a page, each with what one said of it already."""
    known, own = sight.library.sentences, state.checks.get(sight.seat, {})
    page = words.paged(words.lines(sight.library, seen.lines(state, sight.seat)), sight.screen.page)
    lines = {
        name: filled(known[f"charter.said.{own[name]}"], {"line": text}) if name in own else text
        for name, text in page.shown.items()
    }
    answers = {each: known[f"charter.noticed.{each}"] for each in ("yes", "no")}
    view = View(
        "charter.form.check",
        {},
        (Button("charter-checked"), *page.buttons(sight.library, "charter-check"), BACK),
        (
            _choice(sight, "line", "charter.which-line", lines, "charter-checked"),
            _choice(sight, "noticed", "charter.noticed", answers, "charter-checked"),
        ),
        remarks=page.remarks(sight.library),
    )
    return Drawn(view, about=str(page.number))


def _merging(sight: Sight, state: Grouping) -> Drawn:
    """Ask which line goes, and then into which one."""
    lines, first = words.lines(sight.library, seen.shared(state).lines), sight.screen.line
    values: dict[str, Text] = {}
    card, asked, submit = "charter.form.merge", "line", "charter-merge"
    if gone := lines.pop(first, None):
        card, asked, submit, values = "charter.form.into", "into", "charter-merged", {"line": gone}
    page = words.paged(lines, sight.screen.page)
    view = View(
        card,
        values,
        (Button(submit), *page.buttons(sight.library, "charter-merge"), BACK),
        (_choice(sight, asked, f"charter.which-{asked}", page.shown, submit),),
        remarks=page.remarks(sight.library),
    )
    return Drawn(view, about=first if gone else "")


# Wording --------------------------------------------------------------------------------------------


def _wording(sight: Sight, state: Wording | Agreeing) -> Drawn | None:
    """Draw the form of a line in both languages, with the words that are there."""
    name = sight.screen.line
    line = next((top.line for top in state.chosen if top.name == name), None)
    if line is None:
        return None
    there = _there(sight, state, name, line)
    inputs = tuple(
        _words(sight, each, f"charter.words.{each}", "charter-worded", there.get(each, ""))
        for each in LANGUAGES
    )
    values = {"line": words.read_as(sight.library, line)}
    view = View("charter.form.word", values, (Button("charter-worded"), BACK), inputs)
    return Drawn(view, about=name)


def _there(sight: Sight, state: Wording | Agreeing, name: str, line: Line) -> Mapping[str, str]:
    """Return the words that a line has, by language; a starter has both."""
    if both := state.texts.get(name):
        return {each: both.of(each) for each in LANGUAGES}
    if isinstance(line, Written):
        return {line.language: line.words}
    text = words.read_as(sight.library, line)
    return {each: text.of(each)[:LONGEST] for each in LANGUAGES}
