"""What an operator may do with campaigns over an open store: list, rehearse, start, pause, look how far."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import orjson
import structlog

from bot.audiences import ENDED, on_its_list
from bot.campaign_progress import Progresses
from bot.campaigns import title_of
from bot.command.operator import Operator
from bot.counting import Look, write_down
from bot.plans import Plans
from bot.undelivered import why
from content.model import Campaign, Communication, DutyRun, Halt, Library, Session, Stage
from content.wording import day as in_words
from content.wording import number
from dialogs.audience import gone, strangers
from dialogs.occurrences import turn_days
from dialogs.stages import before_start
from reports.tables import aligned
from storage.campaigns import Filed, campaigns, duty_run, keep
from storage.ports import Stale, Store

AROUND = timedelta(days=200)
"""How far around today occurrences of duties are named."""

MISSING: Mapping[str, str] = {
    "campaigns.before.preview-en": "campaign.unseen-en",
    "campaigns.before.preview-fr": "campaign.unseen-fr",
    "campaigns.before.day": "campaign.first-day-past",
    "campaigns.before.nobody": "campaign.reaches-nobody",
    "campaigns.before.audience": "campaign.audience-gone",
}
"""What an operator is told of what a draft still lacks, by the sentence an officer reads on its card."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Known:
    """A campaign, or an occurrence of a duty, with the days on which it leaves as far as they are known."""

    filed: Filed
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Clerk:
    """Carries out one order of an operator, whose sentences are those of campaigns too."""

    store: Store
    library: Library
    plans: Plans
    operator: Operator
    look: Look

    # Finding --------------------------------------------------------------------------------------

    async def _known(self) -> Mapping[str, Known]:
        """Return everything there is, by id: what is written down, and the occurrences of duties around."""
        today = self.look.today
        filed = await campaigns(self.store)
        found = {id_: _of(each) for id_, each in filed.items()}
        for each in await self.plans.calendar(today - AROUND, today + AROUND):
            if each.source in self.library.duties:
                id_ = duty_run(each.source, each.id)
                run = filed.get(id_) or Filed(id_, 0, DutyRun(duty=each.source, occurrence=each.id))
                days = turn_days(self.library.organization, each.source, each.id)
                found[id_] = Known(run, *(days or (each.first, each.last)))
        return found

    async def _one(self, begins: str) -> Known:
        """Return the only campaign whose id begins like this. Raises a refusal."""
        known = await self._known()
        found = [begins] if begins in known else sorted(id_ for id_ in known if id_.startswith(begins))
        if not found or not begins:
            raise self.operator.refuses("campaign.unknown", 2, id=begins)
        if len(found) > 1:
            raise self.operator.refuses("campaign.several", 2, id=begins, ids=", ".join(found[:5]))
        return known[found[0]]

    # Looking --------------------------------------------------------------------------------------

    async def listed(self, *, as_json: bool) -> str:
        """List every campaign with its stage and days, and the duties around today, by first day."""
        known = sorted((await self._known()).items(), key=lambda each: (each[1].first or date.min, each[0]))
        rows = [
            {
                "id": id_,
                "title": title_of(self.library, each.filed).of(self.operator.language),
                "stage": self._at(each),
                "first": each.first.isoformat() if each.first else "",
                "last": each.last.isoformat() if each.last else "",
            }
            for id_, each in known
        ]
        if as_json:
            return _json(rows)
        said = [[*row.values()] for row in rows]
        for row in said:
            row[2] = self.operator.says(f"campaign.stage-{row[2]}")
        return self._table(("id", "title", "stage", "first", "last"), said)

    def _at(self, known: Known) -> str:
        """Return the stage, as a word: what runs by itself is planned before its days, and closed after."""
        stage, today = known.filed.campaign.stage, self.look.today
        if stage is not Stage.RUNNING or known.first is None or known.last is None:
            return stage.value
        return "planned" if today < known.first else Stage.CLOSED.value if known.last < today else stage.value

    async def rehearsed(self, begins: str, *, as_json: bool) -> str:
        """Say how many would receive a campaign on which day, and why the others would not."""
        found = await self._one(begins)
        id_, campaign = found.filed.id, self._written(found)
        ahead = await self.plans.rehearsed(id_, campaign)
        if as_json:
            days = {day.isoformat(): count for day, count in ahead.days.items()}
            counted = {"size": ahead.size, "days": days, "unreached": dict(ahead.unreached)}
            return _json({"id": id_, **counted, **await self._counted(campaign)})
        receive, language = sum(ahead.days.values()), self.operator.language
        said = self.operator.says("campaign.would-receive", receive=receive, size=ahead.size) + "\n"
        said += self.operator.says("campaign.budgets-aside") + "\n" + await self._about_its_list(campaign)
        rows = [[in_words(day, language), number(count, language)] for day, count in ahead.days.items()]
        return said + self._table(("day", "people"), rows) + self._reasons(ahead.unreached)

    async def receivers(self, begins: str, *, as_json: bool) -> str:
        """Name, by id, who would receive a campaign on which day; the look is written down before."""
        found = await self._one(begins)
        campaign = self._written(found)
        await write_down(self.store, self.look, {"what": "rehearsal"})
        who = await self.plans.receives(found.filed.id, campaign)
        if as_json:
            return _json([{"id": person, "day": day.isoformat()} for person, day in who])
        return "".join(f"{person} {day.isoformat()}\n" for person, day in who)

    async def standing(self, begins: str, *, as_json: bool) -> str:
        """Say how far a campaign has come, who was not reached for which reason, and what helps."""
        found = await self._one(begins)
        come = await Progresses(self.store, self.library, self.plans, self.look.today).of(found.filed)
        reasons = Counter(come.unreached.values())
        stage = found.filed.campaign.stage
        if as_json:
            counted = {"states": dict(come.states), "unreached": dict(reasons)}
            on_list = await self._counted(found.filed.campaign)
            return _json({"id": found.filed.id, "stage": stage.value, **counted, **on_list})
        title = title_of(self.library, found.filed).of(self.operator.language)
        said = self.operator.says("campaign.stands", title=title, stage=self._stage(stage)) + "\n"
        halt = found.filed.campaign.halt
        if halt and halt.by_itself:
            said += f"{self.operator.says(f'campaign.halt-{halt.value}')}\n"
            said += f"{self.operator.says(f'campaign.halt-{halt.value}.next')}\n"
        said += await self._about_its_list(found.filed.campaign)
        words, language = self.library.sentences, self.operator.language
        rows = [
            [words[f"campaigns.state.{name}"].of(language), number(count, language)]
            for name, count in come.states.items()
        ]
        return said + self._table(("state", "people"), rows) + self._reasons(reasons)

    # Doing ----------------------------------------------------------------------------------------

    async def started(self, begins: str) -> str:
        """Start a draft, or have what is paused go on. Raises a refusal that says what is missing."""
        found = await self._one(begins)
        campaign, id_ = found.filed.campaign, found.filed.id
        if campaign.stage is Stage.DRAFT and isinstance(campaign, Communication | Session):
            await self._ready(id_, campaign)
        elif campaign.stage is not Stage.PAUSED:
            raise self.operator.refuses("campaign.not-to-start", stage=self._stage(campaign.stage))
        elif self._is_gone(campaign):
            raise self.operator.refuses("campaign.audience-gone")
        said = "campaign.started" if campaign.stage is Stage.DRAFT else "campaign.resumed"
        return await self._moved(found, Stage.RUNNING, said)

    async def paused(self, begins: str) -> str:
        """Have a campaign, or an occurrence of a duty, wait. Raises a refusal when it does not run."""
        found = await self._one(begins)
        if found.filed.campaign.stage is not Stage.RUNNING:
            stage = self._stage(found.filed.campaign.stage)
            raise self.operator.refuses("campaign.not-to-pause", stage=stage)
        return await self._moved(found, Stage.PAUSED, "campaign.paused")

    async def _ready(self, id_: str, campaign: Communication | Session) -> None:
        """Raise a refusal for the first thing that a draft still lacks."""
        ahead = (await self.plans.rehearsed(id_, campaign)).days
        people = None if self._is_gone(campaign) else sum(ahead.values())
        for missing in before_start(campaign, self.look.today, people):
            raise self.operator.refuses(MISSING[missing], day=campaign.first_day.isoformat())

    async def _moved(self, found: Known, stage: Stage, said: str) -> str:
        filed = found.filed
        halt = Halt.OFFICE if stage is Stage.PAUSED else None
        changed = filed.campaign.model_copy(update={"stage": stage, "halt": halt})
        try:
            await keep(self.store, filed.id, changed, filed.revision)
        except Stale:
            raise self.operator.refuses("campaign.changed") from None
        log.info("campaign.moved", state=stage.value, role=self.look.role)
        title = title_of(self.library, filed).of(self.operator.language)
        return self.operator.says(said, title=title) + "\n"

    # Whom it is for -------------------------------------------------------------------------------

    def _is_gone(self, campaign: Campaign) -> bool:
        """Tell whether a campaign is for an audience that the organization no longer maintains."""
        return not isinstance(campaign, DutyRun) and gone(self.library.organization, campaign.audience)

    async def _about_its_list(self, campaign: Campaign) -> str:
        """Say what is wrong with the audience that a campaign is for; nothing for most."""
        if isinstance(campaign, DutyRun):
            return ""
        if self._is_gone(campaign) and campaign.stage not in ENDED and campaign.halt is not Halt.AUDIENCE:
            return self.operator.says("campaign.audience-gone") + "\n"
        everyone = await self.store.people.everyone()
        said = on_its_list(self.library, campaign, everyone, self.look.today)
        return "".join(f"{each.of(self.operator.language)}\n" for each in said)

    async def _counted(self, campaign: Campaign) -> Mapping[str, object]:
        """Count who stands on the list of its audience, and who of them is unknown; empty without a list."""
        if isinstance(campaign, DutyRun):
            return {}
        everyone = await self.store.people.everyone()
        found = strangers(self.library.organization, campaign.audience, everyone, self.look.today)
        return {"list": {"people": found.listed, "unknown": found.unknown}} if found else {}

    # Words ----------------------------------------------------------------------------------------

    def _written(self, found: Known) -> Communication | Session:
        """Return what can be rehearsed. Raises a refusal for a duty, whose days follow from its cadence."""
        if isinstance(found.filed.campaign, DutyRun):
            raise self.operator.refuses("campaign.a-duty", 2)
        return found.filed.campaign

    def _stage(self, stage: Stage) -> str:
        return self.operator.says(f"campaign.stage-{stage.value}")

    def _reasons(self, reasons: Mapping[str, int]) -> str:
        """Write reasons in words with the next step, most first; nothing when there are none."""
        language = self.operator.language
        rows = []
        for reason, count in sorted(reasons.items(), key=lambda each: (-each[1], each[0])):
            said, helps = why(self.library, reason)
            rows.append([number(count, language), f"{said.of(language)} {helps.of(language)}"])
        return f"\n{self._table(('people', 'reason'), rows)}" if rows else ""

    def _table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        header = [self.operator.says(f"campaign.column-{column}") for column in columns]
        return "".join(f"{line}\n" for line in aligned([header, *rows]))


def _of(filed: Filed) -> Known:
    campaign = filed.campaign
    if isinstance(campaign, DutyRun):
        return Known(filed)
    return Known(filed, campaign.first_day, campaign.last_day)


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"
