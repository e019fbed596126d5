"""Disposal: only with an authority, never during a hold, and never other than the log says."""

from datetime import date, timedelta

from content.model import RecordKind
from dialogs.facts import LanguageChosen, ModuleFinished
from reports.dispositions import Disposition, State, from_line
from scheduler.beat import Beat
from scheduler.disposal import Disposal
from tests.scheduler.disposing import ANA, AUTHORITY, DAY, OLD, hold, keeping, languages, lines, old_facts
from tests.scheduler.living import HERE, MONDAY, Channel, Clock, happen, organization


async def test_without_an_authority_nothing_goes_and_nothing_is_written() -> None:
    store = await old_facts()
    for employer in (organization(), keeping(), keeping("place")):
        await Disposal(store, employer)(MONDAY)
    assert await languages(store) == 4
    assert await lines(store) == []


async def test_what_has_outlived_its_time_goes_and_the_log_says_so() -> None:
    store = await old_facts()
    await Disposal(store, keeping("language-chosen"))(MONDAY)
    assert await languages(store) == 1
    assert await lines(store) == [
        Disposition(
            RecordKind.LANGUAGE_CHOSEN,
            before=date(2024, 11, 23),
            found=3,
            authority=AUTHORITY,
            day=date(2026, 11, 23),
            backups_gone=date(2026, 12, 28),
            state=State.DONE,
            removed=3,
        )
    ]
    history = await store.registers.history("disposition", "language-chosen.2024-11-23")
    assert [from_line(entry.body).state for entry in history] == [State.BEGUN, State.DONE]


async def test_it_works_once_a_day_and_writes_no_line_about_nothing() -> None:
    store = await old_facts()
    disposal = Disposal(store, keeping("language-chosen"))
    await disposal(MONDAY)
    await happen(store, ANA, LanguageChosen("en"), day=OLD)
    await disposal(MONDAY + timedelta(hours=1))
    assert await languages(store) == 2
    await disposal(MONDAY + DAY)
    await disposal(MONDAY + 2 * DAY)
    assert await languages(store) == 1
    assert [line.removed for line in await lines(store)] == [3, 1]


async def test_a_hold_stops_everything_until_it_is_lifted() -> None:
    store = await old_facts()
    await hold(store)
    for days in range(3):
        await Disposal(store, keeping("language-chosen"))(MONDAY + days * DAY)
    assert (await languages(store), await lines(store)) == (4, [])
    await hold(store, on=False)
    await Disposal(store, keeping("language-chosen"))(MONDAY + 3 * DAY)
    assert await languages(store) == 1


async def test_after_a_hold_is_lifted_there_is_a_day_to_think_again() -> None:
    store = await old_facts()
    await hold(store)
    await hold(store, on=False)
    for _ in range(2):  # Also after a restart.
        await Disposal(store, keeping("language-chosen"))(MONDAY)
    assert (await languages(store), await lines(store)) == (4, [])


async def test_facts_that_reports_count_stay_until_their_figures_are_frozen() -> None:
    store = await old_facts()
    await happen(store, ANA, ModuleFinished("M01", 1), day=date(2024, 3, 31))
    await happen(store, ANA, ModuleFinished("M04", 1), day=date(2024, 4, 1))
    employer, frozen = keeping("module-finished"), list[date]()

    async def publish(before: date) -> None:
        assert await store.records.due("module-finished", before) == 1
        frozen.append(before)

    await Disposal(store, employer)(MONDAY)
    assert await lines(store) == []
    await Disposal(store, employer, publish)(MONDAY)
    assert frozen == [date(2024, 4, 1)]
    assert [(line.before, line.removed) for line in await lines(store)] == [(date(2024, 4, 1), 1)]


async def test_the_beat_sends_first_and_then_disposes_but_not_when_it_is_to_stop() -> None:
    store = await old_facts()
    beat = Beat(store, Channel(), Clock(), keeping("language-chosen"), opening=lambda _: b"{}", served=HERE)
    beat.stop()
    await beat()
    assert await languages(store) == 4
    beat = Beat(store, Channel(), Clock(), keeping("language-chosen"), opening=lambda _: b"{}", served=HERE)
    await beat()
    assert await languages(store) == 1


# When it is cut off, and when it is not alone ---------------------------------------------------------------
