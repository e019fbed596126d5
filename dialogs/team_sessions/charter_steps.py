"""What one person sees of a charter as it stands, step by step, and what they can do there; pure."""

from collections.abc import Iterable

from content.model import LANGUAGES, Library, Text
from content.wording import filled
from dialogs.team_sessions import charter_seen as seen
from dialogs.team_sessions import charter_words as words
from dialogs.team_sessions.charter_forms import ready, takes_part
from dialogs.team_sessions.charter_states import (
    LINES_EACH,
    Agreeing,
    Charter,
    Choosing,
    Gathering,
    Grouping,
    Wording,
    Writing,
)
from dialogs.team_sessions.common_cards import ways
from dialogs.team_sessions.common_words import lines_of
from dialogs.team_sessions.leading import leading
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.sight import Drawn, Sight
from dialogs.views import Button, Choice, View

MOST_BUTTONS = 6
"""Teams drops what comes after the sixth."""

JOIN = Button("charter-take-part")
WORD = "charter-word"


def gathering(sight: Sight, state: Gathering) -> Drawn:
    """Ask whether somebody takes part or listens: two ways of the same weight."""
    taking = takes_part(state, sight.seat)
    both = (Button("charter-listen"),) if taking else (JOIN, Button("charter-listen"))
    told = sight.library.sentences["charter.taking" if taking else "charter.not-taking"]
    return Drawn(
        View(
            "charter.my.gathering",
            {},
            (*both, *leading(sight)),
            remarks=(told, *_around(sight, state)),
        )
    )


def alone(sight: Sight, state: Writing) -> Drawn:
    """Show somebody the lines that they wrote, and how to write more of them."""
    own = seen.lines(state, sight.seat)
    if not takes_part(state, sight.seat):
        return _listened(sight, state, "charter.my.writing", {})
    return Drawn(
        View(
            "charter.my.writing",
            {},
            _ways_alone(sight, state),
            _own_lines(sight, words.lines(sight.library, own)),
            remarks=(*_how_many(sight.library, len(own)), *_around(sight, state)),
        )
    )


def _ways_alone(sight: Sight, state: Writing) -> tuple[Button, ...]:
    """Return the buttons; where there are too many, a line is withdrawn in the form that changes it."""
    own = seen.lines(state, sight.seat)
    more = (Button("charter-write"),) if len(own) < LINES_EACH else ()
    adopt = (Button("charter-adopt"),) if ready(sight, state) else ()
    change = (Button("charter-edit"),) if own else ()
    mine, lead = (*more, *adopt, *change), leading(sight)
    room = bool(own) and len(mine) + len(lead) < MOST_BUTTONS
    withdraw = (Button("charter-withdraw", sends=True),) if room else ()
    return (*mine, *withdraw, *lead)


def _own_lines(sight: Sight, own: dict[str, Text]) -> tuple[Choice, ...]:
    only = next(iter(own)) if len(own) == 1 else ""
    label = sight.library.sentences["charter.own-lines"]
    choice = Choice("line", label, tuple(own.items()), "charter-edit", value=only)
    return (choice,) if own else ()


def _how_many(library: Library, own: int) -> tuple[Text, ...]:
    if own >= LINES_EACH:
        return (library.sentences["charter.own-full"],)
    return () if own else (library.sentences["charter.own-none"],)


def together(sight: Sight, state: Grouping) -> Drawn:
    """Show every line, and ask whether a colleague could notice it."""
    flags = seen.shared(state).flagged
    page = words.paged(_lines(sight, state, flags), sight.screen.page)
    taking = takes_part(state, sight.seat)
    merge = (Button("charter-merge"),) if sight.leads else ()
    turn = page.buttons(sight.library, "charter-page")
    first = Button("charter-check") if taking else JOIN
    return Drawn(
        View(
            "charter.my.grouping",
            {"lines": tuple(page.shown.values())},
            (first, *merge, *turn, *leading(sight)),
            remarks=(
                *page.remarks(sight.library),
                *_flagged(sight.library, page.shown.keys() & flags),
                *_listening(sight, taking=taking),
                *_around(sight, state),
            ),
        )
    )


def _lines(sight: Sight, state: Charter, flags: frozenset[str]) -> dict[str, Text]:
    return words.lines(sight.library, seen.lines(state, sight.seat), flags)


def _flagged(library: Library, flagged: set[str]) -> tuple[Text, ...]:
    return (library.sentences["charter.flagged"],) if flagged else ()


def choosing(sight: Sight, state: Choosing) -> Drawn:
    """Let somebody put their dots, on each page those of its lines; the others come along."""
    flags = seen.shared(state).flagged
    page = words.paged(_lines(sight, state, flags), sight.screen.page)
    turn = page.buttons(sight.library, "charter-page")
    said = (*page.remarks(sight.library), *_flagged(sight.library, page.shown.keys() & flags))
    if not takes_part(state, sight.seat):
        lines = tuple(page.shown.values())
        view = View(
            "charter.my.choosing",
            {"lines": lines},
            (JOIN, *turn, *leading(sight)),
            remarks=(*said, *_listening(sight, taking=False), *_around(sight, state)),
        )
        return Drawn(view)
    own = state.dots.get(sight.seat, frozenset())
    elsewhere = sorted(own - page.shown.keys())
    typed = sight.typed.get("lines")
    held = own if typed is None else typed.split(",")
    choice = Choice(
        "lines",
        sight.library.sentences[f"charter.which-lines{'.pages' if turn else ''}"],
        tuple(page.shown.items()),
        "charter-choose",
        required=False,
        value=",".join(name for name in page.shown if name in held),
        several=True,
    )
    view = View(
        "charter.my.choosing",
        {"lines": ()},
        (Button("charter-choose"), *turn, *leading(sight)),
        (choice,),
        remarks=(*said, *_elsewhere(sight, state, elsewhere), *_around(sight, state)),
    )
    return Drawn(view, about=" ".join((str(page.number), ",".join(elsewhere))).strip())


