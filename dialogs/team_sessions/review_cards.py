"""What people see of the review of a charter, and what their presses mean."""

import re
from dataclasses import replace
from datetime import date

from content.model import Library, Text
from content.wording import filled
from dialogs.team_sessions.common_cards import PREPARING, SESSION, Held, standing, ways
from dialogs.team_sessions.common_words import lines_of
from dialogs.team_sessions.review import (
    CHANGE,
    DROP,
    KEEP,
    VERDICTS,
    ReviewClosed,
    Reviewed,
    Reviewing,
    changes,
    voted,
)
from dialogs.team_sessions.sight import Asking, Doing, Drawn, Meant, Press, Screen, Sight
from dialogs.views import Button, Choice, Pressed, Table, View

WINDOWS: frozenset[str] = frozenset()
"""No verb of a review opens a window of its own."""

VERDICT = re.compile("verdict-([1-6])")
"""The input about a line, by its place."""

DECIDED = {KEEP: "session.review.kept", CHANGE: "session.review.changed", DROP: "session.review.dropped"}


def meant(press: Pressed, about: str, edition: str) -> Press | None:
    """Return what a press means in a review; None when it belongs to none.

    One form holds all lines; those that somebody left out are no vote. A form without any only looks.
    """
    if press.verb != "review-vote":
        return None
    given = ((VERDICT.fullmatch(name), verdict) for name, verdict in sorted(press.inputs.items()))
    votes = tuple(
        Doing("vote", {"line": found[1], "verdict": verdict}) for found, verdict in given if found and verdict
    )
    return Meant(votes) if votes else Asking(Screen())


def everybody(library: Library, held: Held) -> View:
    """Show what stands in the chat: the charter, how many have voted, and at the end what was decided."""
    state = held.session
    match state:
        case Reviewing():
            lines = lines_of(state.charter)
            view = View("session.review", {"lines": lines}, remarks=_voted(library, state))
        case Reviewed() | ReviewClosed():
            view = _result(library, held, state)
        case _:
            return PREPARING
    remarks = (*view.remarks, *standing(library, held))
    return replace(view, both=True, buttons=(SESSION,), remarks=remarks)


def own(sight: Sight) -> Drawn:
    """Show somebody their own view: each line with what they say of it, or what the team decided."""
    library, state = sight.library, sight.meeting.session
    match state:
        case Reviewing():
            view = _voting(sight, state)
        case Reviewed() | ReviewClosed():
            view = replace(_result(library, sight.meeting, state), buttons=_ways(sight, state))
        case _:
            return Drawn(replace(PREPARING, both=False))
    return Drawn(replace(view, remarks=(*view.remarks, *standing(library, sight.meeting))))


def _ways(sight: Sight, state: Reviewed | ReviewClosed) -> tuple[Button, ...]:
    """Offer the file of what was decided; where lines are to change, going on finds their new words."""
    file = (Button("charter-file"),) if state.verdicts else ()
    if not sight.leads or not changes(state):
        return ways(sight, *file)
    onward = sight.library.sentences["session.review.find-words"]
    lead = (replace(each, label=onward) if each.verb == "session-on" else each for each in ways(sight))
    return (*lead, *file)


def _voting(sight: Sight, state: Reviewing) -> View:
    """Ask about each line, in the charter's order; nobody has to say something of all of them."""
    words, votes = sight.library.sentences, state.votes.get(sight.seat, {})
    options = tuple((verdict, words[f"session.review.{verdict}"]) for verdict in VERDICTS)
    inputs = tuple(
        Choice(
            f"verdict-{place}",
            filled(words["session.review.verdict"], {"number": place}),
            options,
            "review-vote",
            hint=line,
            required=False,
            title=filled(words["session.review.line"], {"number": place}),
            value=votes.get(str(place), ""),
            quotes=True,
        )
        for place, line in enumerate(lines_of(state.charter), start=1)
    )
    buttons = ways(sight, Button("review-vote"))
    return View("session.review.own", {}, buttons, inputs, remarks=_voted(sight.library, state))


def _voted(library: Library, state: Reviewing) -> tuple[Text, ...]:
    people = voted(state)
    words = library.sentences["session.review.voted"]
    return () if people is None else (filled(words, {"count": people}),)


def _result(library: Library, held: Held, state: Reviewed | ReviewClosed) -> View:
    """Show of each line whether it stays, is to change or goes; undecided, the charter stands."""
    words, lines = library.sentences, lines_of(state.charter)
    if not state.verdicts:
        return View("session.review.none", {"lines": lines})
    header = (words["session.review.column-line"], words["session.review.column-verdict"])
    decided = zip(lines, state.verdicts, strict=True)
    rows = tuple((line, words[DECIDED[verdict]]) for line, verdict in decided)
    over = isinstance(state, ReviewClosed)
    told = words["session.review.as-they-are" if over else "session.review.to-change"]
    change = (told,) if changes(state) else ()
    remarks = (*change, _next_time(library, held.review_on))
    table = Table(words["session.review.table"], header, rows)
    return View("session.review.result", {}, tables=(table,), remarks=remarks)


def _next_time(library: Library, review_on: str) -> Text:
    """Say when the team looks at its charter again; where no day is set, how it may."""
    words = library.sentences
    if not review_on:
        return words["session.review.next-open"]
    return filled(words["session.review.next"], {"day": date.fromisoformat(review_on)})
