"""Ten Canadian zones from March 2026 to December 2028, judged by an oracle that shares no code with it."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest

from content.model import Organization
from dialogs.facts import NoticeSeen
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.follow_ups import FollowUps
from scheduler.pace import Pace
from scheduler.ports import Letter, Outcome, Sent
from scheduler.tick import Settled, tick
from scheduler.zones import use_packaged_rules
from storage.memory import open_memory
from storage.ports import Store
from tests.scheduler import oracle
from tests.scheduler.living import HERE, Clock, organization, sender, settle_in
from tests.scheduler.oracle import Card, Duty, Resident

TORTURE = bool(os.environ.get("ETHOS_TORTURE"))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BEGIN, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)

ZONES = {
    "America/St_Johns": "NL",
    "America/Halifax": "NS",
    "America/Moncton": "NB",
    "America/Blanc-Sablon": "QC",
    "America/Toronto": "ON",
    "America/Winnipeg": "MB",
    "America/Regina": "SK",
    "America/Edmonton": "AB",
    "America/Vancouver": "BC",
    "America/Whitehorse": "YT",
}

WITH_A_LADDER = 7 + 2 * (5 + 2 + 6)
"""Days at the end of a quarter: a week, and two times five working days, a weekend and six for holidays."""

DUTIES = (
    Duty("coi", 3, time(8), time(18), spread=45, kept_free=WITH_A_LADDER, second_after=5),
    Duty("attest", 12, time(8), time(18), begins=11, spread=60),
    Duty("night", 1, time(2, 30), time(23, 59), every_day=True),
    Duty("early", 3, time(1, 30), time(23, 59), every_day=True),
)


def setting(duty: Duty) -> dict[str, object]:
    """Write a duty as an organization's file does."""
    return {
        "duty": duty.id,
        "cadence": {1: "monthly", 3: "quarterly", 12: "yearly"}[duty.months],
        "month": "november" if duty.begins == 11 else None,
        "opens": duty.opens,
        "closes": duty.closes,
        "every_day": duty.every_day,
        "spread_days": duty.spread,
        "ladder": {"second_after": 5, "listed_after": 5} if duty.second_after else None,
    }


WHOSE = organization(
    reminders=[setting(duty) for duty in DUTIES], budget={"per_quarter": 100, "first_quarter": 100}
)


def residents() -> Iterator[Resident]:
    """Return one person in each zone, and one who begins on each day on which clocks change there."""
    for zone, province in ZONES.items():
        yield Resident(zone, zone, province)
        for number, (instant, _) in enumerate(oracle.zone(zone).changing(BEGIN, END)):
            day = oracle.zone(zone).local(instant).date()
            yield Resident(f"{zone}-{number}", zone, province, start=day, end=day + DAY)


PEOPLE = tuple(residents())


