"""What Ethos did is evidence by itself, and tells no number that its thresholds would hide."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from content.model import Audience, Communication, Library, Session, Stage
from reports.own_evidence import Held, OwnEvidence, Sent, own_evidence
from reports.periods import parse
from tests.scheduler.sending import communication, session

YEAR = parse("FY2026-27")
TODAY = date(2027, 1, 4)
OVER: dict[str, Any] = {"stage": Stage.CLOSED}
MANAGERS = Audience(roles=("manager",))
UNIT = Audience(units=("policy",))


def told(
    library: Library, sent: Sequence[Sent] = (), held: Sequence[Held] = (), today: date = TODAY
) -> list[OwnEvidence]:
    return [each for each in own_evidence(library, YEAR, today, sent, held) if each.source != "modules"]


def sent(written: Communication, delivered: int = 40, members: int = 50) -> Sent:
    return Sent("c1", written, delivered, members)


def held(of: Session, present: int = 12, members: int = 50) -> Held:
    return Held("s1", of, present, members)


def test_a_communication_to_everyone_says_how_many_people_it_came_to(library: Library) -> None:
    [found] = told(library, [sent(communication(**OVER, topic="gifts"))])
    assert (found.kinds, found.reach, found.number, found.of) == (("communications",), 40, 1, "messages")
    assert (found.source, found.id, found.topic) == ("communication", "c1", "gifts")
    assert (found.when.first, found.when.last) == (date(2026, 11, 24), date(2026, 11, 30))


def test_you_said_we_did_is_learning_that_was_adjusted(library: Library) -> None:
    [found] = told(library, [sent(communication(**OVER, draft="you-said-we-did"))])
    assert (found.kinds, found.source) == (("communications", "adjustment"), "you-said-we-did")


def test_a_session_to_which_everyone_was_invited_says_how_many_came_from_five_on(library: Library) -> None:
    [found] = told(library, held=[held(session(**OVER, topic="coi"), present=5)])
    assert (found.kinds, found.reach, found.of) == (("all-staff", "topic"), 5, "sessions")
    [few] = told(library, held=[held(session(**OVER), present=4)])
    assert (few.kinds, few.reach, few.number) == (("all-staff",), None, 1)


@pytest.mark.parametrize("audience", [MANAGERS, UNIT, Audience(named="values-network")], ids=str)
def test_no_number_of_people_is_told_of_a_unit_or_a_named_audience(
    library: Library, audience: Audience
) -> None:
    messages = [sent(communication(**OVER, audience=audience))]
    sessions = [held(session(**OVER, audience=audience))]
    assert [each.reach for each in told(library, messages, sessions)] == [None, None]
    assert told(library, held=sessions)[0].kinds == ("other",)


def test_no_number_of_people_is_told_in_a_small_organization_or_of_few(library: Library) -> None:
    organization = library.organization.model_copy(update={"small": True})
    small = library.model_copy(update={"organization": organization})
    written, talk = communication(**OVER), session(**OVER)
    assert [each.reach for each in told(small, [sent(written)], [held(talk)])] == [None, None]
    assert [each.reach for each in told(library, [sent(written, 9, 9)], [held(talk, 9, 9)])] == [None, None]
    assert told(library, [sent(written, 4)])[0].reach is None


def test_what_was_stopped_or_is_not_over_or_was_in_another_year_is_not_there(library: Library) -> None:
    for stage in (Stage.DRAFT, Stage.RUNNING, Stage.PAUSED, Stage.STOPPED):
        assert told(library, [sent(communication(stage=stage))], [held(session(stage=stage))]) == []
    assert told(library, [sent(communication(**OVER))], today=date(2026, 11, 30)) == []
    earlier = communication(**OVER, first_day=date(2026, 3, 1), last_day=date(2026, 3, 31))
    assert told(library, [sent(earlier)]) == []


def test_the_modules_on_offer_are_counted_once_for_the_period(library: Library) -> None:
    [found] = own_evidence(library, YEAR, TODAY, [], [])
    assert (found.number, found.of, found.reach) == (len(library.modules), "courses", None)
    assert (found.when.first, found.when.last) == (date(2026, 4, 1), TODAY)
    assert own_evidence(library, YEAR, date(2026, 3, 31), [], []) == ()


def test_everything_comes_by_day(library: Library) -> None:
    both = told(library, [sent(communication(**OVER))], [held(session(**OVER))])
    assert [each.source for each in both] == ["communication", "session"]
    for each in both:
        assert f"own-evidence.{each.source}" in library.sentences
