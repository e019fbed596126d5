"""A department that lives for a year: people come, move, are away and leave; an office writes to them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from bot.heard import Arrival, Press
from bot.turn import Turns
from content.model import Ladder, Library, Month, Reminders, Stage
from dialogs.flow import Ref
from dialogs.people import Path, Person, PersonId, Role, UnitId
from scheduler.ahead import Ahead
from scheduler.beat import Beat
from scheduler.pace import Pacer, pace_of
from scheduler.ports import Letter, Outcome, Refused, Retry, Sent
from storage.campaigns import campaign, keep
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Address
from tests.bot.office import Chance
from tests.year.campaigns import YEAR, file_campaigns

FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
HALF_AN_HOUR = timedelta(minutes=30)
NIGHT = timedelta(hours=4)
DAY = timedelta(days=1)

WHERE = (
    ("NL", "America/St_Johns"), ("NS", "America/Halifax"), ("NB", "America/Moncton"),
    ("QC", "America/Toronto"), ("ON", "America/Toronto"), ("MB", "America/Winnipeg"),
    ("SK", "America/Regina"), ("AB", "America/Edmonton"), ("BC", "America/Vancouver"),
    ("YT", "America/Whitehorse"),
)  # fmt: skip

OFFICE = PersonId("officer")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message on somebody's screen: when, whose, and which."""

    at: datetime
    person: PersonId
    flow: str
    key: str


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass
class Life:
    """What really happened to somebody, as the one who wrote the story knows it."""

    person: Person
    noticed: date | None
    away: list[Span] = field(default_factory=list)
    peace: list[Span] = field(default_factory=list)
    blocked: bool = False
    moved: bool = False

    def disturbed_on(self, day: date) -> bool:
        """Tell whether a message on this day would disturb a leave or a peace."""
        return any(span.holds(day) for span in self.quiet)

    @property
    def quiet(self) -> tuple[Span, ...]:
        """Every time in which nothing may arrive."""
        return (*self.away, *self.peace)


def grown_up(library: Library) -> Library:
    """Return the demonstration with the reminders of a real organization."""
    coi = Reminders(duty="coi", spread_days=40, ladder=Ladder(), on_path_change=True)
    code = Reminders.model_validate({"duty": "code", "cadence": "yearly", "month": Month.APRIL})
    organization = library.organization.model_copy(update={"reminders": (coi, code)})
    return library.model_copy(update={"organization": organization})