def _elsewhere(sight: Sight, state: Choosing, names: list[str]) -> tuple[Text, ...]:
    """Name the lines on other pages that somebody chose."""
    found = tuple(words.short(words.read_as(sight.library, state.lines[name])) for name in names)
    said = sight.library.sentences["charter.dots-elsewhere"]
    return tuple(filled(said, {"line": each}) for each in found)


def wording(sight: Sight, state: Wording) -> Drawn:
    """Show the lines that were chosen, and those of them that have both languages."""
    chosen = words.tops(sight.library, state.chosen, state.texts)
    before = {top.name: top.line for top in state.chosen}
    worded = sight.library.sentences["charter.line.worded"]
    lines = tuple(
        filled(worded, {"line": line, "en": state.texts[name].en, "fr": state.texts[name].fr})
        if name in state.texts and state.texts[name] != before[name]
        else line
        for name, line in chosen.items()
    )
    taking = takes_part(state, sight.seat)
    undone = next((name for name in chosen if name not in state.texts), "")
    return Drawn(
        View(
            words.wording_of(sight.meeting, "my."),
            {"lines": words.fitting(lines, words.ROOM)},
            ways(sight, *_word(sight), *_join(taking=taking)),
            _which_line(sight, state, undone),
            remarks=(
                *words.untold(sight.library, state.chosen),
                *_listening(sight, taking=taking),
                *_around(sight, state),
            ),
        )
    )


def _word(sight: Sight) -> tuple[Button, ...]:
    return (Button(WORD),) if sight.leads else ()


def _which_line(sight: Sight, state: Wording | Agreeing, value: str = "") -> tuple[Choice, ...]:
    """Let whoever leads choose the line whose words they write; here it only has to be recognized.

    In a review those that are to change come first.
    """
    library, texts = sight.library, state.texts
    options = tuple(
        (top.name, words.marked(library, top, texts, words.short(words.read_as(library, top.line))))
        for top in sorted(state.chosen, key=lambda top: not words.waits(top, texts))
    )
    label = sight.library.sentences["charter.which-word"]
    return (Choice("line", label, options, WORD, compact=True, value=value),) if sight.leads else ()


def agreeing(sight: Sight, state: Agreeing) -> Drawn:
    """Show both versions, that of the reader first, and let somebody approve each, or take that back."""
    texts, known = words.in_order(state), sight.library.sentences
    taking = takes_part(state, sight.seat)
    mine = [each for each in LANGUAGES if sight.seat in state.approvals.get(each, frozenset())]
    answers = tuple(
        Button(f"charter-{'unapprove' if each in mine else 'approve'}-{each}") for each in LANGUAGES
    )
    view = View(
        "charter.my.agreeing",
        {"lines": _version(texts), "others": _version([Both(en=each.fr, fr=each.en) for each in texts])},
        (*(answers if taking else (JOIN,)), *_word(sight), *leading(sight)),
        _which_line(sight, state, state.chosen[0].name),
        remarks=(
            *(known[f"charter.you-approve.{each}"] for each in mine if taking),
            *standing(sight.library, seen.shared(state)),
            *_listening(sight, taking=taking),
            *_around(sight, state),
        ),
    )
    return Drawn(view, edition=".".join(str(state.editions[each]) for each in LANGUAGES))


def _version(texts: Iterable[Both]) -> tuple[Text, ...]:
    """Return the lines of one of the two versions that stand on a card, as they have room there."""
    return words.fitting(lines_of(texts), words.ROOM // 2)


def standing(library: Library, told: seen.Shared) -> tuple[Text, ...]:
    """Say how far the team agrees on each language, with a number only where one may be said."""
    found = []
    for each in LANGUAGES:
        count = told.approved[each]
        name = f"charter.{'agreed' if each in told.agreed else 'waiting'}.{each}"
        counted = {} if count is None else {"count": count}
        found.append(filled(library.sentences[f"{name}.count" if counted else name], counted))
    return tuple(found)


# What several steps say -----------------------------------------------------------------------------


def _join(*, taking: bool) -> tuple[Button, ...]:
    return () if taking else (JOIN,)


def _listening(sight: Sight, *, taking: bool) -> tuple[Text, ...]:
    """Say to somebody who does not take part that they may; in a review nobody said that they listen."""
    name = "charter.may-join" if sight.meeting.anew else "charter.listening"
    return () if taking else (sight.library.sentences[name],)


def _listened(sight: Sight, state: Writing, card: str, values: dict[str, Text]) -> Drawn:
    told = (*_listening(sight, taking=False), *_around(sight, state))
    return Drawn(View(card, dict(values), (JOIN, *leading(sight)), remarks=told))


def _around(sight: Sight, state: Charter) -> tuple[Text, ...]:
    """Say what whoever leads has to know of a step, and until when it lasts; others, also who goes on."""
    pace = (words.pace(sight.library, sight.meeting),)
    if not sight.leads:
        return pace
    tip = sight.library.sentences[f"charter.lead.{state.phase}"]
    return (tip, *(pace if sight.meeting.pace else ()))
