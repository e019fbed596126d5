"""What Ethos sent and held is gathered from what it keeps, by the thresholds of the whole organization."""

from datetime import date, timedelta

from bot.own_evidence import gathered
from content.model import Library, Stage
from dialogs.facts import SessionAttended
from reports.periods import parse
from tests.bot.office import person
from tests.bot.officer import office_of, starts
from tests.scheduler.living import happen
from tests.scheduler.sending import files, session

YEAR = parse("FY2026-27")


async def test_a_message_and_a_session_that_are_over_are_evidence_by_themselves(library: Library) -> None:
    office = await office_of(library)
    await starts(office)
    await office.ticks()
    await files(office.store, ("talk", session(stage=Stage.CLOSED)), ("lost", session(stage=Stage.STOPPED)))
    for number in range(6):
        who = person(f"policy-{number}", "policy")
        await happen(office.store, who, SessionAttended("talk"), day=date(2026, 12, 3))
    before = await gathered(office.store, library, office.plans, YEAR, office.at.date())
    assert [each.source for each in before] == ["modules"]
    office.at += timedelta(days=60)
    await office.ticks()
    found = await gathered(office.store, library, office.plans, YEAR, office.at.date())
    assert [(each.source, each.reach) for each in found] == [
        ("communication", 13),
        ("session", 6),
        ("modules", None),
    ]
    other = await gathered(office.store, library, office.plans, parse("FY2025-26"), office.at.date())
    assert [each.source for each in other] == ["modules"]
