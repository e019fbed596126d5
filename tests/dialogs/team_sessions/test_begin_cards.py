"""What people may expect when a session begins in their chat, or cannot."""

from datetime import date

import pytest

from content.model import Library
from dialogs.team_sessions import begin_cards
from dialogs.team_sessions.begin_cards import BEGINS, FORMS, begin_form, nothing_open, too_few, too_many
from dialogs.team_sessions.common_cards import may_hold
from dialogs.team_sessions.meeting import KINDS
from dialogs.views import Choice, DateInput
from tests.dialogs.team_sessions.chat import verbs, words
from tests.dialogs.visitor import Visitor

TODAY = date(2026, 11, 23)


def test_whoever_may_lead_begins_a_session_and_a_review_only_where_there_is_a_charter(
    library: Library,
) -> None:
    assert verbs(nothing_open(library, may_lead=True, charter=False)) == ["begin-charter", "begin-scenario"]
    assert verbs(nothing_open(library, may_lead=True, charter=True)) == list(FORMS)


def test_anybody_else_reads_who_begins_one(library: Library) -> None:
    view = nothing_open(library, may_lead=False, charter=True)
    assert (view.card, verbs(view)) == ("session.none", ["session"])


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_asks_for_its_pace_and_comes_back_as_it_was_filled_in(library: Library, kind: str) -> None:
    view = begin_form(library, kind, TODAY, {})
    assert verbs(view) == [f"{kind}-begin", "session-back"]
    assert BEGINS[view.submit] == kind
    paces = [asked for asked in view.inputs if asked.id == "pace" and isinstance(asked, Choice)]
    at_once = ["45"] if kind == "charter" else []
    assert [[id_ for id_, _ in pace.options] for pace in paces] == [["0", *at_once, "1", "3"]]
    assert [pace.value for pace in paces] == ["0"]
    typed = {"pace": "3", "subject": "M03", "review_on": "2027-06-01"}
    again = begin_form(library, kind, TODAY, typed)
    assert all(asked.value == typed[asked.id] for asked in again.inputs)


def test_a_charter_is_looked_at_again_three_months_later_unless_the_team_says_so(library: Library) -> None:
    (review_on,) = [
        asked for asked in begin_form(library, "charter", TODAY, {}).inputs if isinstance(asked, DateInput)
    ]
    assert review_on.value == "2027-02-22"
    assert date.fromisoformat(review_on.value).weekday() == TODAY.weekday()
    assert (review_on.earliest, review_on.latest) == (date(2026, 11, 24), date(2028, 11, 22))


def test_a_scenario_is_chosen_among_all_modules_by_its_titles(library: Library) -> None:
    subject = begin_form(library, "scenario", TODAY, {}).inputs[0]
    assert isinstance(subject, Choice)
    assert subject.compact
    assert [id_ for id_, _ in subject.options] == list(library.modules)
    assert dict(subject.options)["M01"].en == "Five values, one job (The 4\N{NO-BREAK SPACE}pm table)"


def test_a_team_of_fewer_than_five_gets_the_agenda_of_45_minutes(library: Library) -> None:
    view = too_few(library, 4)
    assert (view.card, view.values["people"]) == ("session.agenda", 4)
    (agenda,) = view.tables
    assert len(agenda.rows) == 7
    assert "0 to 3" in words(view)
    assert "41 to 45" in words(view)


@pytest.mark.parametrize(("kind", "most"), [("charter", 30), ("review", 30), ("scenario", 300)])
def test_a_group_that_is_too_large_reads_how_to_split(kind: str, most: int) -> None:
    view = too_many(kind, most + 1)
    assert (view.card, view.values["most"], view.values["people"]) == ("session.too-many", most, most + 1)
    assert most in may_hold(kind)


def test_every_form_that_begins_a_session_opens_in_a_window() -> None:
    assert set(FORMS) == begin_cards.WINDOWS


@pytest.mark.parametrize("words", ["team session", "Séance d'équipe", "scenario", "mise en situation"])
def test_somebody_who_asks_for_a_session_in_private_reads_where_it_is_held(
    settled: Visitor, words: str
) -> None:
    assert settled.types(words).card == "team-sessions"
    assert verbs(settled.presses("home"))
    assert settled.presses("begin-review").card == "team-sessions"
