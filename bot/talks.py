"""What a conversation about checklists and talks may learn: whose manager is whom is looked up each time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from content.model import LANGUAGES, Checklist, Language, Library, Text
from content.wording import fill, filled
from dialogs.facts import Side, Stamped
from dialogs.flow import Answer
from dialogs.people import Person, PersonId
from dialogs.questions import ChecklistAsked, GuideAsked, TalkAsked, TeamAsked, TeamGuideAsked
from dialogs.surroundings import local_day, spoken_language
from dialogs.talk import ALONE, BOTH, EARLY, GUIDE, MINE, OPEN, OTHER
from dialogs.team import TALKS, UNCHOSEN
from dialogs.together import counted, due_day, key_of, opens, own_day, upcoming_or_current
from dialogs.views import Value
from reports.checklists import Member, Stands, employees_list, in_order, managers_list, team_list
from storage.ports import Store
from storage.talks import both_confirmed

Question = ChecklistAsked | TalkAsked | GuideAsked | TeamAsked | TeamGuideAsked
Facts = Sequence[Stamped]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two people of a talk, with the employee's facts; no manager when the staff list names none here."""

    checklist: Checklist
    employee: Person
    facts: Facts
    manager: Person | None


@dataclass(frozen=True, slots=True)
class Talks:
    """Answers one person; `person` is as the server has just looked them up, `now` an aware instant."""

    library: Library
    store: Store
    person: Person
    now: datetime

    async def answer(self, asked: Question, facts: Facts) -> Answer | None:
        """Answer a question of the person whose facts these are; None when it is not theirs to ask."""
        match asked:
            case ChecklistAsked(name, side):
                return await self._checklist(self.library.checklists[name], side, facts)
            case TalkAsked():
                return await self._talk(asked, facts)
            case GuideAsked(name, other):
                pair = await self._pair(name, other, facts)
                if pair is None:
                    return None
                steps = self._guide(pair.checklist, spoken_language(pair.employee, pair.facts))
                return Answer({"steps": steps}, state=GUIDE)
            case TeamAsked(talked):
                return await self._team(talked, facts)
            case TeamGuideAsked():
                return await self._team_guide()
            case _:
                assert_never(asked)

    def _day(self, person: Person) -> date:
        return local_day(person, self.now, self.library.organization.time_zone)

    # One talk -------------------------------------------------------------------------------------

    async def _pair(self, name: str, other: str, facts: Facts) -> Pair | None:
        """Return who talks; None when the other one is not today a report of whoever asks.

        Whoever the staff list names as their own manager has nobody to talk with.
        """
        checklist, me = self.library.checklists[name], self.person
        if not other:
            manager = await self.store.people.person(me.manager) if me.manager not in (None, me.id) else None
            return Pair(checklist, me, facts, manager if manager and not self._left(manager) else None)
        employee = await self.store.people.person(PersonId(other))
        if employee is None or employee.manager != me.id or self._left(employee) or self._left(me):
            return None
        return Pair(checklist, employee, await self._facts(employee.id), me)

    def _left(self, person: Person) -> bool:
        return person.left_by(self._day(person))

    async def _facts(self, person: PersonId) -> Facts:
        return (await self.store.ledger.life(person)).facts

    async def _talk(self, asked: TalkAsked, facts: Facts) -> Answer | None:
        """Say how a talk stands for whoever asks, and no more about the other one than they may see."""
        pair = await self._pair(asked.checklist, asked.other, facts)
        if pair is None:
            return None
        both = await both_confirmed(self.store.ledger, pair.checklist, pair.employee, pair.facts)
        if both and asked.other and both.manager != self.person.id:
            return None  # It was confirmed with the manager of that day, and stays with the employee.
        if both:
            other = pair.employee if asked.other else await self.store.people.person(both.manager)
            return Answer(self._values(pair, other, both.day), state=BOTH)
        if pair.manager is None or self._left(self.person):
            return Answer(state=ALONE)
        return await self._open(asked, pair, pair.manager, facts)

    async def _open(self, asked: TalkAsked, pair: Pair, manager: Person, facts: Facts) -> Answer:
        """Say how a talk stands that not both have confirmed, with the tap of whoever asks, if it is made."""
        side = Side.MANAGER if asked.other else Side.EMPLOYEE
        other = pair.employee if asked.other else manager
        since, today = opens(pair.checklist, pair.employee), self._day(self.person)
        mine = own_day(facts, asked.checklist, side, other.id, since)
        if mine is not None:
            return Answer(self._values(pair, other, mine), state=MINE)
        if today < since:
            return Answer(state=EARLY)  # What is confirmed before the first day would not count.
        if not asked.confirm:
            return Answer(self._values(pair, other), state=OPEN)
        opposite = Side.EMPLOYEE if asked.other else Side.MANAGER
        theirs = own_day(await self._facts(other.id), asked.checklist, opposite, self.person.id, since)
        values = {**self._values(pair, other, max(today, theirs or today)), OTHER: other.id}
        return Answer(values, state=BOTH if theirs else MINE)

    def _values(self, pair: Pair, other: Person | None, day: date | None = None) -> dict[str, Value]:
        words = self.library.sentences
        due = due_day(pair.checklist, pair.employee)
        return {
            "name": called(other) if other else words["talk.somebody"],
            "due": due or words["talk.no-date"],
            **({"day": day} if day else {}),
        }

    def _guide(self, checklist: Checklist, language: Language | None) -> tuple[Text, ...]:
        """Return the steps of the guide in a language, whoever reads it; None is that of whoever reads it."""
        pattern = self.library.sentences["talk.guide-step"]
        steps = [{"minutes": step.minutes, "text": step.text} for step in checklist.talk.guide]
        if language is None:
            return tuple(filled(pattern, values) for values in steps)
        return tuple(same(fill(pattern, values, language)) for values in steps)

    # A team ---------------------------------------------------------------------------------------

    async def _team(self, talked: str | None, facts: Facts) -> Answer | None:
        """List a manager's new and leaving people, as they stand once `talked` is confirmed."""
        today = self._day(self.person)
        if "team" not in self.person.may(today):
            return None
        members: list[Member] = []
        new = ""
        for checklist, employee in await self._people():
            key = key_of(checklist.id, employee.id)
            theirs = await self._facts(employee.id)
            both = await both_confirmed(self.store.ledger, checklist, employee, theirs)
            if both and both.manager != self.person.id:
                continue  # It stays with the employee, who can show it.
            since = opens(checklist, employee)
            mine = own_day(facts, checklist.id, Side.MANAGER, employee.id, since)
            day = both.day if both else None
            if key == talked and mine is None and today >= since:
                new, mine = key, today
                said = own_day(theirs, checklist.id, Side.EMPLOYEE, self.person.id, since)
                day = max(today, said) if said else None
            due = due_day(checklist, employee)
            members.append(Member(key, called(employee), checklist, due, mine, day, early=today < since))
        answer = team_list(self.library, members, new)
        return replace(answer, state=UNCHOSEN) if talked == "" and answer.state == TALKS else answer

    async def _people(self) -> list[tuple[Checklist, Person]]:
        """Return the manager's people who arrive, are new, or leave soon, with the checklist of each."""
        mine = [each for each in await self.store.people.everyone() if each.manager == self.person.id]
        return [
            (checklist, each)
            for each in mine
            for checklist in self.library.checklists.values()
            if not self._left(each)
            and each.id != self.person.id
            and upcoming_or_current(checklist, counted(checklist, each), self._day(each))
        ]

    async def _team_guide(self) -> Answer | None:
        """Return each guide in the languages of the people concerned; without any, the first one."""
        if "team" not in self.person.may(self._day(self.person)):
            return None
        people = await self._people()
        spoken = {
            (checklist.id, spoken_language(each, await self._facts(each.id))) for checklist, each in people
        }
        steps: list[Text] = []
        for checklist in in_order(self.library):
            for language in LANGUAGES:
                if (checklist.id, language) in spoken:
                    steps.append(same(checklist.talk.title.of(language)))
                    steps += self._guide(checklist, language)
        return Answer({"steps": tuple(steps) or self._guide(in_order(self.library)[0], None)}, state=GUIDE)

    # A checklist ----------------------------------------------------------------------------------

    async def _checklist(self, checklist: Checklist, side: str, facts: Facts) -> Answer | None:
        """List a manager's items for managers, or an employee's own with what is known as done."""
        today = self._day(self.person)
        if side == Side.MANAGER:
            return managers_list(self.library, checklist) if "team" in self.person.may(today) else None
        both = await both_confirmed(self.store.ledger, checklist, self.person, facts)
        manager = self.person.manager
        since = opens(checklist, self.person)
        mine = own_day(facts, checklist.id, Side.EMPLOYEE, manager, since) if manager else None
        return employees_list(self.library, checklist, self.person, facts, Stands(mine, both), today=today)


def called(person: Person) -> str:
    """Return what somebody is called: their name, else what the staff list has."""
    return person.name or person.email or person.id


def same(words: str) -> Text:
    """Return words that stay in their own language, whoever reads them."""
    return Text(en=words, fr=words)
