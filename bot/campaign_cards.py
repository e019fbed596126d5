"""What a values and ethics office sees of one campaign: how it stands, its rehearsal, who was missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot import audiences
from bot import campaign_progress as reports_on
from bot.campaign_progress import Progresses
from bot.campaigns import title_of
from bot.counting import Look, day_everywhere
from bot.plans import Plans
from bot.session_cards import described
from content.model import (
    LANGUAGES,
    Communication,
    DutyRun,
    Halt,
    Library,
    Session,
    Stage,
    Text,
)
from content.wording import filled
from dialogs import stages
from dialogs.audience import gone
from dialogs.flow import Answer
from dialogs.occurrences import turn_days
from dialogs.people import Person, PersonId
from dialogs.questions import CampaignAsked
from dialogs.stages import Message
from dialogs.views import Table, Value
from reports.tables import weight
from storage.campaigns import Filed, campaign, versions
from storage.ports import Store

SEEN_BACK = SEEN_AHEAD = timedelta(days=100)
"""How far around today an occurrence of a duty can be opened."""

ROOM = 7_500
"""Characters for the tables of a card."""


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards about one campaign, for one officer in one turn, whose role was checked a moment ago."""

    library: Library
    store: Store
    plans: Plans
    look: Look

    async def opened(self, asked: CampaignAsked, note: str = "") -> Answer | None:
        """Return a card about one campaign, under a note; None when there is none this desk can open."""
        found = await self.find(asked.campaign)
        match found, asked.what:
            case None, _:
                return None
            case _, "unreached":
                return await self._unreached(found)
            case Filed(campaign=DutyRun() as run), _:
                return await self._duty(found, run, note)
            case Filed(campaign=(Communication() | Session()) as written), "rehearsal":
                return await self._rehearsal(found, written, note)
            case Filed(campaign=(Communication() | Session()) as written), "earlier":
                return await self._earlier(found, written)
            case Filed(campaign=(Communication() | Session()) as written), "rewording" if written.rewording:
                return self.rewording(found, written)
            case Filed(campaign=(Communication() | Session()) as written), _:
                return await self.card(found, written, note)
            case _:
                return None

    async def find(self, id_: str) -> Filed | None:
        """Return a campaign, or an occurrence of a duty that nobody has written anything about yet."""
        found = await campaign(self.store, id_)
        if found is not None:
            return found
        duty, _, occurrence = id_.partition("@")
        days = turn_days(self.library.organization, duty, occurrence)
        today = self.look.today
        if days and days[0] <= today + SEEN_AHEAD and days[1] >= today - SEEN_BACK:
            return Filed(id_, 0, DutyRun(duty=duty, occurrence=occurrence))
        return None

    # Cards ----------------------------------------------------------------------------------------

    def about(self, found: Filed, card: str, offered: stages.Ways, values: Mapping[str, Value]) -> Answer:
        """Return a card about a campaign, with what it offers."""
        common: dict[str, Value] = {
            "campaign": found.id,
            "revision": found.revision,
            "ways": " ".join(offered.buttons),
            "more": " ".join(offered.more),
            "title": title_of(self.library, found),
        }
        return Answer({**common, **values}, state=card)

    async def card(self, found: Filed, written: Message, note: str = "") -> Answer:
        """Return a communication or a session as it stands."""
        everyone, today = await self.store.people.everyone(), self.look.today
        organization, draft = self.library.organization, written.stage is Stage.DRAFT
        lost = gone(organization, written.audience)
        if draft:
            rehearsed = await self.plans.rehearsed(found.id, written)
            size, come = rehearsed.size, None
            missing = stages.before_start(written, today, None if lost else sum(rehearsed.days.values()))
        else:
            come = await self._progresses.of(found)
            size, missing = len(reports_on.meant(organization, written.audience, everyone, today)), ()
        reached = come is not None and come.reached
        offered = stages.ways(written, ready=draft and not missing, reached=reached, gone=lost)
        values: dict[str, Value] = {
            "standing": self._standing(written),
            "audience": audiences.named(self.library, written.audience),
            "size": size,
            "first": written.first_day,
            "last": written.last_day,
            "spread": self._spread(written.spread_days),
            "note": note,
        }
        remarks = [self.library.sentences[each] for each in (*missing, *_waits(written, lost=lost))]
        remarks += audiences.on_its_list(self.library, written, everyone, today)
        remarks += await self._corrections(found, written)
        answer = self.about(found, "campaigns.card", offered, values)
        tables = (reports_on.state_table(self.library, come),) if come else ()
        answer = replace(answer, tables=tables, remarks=tuple(remarks))
        if isinstance(written, Session):
            return await described(
                self.store, self.library, found.id, written, now=self.look.now, answer=answer
            )
        return answer

    async def _corrections(self, found: Filed, written: Message) -> list[Text]:
        """Say when a text was corrected, and how many delivered messages show it."""
        if written.corrected is None:
            return []
        words = self.library.sentences
        counts = await reports_on.corrected(self.store, found.id, written.text_version)
        said: dict[str, Value] = {"day": written.corrected, "text": written.text_version}
        return [
            filled(words["campaigns.corrected-on"], said),
            filled(words["campaigns.corrections"], counts),
        ]

    async def _duty(self, found: Filed, run: DutyRun, note: str) -> Answer | None:
        """Return an occurrence of a duty as it stands; what people answered only once it is over."""
        days = turn_days(self.library.organization, run.duty, run.occurrence)
        if days is None:  # The organization no longer asks for it.
            return None
        everyone = await self.store.people.everyone()
        over = days[1] < day_everywhere(self.look.now, everyone, self.library)
        come = await self._progresses.of(found)
        stage = Stage.CLOSED if over else run.stage
        shown = run.model_copy(update={"stage": stage})
        values: dict[str, Value] = {
            "standing": self._standing(shown),
            "first": days[0],
            "last": days[1],
            "note": note,
        }
        offered = stages.ways(shown, ready=False, reached=come.reached)
        answer = self.about(found, "campaigns.duty", offered, values)
        tables, remarks = [reports_on.state_table(self.library, come)], []
        if over:
            table, hidden = await reports_on.outcomes(self.store, self.library, run, days)
            tables += [table] if table else []
            remarks += [self.library.sentences[hidden]] if hidden else []
        return replace(answer, tables=tuple(tables), remarks=tuple(remarks))

    def rewording(self, found: Filed, written: Message, note: str = "") -> Answer:
        """Return the correction that is being written."""
        previewed = written.rewording.previewed if written.rewording else ()
        missing = [f"campaigns.unseen.{each}" for each in LANGUAGES if each not in previewed]
        said = self.library.sentences[missing[0] if missing else "campaigns.seen-both"]
        values: dict[str, Value] = {"standing": said, "note": note}
        return self.about(found, "campaigns.rewording", stages.rewording_ways(written), values)

    async def _rehearsal(self, found: Filed, written: Message, note: str) -> Answer:
        """Return who would get it on which day, and who would not, if it started now."""
        rehearsed, words = await self.plans.rehearsed(found.id, written), self.library.sentences
        header = (words["campaigns.column.day"], words["campaigns.column.people"])
        days = sorted(rehearsed.days.items())
        tables = [Table(words["campaigns.table.rehearsal"], header, tuple(days))] if days else []
        missed = reports_on.reason_table(self.library, rehearsed.unreached, "campaigns.table.would-miss")
        tables += [missed] if missed else []
        values: dict[str, Value] = {"tested": len(self.library.organization.test_list), "note": note}
        answer = self.about(
            found, "campaigns.rehearsal", stages.Ways(("send-test", "back", "campaigns")), values
        )
        everyone, today = await self.store.people.everyone(), self.look.today
        remarks = audiences.on_its_list(self.library, written, everyone, today)
        if gone(self.library.organization, written.audience):
            remarks += [words["campaigns.audience-gone"]]
        elif not missed:
            remarks += [words["campaigns.nobody-to-miss"]]
        return replace(answer, tables=tuple(tables), remarks=tuple(remarks))

    async def _unreached(self, found: Filed) -> Answer:
        """Return how many were not reached, or perhaps not, by reason; nobody is named."""
        reasons = (await self._progresses.of(found)).unreached
        table = reports_on.by_reason(self.library, reasons, "campaigns.table.unreached")
        offered = stages.Ways((*(("make-list",) if table else ()), "back", "campaigns"))
        answer = self.about(found, "campaigns.unreached", offered, {})
        nobody = () if table else (self.library.sentences["campaigns.nobody-missed"],)
        return replace(answer, tables=(table,) if table else (), remarks=nobody)

    async def _earlier(self, found: Filed, written: Message) -> Answer:
        """Return the texts before each correction, as far as a card has room; the newest of them first."""
        texts: dict[int, Message] = {}
        untils: dict[int, date] = {}
        for each in await versions(self.store, found.id):
            if isinstance(each.campaign, Message):
                texts[each.campaign.text_version] = each.campaign
                if each.campaign.corrected:
                    untils.setdefault(each.campaign.text_version - 1, each.campaign.corrected)
        tables: list[Table] = []
        room, words = ROOM, self.library.sentences
        for number in sorted(set(texts) - {written.text_version}, reverse=True):
            values: dict[str, Value] = {"text": number, "day": untils[number]}
            rows = tuple((part,) for part in texts[number].body)
            title = filled(words["campaigns.text-number"], values)
            table = Table(title, (texts[number].title,), rows)
            room -= weight(table, self.library)
            if room >= 0:
                tables.append(table)
        answer = self.about(found, "campaigns.earlier", stages.Ways(("back", "campaigns")), {})
        shortened = (words["campaigns.shortened"],) if room < 0 else ()
        return replace(answer, tables=tuple(tables), remarks=shortened)

    # Words ----------------------------------------------------------------------------------------

    def _standing(self, run: Message | DutyRun) -> Text:
        """Say at which stage a campaign is, and why it stands still where it does so by itself."""
        if run.stage is Stage.PAUSED and run.halt and run.halt.by_itself:
            why, helps = (self.library.sentences[f"campaign.halt-{run.halt}{part}"] for part in ("", ".next"))
            return Text(en=f"{why.en} {helps.en}", fr=f"{why.fr} {helps.fr}")
        return self.library.sentences[f"campaigns.stage.{run.stage}"]

    def _spread(self, days: int) -> Text:
        words = self.library.sentences
        return (
            filled(words["campaigns.spread-over"], {"days": days}) if days else words["campaigns.in-one-day"]
        )

    # What was sent --------------------------------------------------------------------------------

    @property
    def _progresses(self) -> Progresses:
        return Progresses(self.store, self.library, self.plans, self.look.today)

    async def names(self, id_: str) -> tuple[Filed, Mapping[PersonId, str], Sequence[Person]] | None:
        """Return who was not reached and why, by person, with the staff list; None for no such campaign."""
        found = await self.find(id_)
        if found is None:
            return None
        come = await self._progresses.of(found)
        return found, come.unreached, await self.store.people.everyone()


def _waits(written: Message, *, lost: bool) -> tuple[str, ...]:
    """Return the sentence on what cannot go on, unless how it stands says so already."""
    told = written.stage is not Stage.PAUSED or written.halt is Halt.AUDIENCE
    return ("campaigns.audience-gone",) if lost and not told else ()
