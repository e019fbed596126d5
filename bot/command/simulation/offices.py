"""What the offices of a made-up organization do: write, plan, look at counts and at what nobody answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.command.simulation.conversation import Conversation, Hearing
from bot.command.simulation.dice import Dice
from content.model import Library, Session
from dialogs.people import Person, Role
from dialogs.working_days import working_day
from storage.campaigns import campaigns
from storage.ports import Store

FIRST_MESSAGE, MESSAGES = 2, 40
"""Days until the first communication, and between two."""

FIRST_SESSION, SESSIONS, AHEAD = 3, 75, 11
"""Days until the first session is planned, between two, and between planning one and holding it."""

OPENS, MINUTES = "12:30", "90"
"""When sessions are held, in the zone of the organization: noon of the made-up day lies in them."""

PROVINCE = "ON"
"""Whose holidays the offices keep."""


MONDAY, WEEK = 0, 7
"""On Mondays the offices look at what is open, and on the first one of a month at counts."""


@dataclass(frozen=True, slots=True)
class Offices:
    """Those who hold an office, with the bot in front of them."""

    library: Library
    store: Store
    turns: Hearing
    people: Sequence[Person]
    first: date
    dice: Dice

    async def meets(self) -> None:
        """Have each of them meet the bot."""
        for person in self.people:
            talk = Conversation(self.turns, person.id)
            await talk.opens()
            await talk.presses(f"language-{person.language or 'en'}")

    async def works(self, today: date) -> None:
        """Do what is to be done on a working day."""
        days = (today - self.first).days
        if officer := self._of(Role.VE_OFFICER):
            if _due(self.first, today, FIRST_MESSAGE, MESSAGES):
                await self._writes(officer, today, (days - FIRST_MESSAGE) // MESSAGES)
            if _due(self.first, today, FIRST_SESSION, SESSIONS):
                await self._plans(officer, today)
        if today.weekday() == MONDAY:
            await self._looks(Role.COI_OFFICER, "unanswered")
        if today.weekday() == MONDAY and today.day <= WEEK:
            await self._looks(Role.VE_OFFICER, "voices")
            await self._looks(Role.ATIP_CONTACT, "records")
            if talk := await self._looks(Role.SENIOR_OFFICIAL, "report"):
                for period in ("last-quarter", "this-year"):
                    await talk.presses("show-report", period=period)

    async def codes(self, today: date) -> tuple[str, ...]:
        """Return the codes that stand on the walls of today's rooms."""
        found = [filed.campaign for filed in (await campaigns(self.store)).values()]
        return tuple(each.code for each in found if isinstance(each, Session) and each.day == today)

    def _of(self, role: Role) -> Person | None:
        return next((person for person in self.people if person.role is role), None)

    async def _looks(self, role: Role, verb: str) -> Conversation | None:
        officer = self._of(role)
        return await self._opens(officer, verb) if officer else None

    async def _opens(self, person: Person, verb: str) -> Conversation:
        talk = Conversation(self.turns, person.id)
        await talk.presses(verb)
        return talk

    # The values and ethics office -----------------------------------------------------------------

    async def _writes(self, officer: Person, today: date, number: int) -> None:
        """Begin with a ready draft, look at it in both languages, and start it."""
        talk = await self._opens(officer, "campaigns")
        await talk.presses("from-draft")
        drafts = _offered(talk, "draft")
        await talk.presses("use-draft", draft=drafts[number % len(drafts)])
        days = {"first_day": (today + timedelta(days=1)).isoformat(), "spread": "5"}
        await self._starts(talk, "save-message", days)

    async def _plans(self, officer: Person, today: date) -> None:
        """Plan a session for everybody in two weeks' time."""
        talk = await self._opens(officer, "campaigns")
        await talk.presses("new-session")
        await talk.presses("use-invitation", draft="special-session")
        held = _working(today + timedelta(days=AHEAD))
        place = self.library.sentences["simulate.place"]
        given = {
            "day": held.isoformat(), "invited": (today + timedelta(days=1)).isoformat(),
            "opens": OPENS, "minutes": MINUTES, "zone": self.library.organization.time_zone,
            "place_en": place.en, "place_fr": place.fr, "audience": "everyone",
        }  # fmt: skip
        await self._starts(talk, "save-session", given)

    async def _starts(self, talk: Conversation, verb: str, known: dict[str, str]) -> None:
        await talk.presses(verb, **talk.filled(self.dice, **known))
        for look in ("preview-en", "preview-fr", "back", "start-campaign"):
            if not talk.offers(look):
                return  # The form came back: a draft that only its sender can complete.
            await talk.presses(look)


def _due(first: date, today: date, begins: int, every: int) -> bool:
    """Tell whether something planned for a day falls on a working day, or was put off to it."""
    day = today
    while (day - first).days >= begins:
        if ((day - first).days - begins) % every == 0:
            return True
        day -= timedelta(days=1)
        if working_day(day, PROVINCE):
            return False
    return False


def _working(day: date) -> date:
    while not working_day(day, PROVINCE):
        day += timedelta(days=1)
    return day


def _offered(talk: Conversation, field: str) -> list[str]:
    return [
        key for each in talk.shown.view.inputs if each.id == field for key, _ in getattr(each, "options", ())
    ]
