"""How far a campaign has come, who may not have it, and what people answered, as an officer reads it."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest

from content.model import Audience, Library, Stage
from dialogs.facts import MessageSent, Outcome, Reached, ReminderAnswered, ReminderSent
from dialogs.people import Person, PersonId
from storage.ports import DeliveryState, Settlement
from tests.bot.office import Office, person
from tests.bot.officer import (
    OTHER,
    VERA,
    cells,
    kept,
    looks,
    moves_away,
    office_of,
    opens,
    starts,
    writes,
)
from tests.scheduler.living import happen
from tests.scheduler.sending import changes

ANA = "policy-0"
GUID = "0000000a-de30-4000-8000-00000000000a"


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


async def test_after_the_start_the_card_agrees_with_the_rehearsal(office: Office) -> None:
    await moves_away(office, "policy-1")
    away = replace(person("away", "policy"), leave_from=date(2026, 11, 1), leave_to=date(2027, 6, 1))
    await office.hires(person("new", "policy"), away)
    await office.settles_in("away")
    await writes(office)
    rehearsed = (await office.presses(VERA, "rehearse")).view.tables
    await office.presses(VERA, "back")
    await looks(office)
    (started,) = (await office.presses(VERA, "start-campaign")).view.tables
    assert [row[1] for row in rehearsed[0].rows] == [12]
    assert cells(started)["waiting"] == 12
    missed = (await office.presses(VERA, "open", None, more="unreached")).view.tables[0]
    assert missed.rows == rehearsed[1].rows
    await office.ticks()
    (after,) = (await opens(office)).view.tables
    assert list(cells(after).values()) == [0, 12, 0, 0]


@pytest.mark.parametrize("reason", ["time-out", "lease", "no-answer", "error"])
async def test_whoever_may_not_have_it_is_on_the_list_with_what_helps(office: Office, reason: str) -> None:
    await starts(office)
    await office.campaigns(office.at)
    (claimed,) = await office.store.deliveries.claim(office.at, 1, timedelta(minutes=5))
    await office.store.deliveries.settle(claimed.key, Settlement(DeliveryState.UNCERTAIN, reason=reason))
    await office.ticks()
    shown = await office.presses(VERA, "open", None, more="unreached")
    (table,) = shown.view.tables
    words = office.library.sentences
    said, helps = words[f"undelivered.{reason}"], words[f"undelivered.{reason}.next"]
    assert table.title.en == "Not reached, or not certain, by reason"
    assert table.rows == ((said, 1, helps),)
    shown = await office.presses(VERA, "make-list")
    file = await office.turns.file(VERA, shown.view.file)
    assert file is not None
    _, row = csv.reader(StringIO(file.body.decode("utf-8-sig")))
    assert row[2:] == [said.en, said.fr, helps.en, helps.fr]


async def test_what_came_on_a_card_with_others_was_delivered(office: Office) -> None:
    await starts(office)
    id_ = (await kept(office)).id
    had = Person(PersonId(ANA))
    await happen(office.store, had, MessageSent("communication", id_, Reached.TOGETHER))
    await happen(office.store, had, ReminderSent("coi", "2026-Q4", 1, Reached.TOGETHER))
    answered = ReminderAnswered("coi", "2026-Q4", Outcome.NOTHING_CHANGED)
    await happen(office.store, Person(PersonId("policy-1")), answered)
    (table,) = (await opens(office)).view.tables
    assert list(cells(table).values()) == [12, 1, 0, 0]
    await changes(office.store, id_, stage=Stage.CLOSED)
    (missed,) = (await office.presses(VERA, "open", None, more="unreached")).view.tables
    assert [row[1] for row in missed.rows] == [12]
    await office.types(VERA, "communications")
    (table,) = (await office.presses(VERA, "open", None, campaign="coi@2026-Q4")).view.tables
    assert list(cells(table).values()) == [11, 1, 0, 0], "whoever has answered is not asked"


# Answers --------------------------------------------------------------------------------------------------


async def answers(office: Office, *given: str) -> None:
    """Have colleagues answer the occurrence of this quarter, each in turn, and let it end."""
    await office.ticks()
    for number, answer in enumerate(given):
        await office.presses(f"policy-{number}", "coi")
        await office.presses(f"policy-{number}", answer)
    office.at += timedelta(days=45)


async def over(office: Office) -> tuple[dict[str, object], list[str]]:
    """Return what an officer reads of the answers once the quarter is over, and the remarks."""
    await office.types(VERA, "communications")
    shown = await office.presses(VERA, "open", None, campaign="coi@2026-Q4")
    assert "pause-campaign" not in [button.verb for button in shown.view.buttons]
    _, *tables = shown.view.tables
    return cells(tables[0]) if tables else {}, [remark.en for remark in shown.view.remarks]


async def test_what_people_answered_is_counted_once_a_duty_is_over(library: Library) -> None:
    office = await office_of(library, colleagues=15)
    await answers(office, *["will-declare"] * 5, *["nothing-changed"] * 5)
    assert await over(office) == ({"answered": 10, "will declare": 5}, [])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (["will-declare"], {}),
        (["will-declare", *["nothing-changed"] * 9], {"answered": 10}),
        ([*["will-declare"] * 7, *["nothing-changed"] * 3], {"answered": 10}),
        (["nothing-changed"] * 10, {"answered": 10, "will declare": 0}),
        ([*["will-declare"] * 6, *["nothing-changed"] * 8], {"will declare": 6}),
    ],
)
async def test_a_small_number_of_answers_or_of_those_who_did_not_is_hidden(
    library: Library, given: list[str], shown: dict[str, object]
) -> None:
    office = await office_of(library, colleagues=15)
    await answers(office, *given)
    found, remarks = await over(office)
    assert found == shown
    hides = len(shown) < 2
    assert remarks == [library.sentences["campaigns.outcomes-small"].en] * hides


async def test_in_a_small_organization_what_people_answered_stays_hidden(library: Library) -> None:
    office = await office_of(library, colleagues=3)
    await answers(office, "will-declare")
    assert await over(office) == ({}, [library.sentences["campaigns.outcomes-hidden"].en])


def asking(library: Library, audience: Audience) -> Library:
    """Return an organization that asks only some of its people."""
    reminders = tuple(
        each.model_copy(update={"audience": audience}) for each in library.organization.reminders
    )
    employer = library.organization.model_copy(update={"reminders": reminders})
    return library.model_copy(update={"organization": employer})


async def test_where_few_were_asked_what_they_answered_stays_hidden(library: Library) -> None:
    office = await office_of(asking(library, Audience(roles=("ve-officer",))), colleagues=15)
    await office.presses(VERA, "coi")
    await office.presses(VERA, "will-declare")
    await answers(office, *["will-declare"] * 10)
    assert await over(office) == ({}, [library.sentences["campaigns.outcomes-hidden"].en])


async def test_only_those_who_were_asked_are_counted(library: Library) -> None:
    office = await office_of(asking(library, Audience(units=("policy",))), colleagues=15)
    await office.presses(OTHER, "coi")
    await office.presses(OTHER, "will-declare")
    await answers(office, *["will-declare"] * 5, *["nothing-changed"] * 5)
    assert await over(office) == ({"answered": 10, "will declare": 5}, [])
