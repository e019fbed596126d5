"""The demonstration on its page, with a clock that is set by hand: quarters pass, and people answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from bot.cards.drawn import for_page
from bot.heard import Arrival, Heard, Press, Shown
from bot.local.messenger import PageMessenger
from bot.turn import Turns
from content.model import Library
from dialogs.people import Person, PersonId, Role
from scheduler.ahead import Ahead
from scheduler.beat import Beat
from scheduler.ports import Elsewhere, Outcome, Refused, Sent
from scheduler.rehearsal import Rehearsal
from scheduler.releases import Releases
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.memory import open_memory
from storage.ports import Store
from storage.roster import shipped
from tests.bot.office import Chance
from tests.conftest import CONTENT
from tests.local.office import office

SUMMER = datetime(2026, 9, 15, 15, tzinfo=UTC)
"""A Tuesday in the third quarter, when people answer."""
OCTOBER = datetime(2026, 10, 2, 15, tzinfo=UTC)
"""What they said comes out."""
NOVEMBER = datetime(2026, 11, 23, 15, tzinfo=UTC)
"""A Monday on which the office reads it; ten in the morning in Ottawa."""

LONG_EN = (
    "Keep the clear list of whom to ask. Change: say more about gifts from suppliers at the end of the year, "
    "because every December we have the same talk about chocolates."
)
LONG_FR = (
    "Garder la liste des personnes à qui s'adresser. À changer\u00a0: parler davantage des cadeaux de "
    "fournisseurs, car nous avons chaque décembre la même discussion sur les chocolats."
)
WROTE = (
    ("The dilemmas are close to what happens to us. Keep them.", "Les dilemmes nous ressemblent. À garder."),
    ("Shorter modules. I did one on the bus.", "Des modules plus courts. J'en ai fait un dans l'autobus."),
    (LONG_EN, LONG_FR),
    ("More about AI.", "Plus sur l'IA."),
)
"""What people wrote in the third quarter, in one language or the other."""


@dataclass
class House:
    """Everything wired as app.py wires it, in memory, over a clock."""

    library: Library
    at: datetime = SUMMER
    store: Store = field(default_factory=open_memory)
    chance: Chance = field(default_factory=Chance)
    entrance: str = ""

    def __post_init__(self) -> None:
        whose, clock = self.library.organization, self.clock
        keys = MemoryKeys(self.chance)
        self.mailbox = Mailbox(self.store.slots, keys, self.chance)
        self.turns = Turns(
            self.library,
            self.store,
            keys,
            clock,
            self.chance,
            ahead=Ahead(self.store, whose, self.library.checklists, clock),
            plans=Rehearsal(self.store, whose, clock),
            mailbox=self.mailbox,
        )

    def clock(self) -> datetime:
        return self.at

    @asynccontextmanager
    async def open(self) -> AsyncIterator["House"]:
        """Open the page, with the people of the demonstration."""
        await self.store.people.bring_in(shipped(CONTENT, self.library))
        draw, roster = partial(for_page, self.library), self.store.people
        async with office(draw, turns=self.turns, roster=roster, library=self.library) as page:
            self.entrance = page.entrance
            self.beat = Beat(
                self.store,
                PageMessenger[Outcome](self.turns, page.chat, Sent, Refused, Elsewhere),
                self.clock,
                self.library.organization,
                opening=self.turns.opening,
                served=frozenset({"local"}),
                checklists=self.library.checklists,
                releases=Releases(self.store, self.mailbox, self.library, self.chance, _alone),
            )
            yield self

    async def goes_to(self, at: datetime) -> None:
        """Let the clock say a later moment, and do what is due then."""
        self.at = at
        await self.beat()

    async def answer_the_form(self, count: int) -> None:
        """Have so many employees open the form and send it, each in their language."""
        everyone = [each for each in await self.store.people.everyone() if _may(each, self.at)]
        for number, person in enumerate(everyone[:count]):
            language = person.language or "en"
            await self._hears(person.id, Arrival())
            home = await self._hears(person.id, Press("home", "", {}))
            await self._hears(person.id, Press(f"language-{language}", home.token, {}))
            form = await self._hears(person.id, Press("feedback-form", "", {}))
            sent = await self._hears(person.id, Press("send", form.token, self._inputs(number, language)))
            assert sent.view.card == "questionnaire.sent", sent.view

    def _inputs(self, number: int, language: str) -> dict[str, str]:
        """Return what somebody answers: each a little differently, every third one in words as well."""
        questions = self.library.questionnaires["feedback"].questions
        given: dict[str, str] = {}
        for place, question in enumerate(questions):
            ids = [option.id for option in question.options]
            match question.kind:
                case "words":
                    english, french = WROTE[number // 3 % len(WROTE)]
                    given |= {question.id: french if language == "fr" else english} if number % 3 == 0 else {}
                case "several":
                    given[question.id] = ",".join({ids[number % len(ids)]: 0, ids[number // 2 % len(ids)]: 0})
                case _:
                    given[question.id] = ids[(number + place) % 7 % len(ids)]
        return given

    async def _hears(self, person: PersonId, heard: Heard) -> Shown:
        return await self.turns.hear(person, heard)


async def _alone() -> bool:
    """Tell that this process may release: there is no other."""
    return True


def _may(person: Person, at: datetime) -> bool:
    return person.role is Role.EMPLOYEE and person.here_on(at.date()) and not person.on_leave(at.date())
