"""A rehearsal says who will receive what on which day, and that is what then happens."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import product

import pytest

from content.model import Audience, Cadence, Communication, DutyRun, Reminders, Session, Stage
from dialogs.facts import NoticeSeen, Snoozed
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, UnitId
from dialogs.plans import Planned, Rehearsed
from dialogs.surroundings import zone_of
from scheduler.ports import Letter, Outcome, Sent
from scheduler.rehearsal import Rehearsal
from storage.memory import open_memory
from storage.ports import Address, Store
from tests.scheduler.living import ANA, HERE, Channel, Clock, happen, organization, settle_in
from tests.scheduler.sending import DEMO, communication, files, lives, owed, session

ZONES = ("America/St_Johns", "America/Toronto", "America/Regina", "America/Vancouver")
LEAVES = (
    (None, None),
    (date(2026, 11, 20), date(2026, 11, 25)),
    (date(2026, 11, 26), date(2026, 11, 29)),
    (date(2026, 11, 26), None),
    (date(2026, 11, 1), date(2026, 12, 20)),
)
SPANS = (
    (None, None),
    (date(2026, 11, 26), None),
    (date(2026, 12, 24), None),
    (None, date(2026, 11, 26)),
    (None, date(2026, 11, 22)),
)
CROWD = [
    Person(
        PersonId(f"p{number}"),
        unit=UnitId("policy" if number % 3 else "services"),
        zone=zone,
        province="BC" if zone == "America/Vancouver" else None,
        leave_from=leave[0],
        leave_to=leave[1],
        start=span[0],
        end=span[1],
    )
    for number, (zone, leave, span, _) in enumerate(product(ZONES, LEAVES, SPANS, range(3)))
]
"""Three hundred people: every zone with every kind of absence, of beginning and of leaving."""


@dataclass
class Calendar(Channel):
    """A channel that writes down on which local day each message left."""

    clock: Clock = field(default_factory=Clock)
    days: dict[PersonId, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        async def leaves() -> Outcome:
            person = next(each for each in CROWD if each.id == addressee)
            if ref.flow != "session-reminder":
                assert addressee not in self.days
                self.days[addressee] = self.clock.now.astimezone(zone_of(person, DEMO.time_zone)).date()
            return Sent()

        return leaves


async def crowd() -> Store:
    """Return an office in which most have met Ethos; some have not, and some cannot be reached."""
    store = open_memory()
    await settle_in(store, *CROWD[::2], *CROWD[1::4])
    strangers = CROWD[3::8]
    await settle_in(store, *strangers, facts=())
    for number, person in enumerate(CROWD[::20]):
        until = date(2026, 11, 26) if number % 2 else date(2026, 12, 20)
        await happen(store, person, Snoozed(until), day=date(2026, 11, 22))
    await store.people.bring_in(CROWD)
    return store


@pytest.mark.parametrize(
    "written",
    [
        communication(),
        communication(spread_days=4),
        communication(first_day=date(2026, 11, 21), spread_days=30, last_day=date(2026, 12, 4)),
        communication(audience=Audience(units=("policy",), newcomers_days=1), spread_days=3),
        session(spread_days=5, last_day=date(2026, 12, 3)),
    ],
    ids=["one-day", "spread", "late", "newcomers", "session"],
)
async def test_what_was_rehearsed_is_what_happens_person_by_person(written: Communication | Session) -> None:
    store, clock = await crowd(), Clock()
    rehearsal = Rehearsal(store, DEMO, clock, HERE)
    foreseen = await rehearsal.receives("gifts", written)
    whole = await rehearsal.rehearsed("gifts", written)
    assert foreseen
    assert foreseen == sorted(foreseen, key=lambda each: (each[1], each[0]))
    assert whole.days == Counter(day for _, day in foreseen)
    assert whole.size == len(foreseen) + sum(whole.unreached.values())

    await files(store, ("gifts", written))
    channel = Calendar(clock=clock)
    await lives(store, DEMO, clock, datetime(2026, 12, 5, tzinfo=UTC), channel)
    assert channel.days == dict(foreseen)


async def of_one(person: Person, **changes: object) -> Rehearsed:
    store = open_memory()
    await settle_in(store, person)
    return await Rehearsal(store, DEMO, Clock()).rehearsed("gifts", communication(**changes))


@pytest.mark.parametrize(
    ("person", "unreached"),
    [
        (replace(ANA, end=date(2026, 11, 23)), {"left": 1}),
        (replace(ANA, leave_from=date(2026, 11, 24)), {"on-leave": 1}),
        (replace(ANA, leave_from=date(2026, 11, 24), leave_to=date(2026, 11, 30)), {"on-leave": 1}),
        (replace(ANA, leave_from=date(2026, 11, 24), end=date(2026, 11, 27)), {"left": 1}),
        (replace(ANA, leave_from=date(2026, 11, 24), leave_to=date(2026, 11, 26)), {}),
    ],
)
async def test_a_rehearsal_says_why_somebody_would_not_be_reached(
    person: Person, unreached: Mapping[str, int]
) -> None:
    found = await of_one(person)
    assert (found.size, dict(found.unreached)) == (1, unreached)
    assert sum(found.days.values()) == (0 if unreached else 1)


async def test_who_has_left_or_begins_after_it_is_over_is_not_meant() -> None:
    gone, later = replace(ANA, end=date(2026, 11, 20)), replace(ANA, start=date(2026, 12, 1))
    assert [(await of_one(person)).size for person in (gone, later)] == [0, 0]


async def test_a_weekend_before_the_last_day_leaves_nobody_an_hour() -> None:
    found = await of_one(ANA, first_day=date(2026, 11, 28), last_day=date(2026, 11, 29))
    assert found == Rehearsed(1, {}, {"late": 1})


async def test_days_beyond_the_last_one_are_too_late_for_whoever_they_belong_to() -> None:
    people = [Person(PersonId(f"p{number}")) for number in range(30)]
    store = open_memory()
    await settle_in(store, *people)
    written = communication(spread_days=9, last_day=date(2026, 11, 27))
    found = await Rehearsal(store, DEMO, Clock()).rehearsed("gifts", written)
    assert found.unreached["late"] > 10
    assert max(found.days) <= date(2026, 11, 27)
    policy = written.model_copy(update={"audience": Audience(units=("policy",))})
    assert (await Rehearsal(store, DEMO, Clock()).rehearsed("gifts", policy)).size == 0


async def test_who_has_no_address_or_has_not_met_ethos_is_counted_apart() -> None:
    store, elsewhere = open_memory(), Person(PersonId("teams"))
    await settle_in(store, ANA, elsewhere)
    await store.people.learn(elsewhere.id, Address("teams"))
    await settle_in(store, Person(PersonId("new")), facts=())
    await store.people.bring_in([Person(PersonId("unknown"))])
    anywhere = await Rehearsal(store, DEMO, Clock()).rehearsed("gifts", communication())
    assert anywhere.unreached == {"no-address": 1, "no-notice": 1}
    here = await Rehearsal(store, DEMO, Clock(), HERE).rehearsed("gifts", communication())
    assert here.unreached == {"no-address": 2, "no-notice": 1}
    assert here.days == {date(2026, 11, 24): 1}


async def test_a_rehearsal_writes_and_sends_nothing() -> None:
    store = open_memory()
    await settle_in(store, ANA)
    rehearsal = Rehearsal(store, DEMO, Clock())
    assert await rehearsal.receives("gifts", communication()) == [(ANA.id, date(2026, 11, 24))]
    await rehearsal.calendar(date(2026, 1, 1), date(2027, 1, 1))
    assert await owed(store) == {}
    assert await store.registers.find("campaign") == ()


async def test_who_asked_for_peace_gets_it_afterwards_or_is_counted_apart() -> None:
    store, bob = open_memory(), Person(PersonId("bob"))
    await settle_in(store, ANA, facts=(NoticeSeen(1), Snoozed(date(2026, 11, 26))))
    await settle_in(store, bob, facts=(NoticeSeen(1), Snoozed(date(2026, 12, 26))))
    found = await Rehearsal(store, DEMO, Clock()).rehearsed("gifts", communication())
    assert found == Rehearsed(2, {date(2026, 11, 26): 1}, {"snoozed": 1})


# The calendar -------------------------------------------------------------------------------------------

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


async def calendar(store: Store, first: date, last: date, **changes: object) -> list[Planned]:
    return list(await Rehearsal(store, organization(**changes), Clock()).calendar(first, last))


async def test_the_calendar_has_every_occurrence_of_every_duty_with_its_spread() -> None:
    store = open_memory()
    await settle_in(store, ANA, Person(PersonId("bob"), start=date(2026, 8, 1)))
    duties = [Reminders(duty="coi"), Reminders(duty="code", cadence=Cadence.YEARLY, spread_days=0)]
    found = await calendar(store, *YEAR, reminders=duties)
    assert found == [
        Planned("code", "2026", date(2026, 1, 2), date(2026, 1, 2), 1),
        Planned("coi", "2026-Q1", date(2026, 1, 2), date(2026, 3, 2), 1),
        Planned("coi", "2026-Q2", date(2026, 4, 1), date(2026, 6, 1), 1),
        Planned("coi", "2026-Q3", date(2026, 7, 2), date(2026, 8, 31), 1),
        Planned("coi", "2026-Q4", date(2026, 10, 1), date(2026, 11, 30), 2),
    ]


async def test_an_occurrence_that_was_stopped_is_not_planned_and_one_that_is_paused_is() -> None:
    store = open_memory()
    run = DutyRun(duty="coi", occurrence="2026-Q4", stage=Stage.STOPPED)
    await files(store, ("coi@2026-Q4", run))
    paused = DutyRun(duty="coi", occurrence="2026-Q3", stage=Stage.PAUSED)
    await files(store, ("coi@2026-Q3", paused))
    assert [each.id for each in await calendar(store, *YEAR)] == ["2026-Q1", "2026-Q2", "2026-Q3"]


async def test_the_calendar_has_campaigns_invitations_reminders_and_the_sessions_themselves() -> None:
    store = open_memory()
    await settle_in(store, ANA, Person(PersonId("bob"), unit=UnitId("policy")))
    await files(
        store,
        ("gifts", communication(first_day=date(2026, 11, 28), spread_days=2, last_day=date(2026, 12, 4))),
        ("weekend", communication(first_day=date(2026, 11, 28), last_day=date(2026, 11, 29))),
        ("talk", session(audience=Audience(units=("policy",)), day=date(2026, 12, 7))),
        ("soon", session(first_day=date(2026, 12, 2), last_day=date(2026, 12, 2))),
        ("draft", communication(stage=Stage.DRAFT, last_day=date(2026, 11, 24))),
        ("old", communication(stage=Stage.DRAFT, first_day=date(2026, 11, 2), last_day=date(2026, 11, 3))),
        ("stopped", communication(stage=Stage.STOPPED)),
    )
    found = await calendar(store, date(2026, 11, 1), date(2026, 12, 31), reminders=())
    assert found == [
        Planned("communication", "draft", date(2026, 11, 24), date(2026, 11, 24), 2),
        Planned("session", "talk", date(2026, 11, 24), date(2026, 11, 24), 1),
        Planned("communication", "gifts", date(2026, 11, 30), date(2026, 11, 30), 2),
        Planned("session", "soon", date(2026, 12, 2), date(2026, 12, 2), 2),
        Planned("session-day", "soon", date(2026, 12, 3), date(2026, 12, 3), 2),
        Planned("session-reminder", "talk", date(2026, 12, 4), date(2026, 12, 4), 1),
        Planned("session-day", "talk", date(2026, 12, 7), date(2026, 12, 7), 1),
    ]
    later = await calendar(store, date(2026, 12, 3), date(2026, 12, 4), reminders=())
    assert [each.source for each in later] == ["session-day", "session-reminder"]


async def test_where_messages_leave_on_every_day_the_calendar_has_weekends() -> None:
    store, always = open_memory(), Reminders(duty="coi", every_day=True, opens=time(0), closes=time(0))
    await files(store, ("gifts", communication(first_day=date(2026, 11, 28))))
    found = await calendar(store, date(2026, 11, 28), date(2026, 11, 29), reminders=[always])
    assert [(each.id, each.first) for each in found if each.source == "communication"] == [
        ("gifts", date(2026, 11, 28))
    ]
