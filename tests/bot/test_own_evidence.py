"""What Ethos sent and held is gathered from what it keeps, by the thresholds of the whole organization."""

from datetime import date, timedelta

from bot.own_evidence import gathered
from content.model import Library, Stage
from dialogs.facts import SessionAttended
from reports.years import years_named
from tests.bot.office import person
from tests.bot.officer import office_of, starts
from tests.scheduler.living import happen
from tests.scheduler.sending import files, session

YEAR = years_named("FY2026-27")


async def test_a_message_and_a_session_that_are_over_are_evidence_by_themselves(library: Library) -> None:
    office = await office_of(library)
    await starts(office)
    await office.ticks()
    await files(office.store, ("talk", session(stage=Stage.CLOSED)), ("lost", session(stage=Stage.STOPPED)))
    for number in range(6):
        who = person(f"policy-{number}", "policy")
        await happen(office.store, who, SessionAttended("talk"), day=date(2026, 12, 3))
    assert await gathered(office.store, library, YEAR, office.at.date()) == ()
    office.at += timedelta(days=60)
    await office.ticks()
    found = await gathered(office.store, library, YEAR, office.at.date())
    assert [(each.session, each.reach) for each in found] == [(False, 13), (True, 6)]
    assert await gathered(office.store, library, years_named("FY2025-26"), office.at.date()) == ()