class Department:
    """Many people, one bot, and a year in steps of half an hour to four hours."""

    def __init__(self, library: Library, people: int, *, every_half_hour: bool, seed: int = YEAR) -> None:
        self.people, self.every_half_hour = people, every_half_hour
        self.library = grown_up(library)
        self.organization = self.library.organization
        self.dice = Random(seed)
        self.now = datetime(YEAR, 1, 1, 4, 0, tzinfo=UTC)
        self.store = open_memory()
        self.arrived: list[Arrived] = []
        self.tries: Counter[PersonId] = Counter()
        self.lives: dict[PersonId, Life] = {}
        self.todo: dict[date, list[tuple[str, PersonId]]] = {}
        chance = Chance()
        ahead = Ahead(self.store, self.organization, self.library.checklists, self.clock)
        self.turns = Turns(self.library, self.store, MemoryKeys(chance), self.clock, chance, ahead=ahead)
        self.beat = Beat(
            self.store,
            self,
            self.clock,
            self.organization,
            opening=self.turns.opening,
            served=frozenset({"here"}),
            checklists=self.library.checklists,
            pacer=Pacer(pace_of(48), self._at_once),
        )

    def clock(self) -> datetime:
        return self.now

    async def _at_once(self, _: float) -> None:
        return None

    # The channel ----------------------------------------------------------------------------------

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        """Be the channel: it is full now and then, and some have blocked the bot."""
        shown = await self.turns.present(addressee, ref, about)
        return Refused("answered") if shown is None else partial(self._put, addressee, ref)

    async def _put(self, addressee: PersonId, ref: Ref) -> Outcome:
        if self.lives[addressee].blocked:
            return Refused("blocked")
        self.tries[addressee] += 1
        if self.tries[addressee] % 7 == 0:
            return Retry("status-429", timedelta(seconds=20))
        self.arrived.append(Arrived(self.now, addressee, ref.flow, ref.key))
        if ref.flow in ("coi", "code", "welcome-back") and self.dice.random() < 0.6:
            self._later("answers", addressee, self.dice.randint(1, 12))
        return Sent()

    # The story ------------------------------------------------------------------------------------

    def _on(self, day: date, what: str, person: PersonId) -> None:
        self.todo.setdefault(day, []).append((what, person))

    def _later(self, what: str, person: PersonId, days: int) -> None:
        self._on(self.now.date() + timedelta(days=days), what, person)

    def _people(self) -> Iterator[Person]:
        units = [unit.id for unit in self.organization.units]
        for number in range(self.people):
            province, zone = WHERE[number % len(WHERE)]
            manages = number % 12 == 0
            start = date(2020, 3, 2) if number < 85 else date(YEAR, 1 + (number - 85) % 9, 4)
            yield Person(
                PersonId(f"p{number:02}"),
                unit=UnitId(units[number % len(units)]),
                manager=PersonId(f"p{number - number % 12:02}") if not manages else None,
                role=Role.MANAGER if manages else Role.EMPLOYEE,
                path=Path.MANAGER if manages else Path.EMPLOYEE,
                start=start,
                province=province,
                zone=zone,
            )
        yield Person(
            OFFICE, role=Role.VE_OFFICER, start=date(2020, 3, 2), province="ON", zone="America/Toronto"
        )

    async def begins(self) -> None:
        """Put everybody on the staff list and write down what the year will bring."""
        people = {person.id: person for person in self._people()}
        ids = sorted(people)
        self.dice.shuffle(ids)
        leaving, on_leave, peaceful, moving, blocked, strangers = (
            ids[:6], ids[6:16], ids[16:24], ids[24:30], ids[30:33], ids[33:36]
        )  # fmt: skip
        for id_ in leaving:
            people[id_] = replace(people[id_], end=FIRST + timedelta(days=self.dice.randint(60, 300)))
        for person in people.values():
            met = max(FIRST, person.start or FIRST) + timedelta(days=self.dice.randint(0, 20))
            self.lives[person.id] = Life(person, None if person.id in strangers else met)
            if person.id not in strangers:
                self._on(met, "meets", person.id)
        for id_ in on_leave:
            first = FIRST + timedelta(days=self.dice.randint(40, 220))
            span = Span(first, first + timedelta(days=self.dice.randint(25, 110)))
            self.lives[id_].away.append(span)
            people[id_] = replace(people[id_], leave_from=span.first, leave_to=span.last)
        for id_ in peaceful:
            self._on(date(YEAR, self.dice.choice((2, 4, 5, 8, 11)), self.dice.randint(3, 20)), "rests", id_)
        for id_ in moving:
            self._on(FIRST + timedelta(days=self.dice.randint(60, 300)), "moves", id_)
        for id_ in blocked:
            self.lives[id_].blocked = True
        for life in self.lives.values():
            life.person = people[life.person.id]
        await self.store.people.bring_in(list(people.values()))
        await file_campaigns(self.store)

    # A year ---------------------------------------------------------------------------------------

    async def lives_on(self, until: date = LAST) -> None:
        """Let half hours pass to the end of a day, with what the story has for each day."""
        done: set[date] = set()
        while self.now.date() <= until:
            today = self.now.date()
            if self.now.hour >= 17 and today not in done:
                done.add(today)
                await self._office(today)
                for what, person in self.todo.pop(today, ()):
                    await self._happens(what, person, today)
            await self.beat()
            self.now += self._step()

    def _step(self) -> timedelta:
        """Pass the nights of the whole country in long steps, unless every half hour is wanted."""
        if self.every_half_hour:
            return HALF_AN_HOUR
        return timedelta(hours=1) if 10 <= self.now.hour < 24 - 2 else NIGHT

    async def _office(self, today: date) -> None:
        """Pause one campaign for some days, and stop another."""
        stages = {
            ("c04", date(YEAR, 5, 4)): Stage.PAUSED,
            ("c04", date(YEAR, 5, 10)): Stage.RUNNING,
            ("c05", date(YEAR, 6, 9)): Stage.STOPPED,
        }
        for (id_, day), stage in stages.items():
            filed = await campaign(self.store, id_) if day == today else None
            if filed is not None:
                await keep(
                    self.store, id_, filed.campaign.model_copy(update={"stage": stage}), filed.revision
                )

    async def _happens(self, what: str, who: PersonId, today: date) -> None:
        life = self.lives[who]
        if not life.person.here_on(today):
            return
        match what:
            case "meets":
                shown = await self.turns.hear(who, Arrival())
                language = self.dice.choice(("language-en", "language-fr"))
                await self.turns.hear(who, Press(language, shown.token))
                await self.store.people.learn(who, Address("here"))
                life.noticed = today
            case "answers":
                if life.disturbed_on(today):
                    return
                shown = await self.turns.hear(who, Press("coi"))
                await self.turns.hear(who, Press("nothing-changed", shown.token))
                shown = await self.turns.hear(who, Press("code"))
                await self.turns.hear(who, Press("acknowledge", shown.token))
            case "rests":
                until = today + timedelta(days=self.dice.randint(5, 25))
                shown = await self.turns.hear(who, Press("messages"))
                shown = await self.turns.hear(
                    who, Press("snooze", shown.token, {shown.view.inputs[0].id: until.isoformat()})
                )
                life.peace.append(Span(today + DAY, until - DAY))
            case "moves":
                units = [UnitId(unit.id) for unit in self.organization.units if unit.id != life.person.unit]
                path = Path.MANAGER if life.person.path is Path.EMPLOYEE else Path.EMPLOYEE
                life.moved = True
                life.person = replace(life.person, unit=self.dice.choice(units), path=path)
                await self.store.people.bring_in([life.person])


def local(at: datetime, person: Person) -> datetime:
    """Return an instant as a clock on the person's wall shows it."""
    return at.astimezone(ZoneInfo(person.zone or "America/Toronto"))
