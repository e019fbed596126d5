"""What Ethos did is evidence by itself, and tells no number that its thresholds would hide."""

from datetime import date
from typing import Any

import pytest

from content.model import Audience, Communication, Library, Session, Stage
from reports.own_evidence import Done, OwnEvidence, own_evidence
from tests.scheduler.sending import communication, session

TODAY = date(2027, 1, 4)
OVER: dict[str, Any] = {"stage": Stage.CLOSED}
MANAGERS = Audience(roles=("manager",))
UNIT = Audience(units=("policy",))


def told(library: Library, *done: Done, today: date = TODAY) -> tuple[OwnEvidence, ...]:
    return own_evidence(library, today, done)


def done(campaign: Communication | Session, count: int = 40, members: int = 50) -> Done:
    return Done("c1", campaign, count, members)


def test_a_communication_to_everyone_says_how_many_people_it_came_to(library: Library) -> None:
    written = communication(**OVER)
    assert told(library, done(written)) == (
        OwnEvidence(
            "c1",
            written.title,
            date(2026, 11, 24),
            date(2026, 11, 30),
            ("communications",),
            session=False,
            reach=40,
        ),
    )


def test_you_said_we_did_is_learning_that_was_adjusted(library: Library) -> None:
    [found] = told(library, done(communication(**OVER, draft="you-said-we-did")))
    assert found.kinds == ("communications", "adjustment")


def test_a_session_to_which_everyone_was_invited_says_how_many_came_from_five_on(library: Library) -> None:
    [found] = told(library, done(session(**OVER, topic="coi"), 5))
    assert (found.kinds, found.reach, found.session) == (("all-staff", "topic"), 5, True)
    [few] = told(library, done(session(**OVER), 4))
    assert (few.kinds, few.reach) == (("all-staff",), None)


@pytest.mark.parametrize("audience", [MANAGERS, UNIT, Audience(named="values-network")], ids=str)
def test_no_number_of_people_is_told_of_a_unit_or_a_named_audience(
    library: Library, audience: Audience
) -> None:
    message, talk = communication(**OVER, audience=audience), session(**OVER, audience=audience)
    assert [each.reach for each in told(library, done(message), done(talk))] == [None, None]
    assert told(library, done(talk))[0].kinds == ("other",)


def test_no_number_of_people_is_told_in_a_small_organization_or_of_few(library: Library) -> None:
    organization = library.organization.model_copy(update={"small": True})
    small = library.model_copy(update={"organization": organization})
    written, talk = communication(**OVER), session(**OVER)
    assert [each.reach for each in told(small, done(written), done(talk))] == [None, None]
    assert [each.reach for each in told(library, done(written, 9, 9), done(talk, 9, 9))] == [None, None]
    assert told(library, done(written, 4))[0].reach is None


def test_no_number_of_people_is_told_of_what_began_in_another_fiscal_year(library: Library) -> None:
    across = communication(**OVER, first_day=date(2026, 3, 30), last_day=date(2026, 4, 3))
    [found] = told(library, done(across))
    assert (found.reach, found.first, found.last) == (None, date(2026, 3, 30), date(2026, 4, 3))


def test_what_was_stopped_or_is_not_over_is_not_there(library: Library) -> None:
    for stage in (Stage.DRAFT, Stage.RUNNING, Stage.PAUSED, Stage.STOPPED):
        assert told(library, done(communication(stage=stage)), done(session(stage=stage))) == ()
    assert told(library, done(communication(**OVER)), today=date(2026, 11, 30)) == ()


def test_everything_comes_by_day(library: Library) -> None:
    found = told(library, done(session(**OVER)), done(communication(**OVER)))
    assert [each.session for each in found] == [False, True]
