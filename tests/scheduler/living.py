"""A small organization with people who can be reached, and a channel that does as it is told."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from content.model import Organization, Reminders
from dialogs.facts import Fact, NoticeSeen, Reached, ReminderSent, Stamped
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.pace import Pace, Pacer
from scheduler.ports import Letter, Messenger, Outcome, Sent
from scheduler.sender import Sender
from scheduler.tick import tick
from storage.memory import open_memory
from storage.ports import Address, Conversation, DeliveryState, Move, Store

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 10:00 in Ottawa


def organization(**changes: object) -> Organization:
    return Organization.model_validate(
        {
            "id": "demo",
            "name": {"en": "Demo", "fr": "Démo"},
            "time_zone": "America/Toronto",
            "code": {"version": "1", "name": {"en": "Code", "fr": "Code"}},
            "units": [{"id": "policy", "name": {"en": "Policy", "fr": "Politiques"}}],
            "reminders": [Reminders(duty="coi", spread_days=0)],
            "invitations": None,
            **changes,
        }
    )


def always(duty: str = "coi") -> Reminders:
    return Reminders(duty=duty, spread_days=0, every_day=True, opens=time(0), closes=time(0))


HERE = frozenset({"local"})
"""The channels of these tests."""


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class Channel:
    """A channel that answers each person as planned, and remembers what left."""

    def __init__(self, plans: Mapping[str, Callable[[], Awaitable[Outcome]]] | None = None) -> None:
        self.plans = dict(plans or {})
        self.unmade: dict[str, Callable[[], Awaitable[Outcome]]] = {}
        self.sent: list[tuple[str, Ref, str | None]] = []

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        plan = self.unmade.get(addressee)
        return await plan() if plan else partial(self._send, addressee, ref, about)

    async def _send(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Outcome:
        self.sent.append((addressee, ref, about))
        plan = self.plans.get(addressee)
        return await plan() if plan else Sent()


def answering(*outcomes: Outcome) -> Callable[[], Awaitable[Outcome]]:
    """Answer one after the other, the last one for ever."""
    left = list(outcomes)

    async def answer() -> Outcome:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


class Pauses:
    """Waits without waiting, and remembers for how long."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


async def settle_in(store: Store, *people: Person, facts: Sequence[Fact] = (NoticeSeen(1),)) -> None:
    """Put people on the roster, reachable, with what happened to them before."""
    await store.people.bring_in(people)
    for person in people:
        await store.people.learn(person.id, Address("local"))
        await happen(store, person, *facts)


async def happen(store: Store, person: Person, *facts: Fact, day: date = date(2026, 11, 1)) -> None:
    """Keep facts as a turn would."""
    where = Conversation(person.id, "welcome", "")
    kept = {
        place.conversation: place.revision for place in (await store.ledger.life(person.id)).conversations
    }
    revision = kept.get(where, 0)
    stamped = [Stamped(person.id, day, person.unit, person.path, "en", fact) for fact in facts]
    await store.ledger.commit(Move(where, revision, revision + 1, b"{}"), facts=stamped)


def sender(store: Store, channel: Messenger, clock: Clock, **changes: Any) -> Sender:
    """Make a sender; `pace`, `pause`, `timer` and `floor` are its pacer's."""
    pacing = {name: changes.pop(name) for name in ("pause", "pace", "timer", "floor") if name in changes}
    options: dict[str, Any] = {
        "opening": lambda ref: f"{ref.flow} {ref.key}".encode(),
        "pacer": Pacer(**{"pause": Pauses(), "pace": Pace(patience=timedelta(seconds=5)), **pacing}),
        **changes,
    }
    return Sender(store, channel, clock, options.pop("organization", organization()), **options)


ANA = Person(PersonId("ana"))
COI = Ref("coi", "2026-Q4")


async def one_owed(*people: Person) -> Store:
    store = open_memory()
    await settle_in(store, *(people or (ANA,)))
    await tick(MONDAY, store, organization(), channels=HERE)
    return store


async def states(store: Store, source: str = "coi") -> dict[str, tuple[DeliveryState, str]]:
    return {
        delivery.key.addressee: (delivery.state, delivery.reason)
        for delivery in await store.deliveries.find(source)
    }


async def sent_facts(store: Store, person: Person = ANA) -> list[Reached]:
    life = await store.ledger.life(person.id)
    return [stamped.fact.reached for stamped in life.facts if isinstance(stamped.fact, ReminderSent)]
