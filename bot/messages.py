"""What a person may learn of their messages: what comes next, and what waits or came on their return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.plans import Ahead
from content.model import Library, Text, Written
from content.wording import filled, period_in_words, tame
from dialogs.facts import Stamped
from dialogs.flow import Answer
from dialogs.ladder import SECOND, warned
from dialogs.people import Person
from dialogs.plans import Missed, Upcoming
from dialogs.together import TALK, TEAM
from dialogs.views import Value
from dialogs.welcome_back import NOTHING, WORKING_DAYS, came, line, named
from dialogs.working_days import message_days_after
from storage.campaigns import campaigns
from storage.ports import Store


@dataclass(frozen=True, slots=True)
class Messages:
    """Answers one person. Without `ahead` nobody can tell what comes next."""

    store: Store
    library: Library
    person: Person
    ahead: Ahead | None
    today: date

    async def upcoming(self, until: date | None, standing: date | None, note: str = "") -> Answer:
        """Return what comes next, under a note, and until when nothing is wanted: `until` if given."""
        found = await self.ahead.upcoming(self.person, until) if self.ahead else ()
        titles = await self._titles([each.id for each in found])
        lines = tuple(self._line(each, titles) for each in found)
        values: dict[str, Value] = {"upcoming": lines, "note": note}
        peace = until or standing
        return Answer({**values, "until": peace} if peace else values)

    async def returned(self, day: str, facts: Sequence[Stamped]) -> Answer:
        """Return what came on the card of a return, or what would if it left now."""
        found = came(facts, day)
        if not found and self.ahead:
            found = tuple(await self.ahead.missed(self.person, day))
        if not found:
            return Answer(state=NOTHING)
        titles = await self._titles([each.id for each in found])
        due = message_days_after(WORKING_DAYS, date.fromisoformat(day), self.person.province)
        options = tuple((named(each), line(self.library, each, titles.get(each.id))) for each in found)
        return Answer({"due": due}, remarks=self._warned(found, facts), options=options)

    def _warned(self, found: Sequence[Missed], facts: Sequence[Stamped]) -> tuple[Text, ...]:
        """Say when a name joins an office's list: a second card says so, also when it comes with others."""
        said: list[Text] = []
        for each in found:
            of = (other for other in self.library.organization.reminders if other.duty == each.source)
            reminders = next(of, None)
            if reminders is None or each.nth != SECOND:
                continue
            day = warned(reminders, self.person, self.today, facts, arriving=each.id)
            if day is not None:
                said.append(filled(self.library.sentences["coi.listed-after"], {"date": day}))
        return tuple(said)

    def _line(self, upcoming: Upcoming, titles: Mapping[str, Text]) -> Text:
        words = self.library.sentences
        return filled(words["messages.line"], {"title": self._title(upcoming, titles), "day": upcoming.day})

    def _title(self, upcoming: Upcoming, titles: Mapping[str, Text]) -> Text:
        """Name what comes: a duty with its period, a talk and a campaign by their titles."""
        words, name, id_ = self.library.sentences, upcoming.source, upcoming.id
        if name in self.library.duties:
            values: dict[str, Value] = {
                "title": self.library.duties[name].title,
                "period": period_in_words(id_),
            }
            return filled(words["messages.duty"], values)
        if name == TALK and id_ in self.library.checklists:
            return self.library.checklists[id_].talk.title
        if name == TEAM:
            return self.library.verbs[TEAM].label
        return titles.get(id_) or words[f"welcome-back.{name}"]

    async def _titles(self, ids: Sequence[str]) -> Mapping[str, Text]:
        """Return the titles of campaigns, by id."""
        filed = await campaigns(self.store)
        return {
            id_: tame(each.campaign.title)
            for id_, each in filed.items()
            if id_ in ids and isinstance(each.campaign, Written)
        }
