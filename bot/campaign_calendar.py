"""The calendar of a values and ethics office: what runs, what is planned, and weeks that hold too much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.campaign_progress import audience_of, meant
from bot.campaigns import source_of, title_of
from bot.counting import Look
from bot.plans import Plans
from content.model import Communication, DutyRun, Library, Session, Stage, Text
from content.wording import filled
from dialogs.flow import Answer
from dialogs.occurrences import turn_days
from dialogs.people import Person
from dialogs.plans import PARTS, Planned, collisions
from dialogs.views import Table, Value
from reports.tables import weight
from storage.campaigns import Filed, campaigns, duty_run
from storage.ports import Store

AHEAD = BEHIND = timedelta(days=90)
"""How far the calendar looks ahead, and how long what has ended can still be opened."""

A_TURN = timedelta(days=366)
"""The longest occurrence of a duty: its messages leave in its first days, and it goes on."""

ROOM, ROOM_TO_CHOOSE = 5_000, 2_400
"""Characters of a card for the table, and for the choice beside it."""

AROUND_AN_OPTION = 45
MOST_FLAGGED = 4
"""How many weeks that hold too much are named; the nearest come first."""

ORDER = (Stage.RUNNING, Stage.PAUSED, Stage.DRAFT, Stage.CLOSED, Stage.STOPPED)
"""What comes first where not all of it fits."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calendar. `id` opens it, empty where this desk cannot; `short` names its stage.

    `name` is that of what it is a part of, as plans have it.
    """

    id: str
    name: str
    kind: str
    title: Text
    first: date
    last: date
    stage: Stage
    short: str
    people: int


def _urgency(line: Line) -> tuple[int, date, str]:
    return ORDER.index(line.stage), line.first, line.title.en


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar for one officer in one turn, whose role was checked a moment ago."""

    library: Library
    store: Store
    plans: Plans
    look: Look

    async def answer(self, note: str = "") -> Answer:
        """Return what runs now and in the next 90 days, and a choice of what can be opened."""
        today, words = self.look.today, self.library.sentences
        lines, planned = await self._lines()
        until = today + AHEAD
        in_table = [each for each in lines if each.last >= today and each.stage is not Stage.STOPPED]
        table, cut = self._table(in_table, until)
        options, cut_too = self._options({each.id: each for each in reversed(lines)}.values())
        remarks = [] if in_table else [words["campaigns.nothing-planned"]]
        remarks += self._collisions(planned, {each.name: each.title for each in lines})
        remarks += [words["campaigns.more"]] if cut or cut_too else []
        values: dict[str, Value] = {"until": until, "note": note}
        return Answer(values, table, tuple(remarks), "campaigns", options)

    async def _lines(self) -> tuple[list[Line], Sequence[Planned]]:
        """Return everything there is to list, most urgent first, and what is planned."""
        today = self.look.today
        planned = await self.plans.calendar(today - A_TURN - BEHIND, today + AHEAD)
        filed = await campaigns(self.store)
        everyone = await self.store.people.everyone()
        found = [line for each in planned if (line := self._planned(each, filed))]
        lines = [line for line in found if line.last >= today - BEHIND]
        listed = {each.id if each.source in PARTS else duty_run(each.source, each.id) for each in planned}
        others = (each for each in filed.values() if each.id not in listed)
        lines += [line for each in others if (line := self._unplanned(each, everyone))]
        return sorted(lines, key=_urgency), planned

    def _planned(self, planned: Planned, filed: Mapping[str, Filed]) -> Line | None:
        """Return the line of something that will be sent, or was."""
        today, first, last = self.look.today, planned.first, planned.last
        if planned.source in PARTS:
            found = filed.get(planned.id)
            if found is None:
                return None
            stage, id_ = found.campaign.stage, planned.id
            kind, title = planned.source, title_of(self.library, found)
        else:
            id_ = duty_run(planned.source, planned.id)
            run = DutyRun(duty=planned.source, occurrence=planned.id)
            found = filed.get(id_) or Filed(id_, 0, run)
            first, last = turn_days(self.library.organization, planned.source, planned.id) or (first, last)
            stage = Stage.CLOSED if last < today else found.campaign.stage
            kind, title = "duty", title_of(self.library, found)
        short = "planned" if stage is Stage.RUNNING and first > today else stage.value
        return Line(id_, planned.name, kind, title, first, last, stage, short, planned.people)

    def _unplanned(self, found: Filed, everyone: Sequence[Person]) -> Line | None:
        """Return the line of what will not be sent as it is: a draft, or what ended not long ago."""
        match found.campaign:
            case Communication() | Session() as written if written.last_day >= self.look.today - BEHIND:
                return Line(
                    found.id,
                    f"/{found.id}",
                    source_of(written),
                    written.title,
                    written.first_day,
                    written.last_day,
                    written.stage,
                    written.stage.value,
                    len(meant(self.library.organization, written.audience, everyone, self.look.today)),
                )
            case DutyRun(duty=duty, occurrence=turn, stage=stage):  # Stopped: it is no longer planned.
                days = turn_days(self.library.organization, duty, turn)
                if days is None or days[1] < self.look.today - BEHIND:
                    return None
                organization, title = self.library.organization, title_of(self.library, found)
                people = len(meant(organization, audience_of(organization, duty), everyone, days[0]))
                name = f"{duty}/{turn}"
                return Line(found.id, name, "duty", title, *days, stage, stage.value, people)
            case _:
                return None

    def _table(self, lines: Sequence[Line], until: date) -> tuple[tuple[Table, ...], bool]:
        """Return as much as a card has room for, in the order of the days, and whether that is not all."""
        words = self.library.sentences
        header = tuple(words[f"campaigns.column.{each}"] for each in ("what", "days", "stage", "people"))
        title = filled(words["campaigns.table.calendar"], {"until": until})
        kept: list[Line] = []
        for line in lines:
            table = Table(title, header, self._rows([*kept, line]))
            if weight(table, self.library) > ROOM:
                return (Table(title, header, self._rows(kept)),), True
            kept.append(line)
        return ((Table(title, header, self._rows(kept)),) if kept else ()), False

    def _rows(self, lines: Sequence[Line]) -> tuple[tuple[Value, ...], ...]:
        words = self.library.sentences
        return tuple(
            (
                filled(
                    words["campaigns.option"],
                    {"title": line.title, "stage": words[f"campaigns.kind.{line.kind}"]},
                ),
                filled(words["campaigns.days"], {"first": line.first, "last": line.last}),
                words[f"campaigns.short.{line.short}"],
                line.people,
            )
            for line in sorted(lines, key=lambda line: (line.first, line.last, line.title.en))
        )

    def _options(self, lines: Iterable[Line]) -> tuple[tuple[tuple[str, Text], ...], bool]:
        """Return what can be opened, as much as a card has room for, and whether that is not all."""
        words, room = self.library.sentences, ROOM_TO_CHOOSE
        options: list[tuple[str, Text]] = []
        for line in sorted(lines, key=_urgency):
            stage = words[f"campaigns.short.{line.short}"]
            named = filled(words["campaigns.option"], {"title": line.title, "stage": stage})
            room -= AROUND_AN_OPTION + len(line.id) + max(len(named.en), len(named.fr))
            if room < 0:
                return tuple(options), True
            options.append((line.id, named))
        return tuple(options), False

    def _collisions(self, planned: Sequence[Planned], titles: Mapping[str, Text]) -> list[Text]:
        """Name the weeks that hold three or more."""
        words, today = self.library.sentences["campaigns.collision"], self.look.today
        told: list[Text] = []
        for week, found in collisions(planned).items():
            names = tuple(titles[each.name] for each in found if each.name in titles)
            if week + timedelta(days=6) >= today and len(told) < MOST_FLAGGED:
                told.append(filled(words, {"week": week, "count": len(found), "names": names}))
        return told