class Post:
    """A channel that takes everything and notes when it left."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.left: list[tuple[datetime, str, str, str]] = []

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        return partial(self._leaves, addressee, ref)

    async def _leaves(self, addressee: PersonId, ref: Ref) -> Outcome:
        self.left.append((self.clock.now, addressee, ref.flow, ref.key))
        return Sent()

    def cards(self) -> list[Card]:
        """Return what left, each counted in the order in which it did."""
        seen: Counter[tuple[str, str, str]] = Counter()
        found = []
        for instant, who, duty, occurrence in self.left:
            seen[who, duty, occurrence] += 1
            found.append(Card(instant, who, duty, occurrence, seen[who, duty, occurrence]))
        return found


async def live(store: Store, whose: Organization, minutes: Sequence[datetime]) -> list[Card]:
    """Wake the bot at each of these minutes, and return what left."""
    clock = Clock(BEGIN)
    post, settled = Post(clock), Settled()
    following = FollowUps(store, whose, HERE)
    sending = sender(store, post, clock, organization=whose, pace=Pace(workers=1))
    for clock.now in minutes:
        await tick(clock.now, store, whose, channels=HERE, settled=settled)
        await following(clock.now)
        await sending.drain()
    return post.cards()


async def staffed(*people: Resident) -> Store:
    store = open_memory()
    roster = [
        Person(PersonId(each.id), province=each.province, zone=each.zone, start=each.start, end=each.end)
        for each in people
    ]
    await settle_in(store, *roster, facts=(NoticeSeen(1),))
    return store


def around(instants: Sequence[datetime], before: timedelta, after: timedelta) -> set[datetime]:
    """Return every minute around some instants."""
    return {
        instant - before + count * MINUTE
        for instant in instants
        for count in range(int((before + after) / MINUTE) + 1)
    }


def waking(expected: Sequence[Card]) -> list[datetime]:
    """Return when the bot wakes: every minute; in the short form hourly, and every minute where it counts."""
    if TORTURE:
        return [BEGIN + count * MINUTE for count in range(int((END - BEGIN) / MINUTE))]
    changes = {instant for zone in ZONES for instant, _ in oracle.zone(zone).changing(BEGIN, END)}
    minutes = {BEGIN + count * HOUR for count in range(int((END - BEGIN) / HOUR))}
    minutes |= around(sorted(changes), 3 * HOUR, 3 * HOUR)
    minutes |= around([card.instant for card in expected], 10 * MINUTE, 10 * MINUTE)
    return sorted(minute for minute in minutes if BEGIN <= minute < END)


@pytest.fixture(autouse=True)
def _packaged_rules() -> None:
    use_packaged_rules()


async def test_each_card_leaves_once_at_the_minute_that_the_oracle_names() -> None:
    expected = sorted(
        card for person in PEOPLE for duty in DUTIES for card in oracle.cards(person, duty, BEGIN, END)
    )
    left = await live(await staffed(*PEOPLE), WHOSE, waking(expected))
    assert sorted(left) == expected
    assert {card.duty for card in expected if card.nth == 2} == {"coi"}
    assert Counter(card.who for card in expected)["America/Toronto"] > 34 + 2 * 12 + 12 + 3


@pytest.mark.parametrize("zone", [zone for zone in ZONES if [*oracle.zone(zone).changing(BEGIN, END)]])
async def test_nothing_leaves_in_a_gap_or_twice_in_a_fold(zone: str) -> None:
    for instant, forward in oracle.zone(zone).changing(BEGIN, END):
        day = oracle.zone(zone).local(instant).date()
        newcomer = Resident("newcomer", zone, ZONES[zone], start=day, end=day + DAY)
        minutes = sorted(around([instant], 6 * HOUR, 30 * HOUR))
        left = await live(await staffed(newcomer), WHOSE, minutes)
        walls = {card.duty: oracle.zone(zone).local(card.instant) for card in left}
        assert len([card for card in left if card.duty in {"night", "early"}]) == 2
        assert walls["night"] == datetime.combine(day, time(3) if forward else time(2, 30))
        assert walls["early"] == datetime.combine(day, time(1, 30))
        first = next(card.instant for card in left if card.duty == "early")
        assert first < instant, "before the change: the first of two, and before the gap"


def test_the_rules_are_those_of_today() -> None:
    winter = datetime(2027, 1, 15, 12, tzinfo=UTC)
    hours = {name: oracle.zone(name).local(winter).hour - 12 for name in ZONES}
    assert hours["America/Vancouver"] == -7, "British Columbia stays on summer time"
    assert hours["America/Edmonton"] == hours["America/Regina"] == -6
    assert hours["America/Toronto"] == -5
    last = {name: [instant for instant, _ in oracle.zone(name).changing(BEGIN, END)][-1:] for name in ZONES}
    assert last["America/St_Johns"] == [datetime(2028, 11, 5, 4, 30, tzinfo=UTC)]
    assert last["America/Regina"] == last["America/Whitehorse"] == last["America/Blanc-Sablon"] == []


def test_the_oracle_and_the_librarys_zones_agree_on_every_hour() -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only this test knows it

    for name in ZONES:
        instant = BEGIN
        while instant < END:
            assert oracle.zone(name).local(instant) == instant.astimezone(ZoneInfo(name)).replace(tzinfo=None)
            instant += 6 * HOUR


async def test_a_bot_that_slept_a_month_owes_one_reminder_of_each_duty() -> None:
    people = [person for person in PEOPLE if person.start is None]
    store = await staffed(*people)
    awake = [BEGIN + count * HOUR for count in range(24 * 40)]
    wakes = datetime(2026, 7, 20, 15, 0, tzinfo=UTC)
    before = await live(store, WHOSE, awake)
    assert {card.occurrence for card in before if card.duty == "night"} == {"2026-02", "2026-03", "2026-04"}
    after = await live(store, WHOSE, [wakes + count * HOUR for count in range(12)])
    slept = [card for card in after if card.duty in {"night", "early"}]
    assert sorted((card.who, card.occurrence) for card in slept) == sorted(
        (person.id, occurrence) for person in people for occurrence in ("2026-07", "2026-Q3")
    )
    assert len({(card.who, card.duty) for card in after}) == len(after)


def test_the_days_of_the_oracle_are_those_of_its_statutes() -> None:
    assert oracle.easter(2026) == date(2026, 4, 5)
    assert oracle.easter(2028) == date(2028, 4, 16)
    assert date(2026, 5, 18) in oracle.days_off(2026, "ON")
    assert date(2028, 1, 3) in oracle.days_off(2028, "SK")
