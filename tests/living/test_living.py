"""Every number of the reports is what somebody counts by hand who looks over every shoulder for a year."""

import os
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.command.simulation.channel import Channel
from bot.command.simulation.dice import Dice
from bot.command.simulation.year import NOON, Clock, World, Year, live, unhurried
from bot.counting import Look, counts
from bot.turn import Turns
from content.model import Library
from reports.participation import Dimension, Report
from reports.periods import parse
from scheduler.ahead import Ahead
from scheduler.beat import Beat
from scheduler.pace import hurried
from scheduler.ports import Outcome, Refused, Sent, Uncertain
from scheduler.rehearsal import Rehearsal
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.memory import open_memory
from storage.ports import Address, Store
from tests.bot.walk_library import library_of
from tests.conftest import FIGURES
from tests.living.expected import DIMENSIONS, MODULE, PATH, UNIT, ByHand, Said
from tests.living.happened import MEASURES, Heard
from tests.living.rules import Span, everything, fiscal_year
from tests.living.transcript import Overheard, Recorder, Story

YEAR = 2025
FIRST, DAYS = date(YEAR, 4, 1), 365
TORTURE = bool(os.environ.get("ETHOS_TORTURE"))
PEOPLE, SEED = (400, "31") if TORTURE else (120, "26")
IN_BETWEEN = (date(2025, 5, 14), date(2025, 8, 20), date(2025, 12, 10), date(2026, 2, 25))
"""Days on which somebody looks at what is still open."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Department:
    """A department that lives, and somebody who looks over every shoulder."""

    library: Library
    store: Store
    recorder: Recorder
    by_hand: ByHand
    reports: dict[tuple[date, str, str], tuple[Report, dict[str, Said]]]

    async def look(self, span: Span, by: str, today: date) -> None:
        """Ask for a report, and count it by hand on the same day."""
        self.recorder.clock.set(today, NOON)
        now = self.recorder.clock()
        look = Look(f"{len(self.reports):032x}", "operator", now, ZoneInfo("America/Toronto"))
        (report,) = await counts(self.store, self.library, parse(span.id), (Dimension(by),), look)
        self.by_hand.looked(span, by, today)
        self.reports[today, span.id, by] = (report, self.by_hand.report(span, by, today))


def with_files(library: Library) -> Library:
    """Return the demonstration with the kinds of file of another organization: it has none of its own."""
    kinds = library_of("opo").organization.processes
    return library.model_copy(
        update={"organization": library.organization.model_copy(update={"processes": kinds})}
    )


def build(library: Library) -> tuple[Department, Year]:
    """Wire a department as app.py does, over memory, with a recorder in front of everything."""
    own, dice, store, clock = with_files(unhurried(library)), Dice(SEED), open_memory(), Clock(FIRST)
    chance = dice.of("ids").drawn
    keys, whose = MemoryKeys(chance), own.organization
    ahead, plans = Ahead(store, whose, own.checklists, clock), Rehearsal(store, whose, clock)
    mailbox = Mailbox(store.slots, keys, chance)
    turns = Turns(own, store, keys, clock, chance, ahead=ahead, plans=plans, mailbox=mailbox)
    recorder = Recorder(turns, clock)
    channel = Channel[Outcome](recorder, dice.of("channel"), Sent, Refused, Uncertain)
    beat = Beat(
        store,
        Overheard(channel, recorder),
        clock,
        whose,
        opening=turns.opening,
        served=frozenset({"here"}),
        checklists=own.checklists,
        pacer=hurried(),
    )
    world = World(own, store, recorder, beat, clock)
    year = Year(world, PEOPLE, (FIRST, FIRST + timedelta(days=DAYS - 1)), dice, Address("here"))
    channel.came.append(year.came)
    recorder.story = Story(year.staff)
    by_hand = ByHand(Heard(recorder.lines, recorder.story, own))
    return Department(own, store, recorder, by_hand, {}), year


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(library: Library) -> Department:
    """Live a fiscal year once, and look at every report: some while they are open, all when they are over."""
    department, year = build(library)
    seen = 0

    async def looks(today: date) -> None:
        nonlocal seen
        for line in department.recorder.lines[seen:]:
            if line.said == "show-report":
                _given_out(department.by_hand, line.given["period"], line.day)
        seen = len(department.recorder.lines)
        if today in IN_BETWEEN:
            department.by_hand.counted()
            for span in everything(YEAR):
                if span.holds(today):
                    for by in DIMENSIONS:
                        await department.look(span, by, today)

    await live(year, FIRST, DAYS, looks)
    after = FIRST + timedelta(days=DAYS + 2)
    department.by_hand.counted()
    for span in everything(YEAR):
        for by in DIMENSIONS:
            await department.look(span, by, after)
    FIGURES.append(table(department, after))
    return department


def _given_out(by_hand: ByHand, which: str, today: date) -> None:
    """Note what the Senior Official saw on a card: by unit, module and path."""
    spans = [fiscal_year(YEAR)] if which == "this-year" else []
    if which == "last-quarter":
        spans = [each for each in fiscal_year(YEAR).quarters if each.over(today)][-1:]
    for span in spans:
        for by in (UNIT, MODULE, PATH):
            by_hand.looked(span, by, today)


def table(department: Department, day: date) -> str:
    """Return the totals of the year, as counted by hand."""
    said = department.reports[day, fiscal_year(YEAR).id, UNIT][1]
    return f"{PEOPLE} people, {len(department.recorder.lines)} lines: " + ", ".join(
        f"{name} {each.total}" for name, each in said.items()
    )


async def test_every_measure_that_is_reported_is_counted_by_hand(lived: Department) -> None:
    for report, _ in lived.reports.values():
        assert [measure.id for measure in report.measures] == list(MEASURES), "see tests/living/happened.py"


async def test_every_total_is_what_somebody_counts_by_hand(lived: Department) -> None:
    for at, (report, by_hand) in lived.reports.items():
        for measure in report.measures:
            assert measure.total == by_hand[measure.id].total, (at, measure.id)


async def test_every_cell_is_what_somebody_counts_by_hand_or_rightly_hidden(lived: Department) -> None:
    """More may be hidden than the rules for one table ask for, where periods beside each other would tell.

    Then another cell of that table, or of the year around it, may be shown instead: one that is large enough.
    """
    for_others = set[tuple[date, str, str]]()
    kinds = Counter[str]()
    for at, (report, by_hand) in lived.reports.items():
        for measure in report.measures:
            shown = {cell.key: cell.band if cell.count is None else cell.count for cell in measure.cells}
            counted = by_hand[measure.id].cells
            assert shown.keys() == counted.keys(), (at, measure.id)
            more = {key for key, said in shown.items() if said is None and counted[key] is not None}
            if more:
                for_others.add((at[0], at[2], measure.id))
            for key, said in shown.items():
                group = by_hand[measure.id].groups.get(key)
                beside = (at[0], at[2], measure.id) in for_others
                instead = bool(beside and group and not group.small and said == group.count)
                assert said in (counted[key], None) or instead, (at, measure.id, key)
                kinds["more" if key in more else "hidden" if said is None else "shown"] += 1
            assert measure.hidden_cells == sum(said is None for said in shown.values()), (at, measure.id)
    FIGURES.append(
        f"cells shown {kinds['shown']}, hidden {kinds['hidden']}, and for others' sake {kinds['more']}"
    )
    assert kinds["more"] < kinds["shown"] / 10


async def test_the_year_is_full_enough_to_mean_something(lived: Department) -> None:
    """Each measure happens, and numbers, bands and hidden cells are all met in every way to tell apart."""
    whole = fiscal_year(YEAR).id
    kinds: Counter[tuple[str, str]] = Counter()
    for (_, id_, by), (report, by_hand) in lived.reports.items():
        for measure in report.measures:
            assert id_ != whole or report.open or (measure.total or 0) > 0, measure.id
        for said in by_hand.values():
            kinds.update((by, type(each).__name__) for each in said.cells.values())
    expected = {(by, kind) for by in DIMENSIONS for kind in ("int", "str", "NoneType")}
    assert expected <= kinds.keys()
    cards = {line.card for line in lived.recorder.lines}
    assert {
        "coi.ask",
        "code.first",
        "talk.both",
        "welcome-back",
        "attend.there",
        "feedback.invitation",
    } <= cards
    assert "unavailable" not in cards, "a turn failed"
