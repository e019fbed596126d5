"""A year of a department: nobody is written to too often, at night, on a leave or after they left."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta

import pytest
import pytest_asyncio

from content.model import Library, Stage
from dialogs.audience import holds
from dialogs.facts import MessageSent, Reached, ReminderAnswered, ReminderSent
from dialogs.people import PersonId
from storage.campaigns import campaigns
from storage.ports import DeliveryState
from tests.conftest import FIGURES
from tests.year.campaigns import YEAR
from tests.year.department import LAST, OFFICE, Arrived, Department, Life, local

SILENT = {"note", "communication-preview"}
"""What an office is told, which is no message to staff."""

EVERYWHERE = {
    date(YEAR, *day)
    for day in ((1, 1), (3, 26), (3, 29), (5, 24), (7, 1), (9, 6), (9, 30), (10, 11), (11, 11),
                (12, 27), (12, 28))
}  # fmt: skip
"""Federal holidays of 2027 on working days in the whole country, written by hand."""

OF_PROVINCES = {
    **{
        province: {date(YEAR, 2, 15), date(YEAR, 8, 2)}
        for province in ("ON", "AB", "BC", "SK", "NB", "MB", "NS")
    },
    "QC": {date(YEAR, 6, 24)},
}
"""Holidays that provinces add, those that nobody disputes; Ethos may keep more days free."""


TORTURE = bool(os.environ.get("ETHOS_TORTURE"))

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def year(library: Library) -> Department:
    """Live the year once, and print it as a table at the end of the run."""
    people, every_half_hour = (100, True) if TORTURE else (60, False)
    department = Department(library, people, every_half_hour=every_half_hour)
    await department.begins()
    await department.lives_on()
    FIGURES.append(table(department))
    return department


def quarter(day: date) -> int:
    return (day.month + 2) // 3


def unasked(department: Department) -> Iterable[tuple[Arrived, Life]]:
    for each in department.arrived:
        if each.flow not in SILENT and each.person != OFFICE:
            yield each, department.lives[each.person]


def table(department: Department) -> str:
    """Return the year: for each month, how many messages of each kind, and the most that anybody got."""
    flows = sorted({each.flow for each, _ in unasked(department)})
    lines = ["month    " + "".join(f"{flow:>18}" for flow in flows) + f"{'most for one':>18}"]
    for month in range(1, 13):
        of_month = [each for each, life in unasked(department) if local(each.at, life.person).month == month]
        kinds = Counter(each.flow for each in of_month)
        most = max(Counter(each.person for each in of_month).values(), default=0)
        cells = "".join(f"{kinds[flow]:>18}" for flow in flows)
        lines.append(f"{YEAR}-{month:02}  {cells}{most:>18}")
    return "\n".join(lines)


async def test_nobody_gets_more_than_the_budget(year: Department) -> None:
    got: Counter[tuple[PersonId, int]] = Counter()
    for each, life in unasked(year):
        got[each.person, quarter(local(each.at, life.person).date())] += 1
    assert got
    for (who, number), count in got.items():
        noticed = year.lives[who].noticed
        first = noticed is not None and quarter(noticed) == number
        assert count <= (12 if first else 6), (who, number)
    assert max(got.values()) >= 6, "the year must be full enough for the budget to matter"


async def test_nobody_hears_anything_at_night_on_a_weekend_or_on_a_holiday(year: Department) -> None:
    for each, life in unasked(year):
        wall = local(each.at, life.person)
        assert time(8) <= wall.time() < time(18), each
        assert wall.weekday() < 5, each
        assert wall.date() not in EVERYWHERE | OF_PROVINCES.get(life.person.province or "", set()), each


async def test_nobody_hears_anything_before_they_began_or_after_they_left(year: Department) -> None:
    left = [life for life in year.lives.values() if life.person.end is not None]
    assert len(left) == 6
    for each, life in unasked(year):
        assert life.person.here_on(local(each.at, life.person).date()), each


async def test_nobody_is_disturbed_on_leave_or_while_they_want_peace(year: Department) -> None:
    assert sum(bool(life.away) for life in year.lives.values()) == 10
    assert sum(bool(life.peace) for life in year.lives.values()) >= 6
    for each, life in unasked(year):
        assert not life.disturbed_on(local(each.at, life.person).date()), each


async def test_nobody_gets_the_same_thing_twice(year: Department) -> None:
    times = Counter((each.person, each.flow, each.key) for each, _ in unasked(year))
    for (who, flow, key), count in times.items():
        if flow == "team":
            continue  # A weekly reminder, while a talk is overdue.
        assert count <= (2 if flow in ("coi", "code", "talk") else 1), (who, flow, key)


async def test_everybody_due_has_their_conflict_of_interest_reminder(year: Department) -> None:
    checked = 0
    for who, life in year.lives.items():
        facts = [each.fact for each in (await year.store.ledger.life(who)).facts]
        for number in range(1, 5):
            first, last = date(YEAR, 3 * number - 2, 1), date(YEAR, 3 * number, 28)
            days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
            if life.noticed is None or life.blocked or life.noticed > first + timedelta(days=25):
                continue
            if not all(life.person.here_on(day) for day in days[25:]) or any(
                life.disturbed_on(day) for day in days[-35:]
            ):
                continue
            turn = f"{YEAR}-Q{number}"
            came = [
                fact
                for fact in facts
                if isinstance(fact, ReminderSent)
                and (fact.duty, fact.occurrence, fact.nth) == ("coi", turn, 1)
                and fact.reached is not Reached.REFUSED
            ]
            answered = [
                fact for fact in facts if isinstance(fact, ReminderAnswered) and fact.occurrence == turn
            ]
            assert len(came) == 1 or answered, (who, turn)
            checked += 1
    assert checked > 2 * year.people


async def test_whoever_belongs_to_an_audience_got_the_message_or_there_is_a_reason(year: Department) -> None:
    reasons: Counter[str] = Counter()
    for id_, filed in (await campaigns(year.store)).items():
        plan = filed.campaign
        assert plan.kind != "duty"
        source = "session" if plan.kind == "session" else "communication"
        rows = {
            row.key.addressee: row
            for row in await year.store.deliveries.find(source, id_)
            if row.key.nth == 1
        }
        for who, life in year.lives.items():
            if life.noticed is None or life.noticed >= plan.first_day or life.moved or who == OFFICE:
                continue
            here = life.person.here_on(plan.first_day) and life.person.here_on(plan.last_day)
            if (
                not here
                or not holds(year.organization, plan.audience, life.person, plan.first_day)
                or plan.stage is Stage.STOPPED
            ):
                continue
            if any(
                span.first <= plan.last_day and plan.first_day <= span.last
                for span in (*life.away, *life.peace)
            ):
                continue
            if id_ in {"c02", "c06", "c10"} and life.person.path.value != "employee":
                continue
            row = rows.get(who)
            assert row is not None, (id_, who)
            if row.state is DeliveryState.REFUSED:
                reasons[row.reason] += 1
                assert row.reason == "blocked" if life.blocked else row.reason in {"budget", "over"}, (
                    id_,
                    who,
                    row,
                )
            else:
                assert row.state is DeliveryState.DELIVERED, (id_, who, row)
    assert reasons["budget"] > 0, "the autumn holds more than the budget has room for"


async def test_whoever_comes_back_gets_one_card_in_place_of_a_pile(year: Department) -> None:
    cards: dict[PersonId, list[Arrived]] = defaultdict(list)
    for each, _ in unasked(year):
        if each.flow == "welcome-back":
            cards[each.person].append(each)
    assert len(cards) >= 5
    for who, found in cards.items():
        facts = [each.fact for each in (await year.store.ledger.life(who)).facts]
        together = [
            fact for fact in facts
            if isinstance(fact, ReminderSent | MessageSent) and fact.reached is Reached.TOGETHER
        ]  # fmt: skip
        assert len(together) >= 2 * len(found), who


async def test_the_year_ends_with_nothing_left_behind(year: Department) -> None:
    states = await year.store.deliveries.tally()
    assert states[DeliveryState.SENDING] == 0
    assert states[DeliveryState.UNCERTAIN] == 0
    assert year.now.date() > LAST
