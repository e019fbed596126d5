"""What becomes of answers without a name once their period is over."""

import os
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from content.model import AnswerOption, Factor, Library, Text
from dialogs.anonymous import check
from reports.dispositions import SWITCH, switched
from scheduler.releases import promise, release
from storage.batches import Batch
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.memory import open_memory
from storage.ports import Box, Closed, Standing, Store
from tests.scheduler.releasing import (
    DUE,
    FEEDBACK,
    HOUR,
    KEEP,
    LATER,
    PULSE,
    TRUST,
    answered,
    asking,
    form,
    found,
    mailbox_over,
)

WORDS = Text(en="How long?", fr="Depuis quand?")
SAID = tuple(AnswerOption(id=each, text=Text(en=each, fr=each)) for each in ("new", "long"))


@pytest.fixture
def asked(library: Library) -> Library:
    return asking(library)


@pytest.fixture
def store() -> Store:
    return open_memory()


@pytest.fixture
def mailbox(store: Store) -> Mailbox:
    return mailbox_over(store)


async def test_enough_answers_become_one_batch_and_the_box_is_gone(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, PULSE, 7)
    await answered(mailbox, PULSE, 3, trust="disagree")

    for _ in range(3):
        await release(store, mailbox, asked, DUE, os.urandom)

    assert await found(store) == [
        Batch("pulse", 2, "2026-Q4", 10, {"trust": {"agree": 7, "disagree": 3}}, ())
    ]
    assert await mailbox.boxes() == []
    assert await mailbox.standing(PULSE) is Standing.DESTROYED


@pytest.mark.parametrize("early", [timedelta(seconds=1), HOUR, timedelta(days=20)])
async def test_nothing_is_read_until_an_hour_after_the_last_answer_could_be_taken(
    store: Store, mailbox: Mailbox, asked: Library, early: timedelta
) -> None:
    await answered(mailbox, PULSE, 20)

    await release(store, mailbox, asked, DUE - early, os.urandom)

    assert await found(store) == []
    assert await mailbox.standing(PULSE) is Standing.OPEN


async def test_choices_are_counted_and_words_lie_apart_in_an_order_that_says_nothing(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    for number in range(12):
        said = {"trust": "agree", "topics": "gifts ai", "keep": f"comment {number}"}
        await mailbox.put(FEEDBACK, bytes([number]), said)
    for number, said in enumerate(
        [{"keep": "  "}, {"topics": "ai", "keep": " "}, {"trust": "Mr. X is bad"}], start=12
    ):
        await mailbox.put(FEEDBACK, bytes([number]), said)

    await release(store, mailbox, asked, DUE, os.urandom)

    (batch,) = await found(store)
    assert batch.answers == 14, "who says nothing is not counted"
    assert batch.tallies == {"topics": {"ai": 13, "gifts": 12, "*": 13}, "trust": {"agree": 12}}
    assert sorted(each.text for each in batch.words) == sorted(f"comment {number}" for number in range(12))
    assert {each.question for each in batch.words} == {"keep"}
    assert [each.id for each in batch.words] == sorted(each.id for each in batch.words)
    assert [each.text for each in batch.words] != [f"comment {number}" for number in range(12)]
    assert len({each.id for each in batch.words}) == 12
    assert batch.by_factor == {}


async def test_each_form_keeps_to_the_number_that_it_promised(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, FEEDBACK, 11)
    await answered(mailbox, PULSE, 9)
    await answered(mailbox, PULSE, 5, trust=" ")

    await release(store, mailbox, asked, DUE, os.urandom)

    assert await found(store) == []
    after = [Box("feedback", 1, "2027-Q1", large=True), Box("pulse", 2, "2027-Q1")]
    assert await mailbox.boxes() == after
    assert [await mailbox.standing(box) for box in (FEEDBACK, PULSE)] == [Standing.DESTROYED] * 2


async def test_a_later_version_that_asks_for_fewer_does_not_lower_what_an_earlier_one_promised(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    for _ in range(2):
        await promise(store, asked)
    forms = {"feedback": form("feedback", 2, 10, TRUST, KEEP)}
    changed = asked.model_copy(update={"questionnaires": forms})
    await promise(store, changed)
    await answered(mailbox, FEEDBACK, 11)
    await answered(mailbox, Box("feedback", 2, "2026-Q4", large=True), 11)

    await release(store, mailbox, changed, DUE, os.urandom)

    assert [(batch.version, batch.answers) for batch in await found(store)] == [(2, 11)]
    assert await mailbox.boxes() == []


async def test_answers_that_were_too_few_are_read_with_those_of_the_next_period(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, PULSE, 6)
    await release(store, mailbox, asked, DUE, os.urandom)
    following = Box("pulse", 2, "2027-Q1")
    await answered(mailbox, following, 4, trust="disagree")

    await release(store, mailbox, asked, LATER, os.urandom)

    (batch,) = await found(store)
    assert (batch.period, batch.answers) == ("2027-Q1", 10)
    assert batch.tallies == {"trust": {"agree": 6, "disagree": 4}}


async def test_a_bot_that_slept_for_a_year_carries_from_period_to_period_and_doubles_nothing(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, PULSE, 6)
    await answered(mailbox, Box("pulse", 2, "2027-Q1"), 3)
    much_later = LATER + timedelta(days=370)

    for _ in range(8):
        await release(store, mailbox, asked, much_later, os.urandom)
    assert await found(store) == []
    here = Box("pulse", 2, "2028-Q2")
    assert await mailbox.boxes() == [here]

    assert await mailbox.count(here) == 9


async def test_answers_to_a_form_that_changed_are_read_when_they_are_enough_and_else_never(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    enough, few = Box("pulse", 1, "2026-Q4"), Box("feedback", 7, "2026-Q4", large=True)
    await answered(mailbox, enough, 10)
    await answered(mailbox, few, 11, keep="nobody reads this")

    await release(store, mailbox, asked, DUE, os.urandom)

    assert [(batch.form, batch.version) for batch in await found(store)] == [("pulse", 1)]
    assert await mailbox.boxes() == []


async def test_of_a_form_that_changed_what_cannot_be_told_apart_is_taken_for_words(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, Box("feedback", 7, "2026-Q4", large=True), 12, gone="agree", trust="agree")
    await answered(mailbox, Box("doors", 1, "2026-Q4", large=True), 10, door="ve-office")

    await release(store, mailbox, asked, DUE, os.urandom)

    doors, feedback = await found(store)
    assert (feedback.tallies, len(feedback.words)) == ({"trust": {"agree": 12}}, 12)
    assert (doors.tallies, len(doors.words)) == ({}, 10)


async def test_answers_to_a_form_that_is_gone_are_counted_when_they_are_enough_and_else_never(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, Box("poll-executives", 1, "2026-Q4"), 10, understand="half")
    await answered(mailbox, Box("poll-sessions", 1, "2026-Q4"), 9, understand="half")

    await release(store, mailbox, asked, DUE, os.urandom)

    (batch,) = await found(store)
    assert (batch.form, batch.tallies) == ("poll-executives", {"understand": {"half": 10}})
    assert await mailbox.boxes() == []


async def test_what_people_said_of_themselves_is_no_ordinary_question_once_the_form_is_gone(
    store: Store, mailbox: Mailbox, library: Library
) -> None:
    factor = Factor(id="since", text=WORDS, options=SAID, opening=WORDS)
    poll = library.questionnaires["pulse"].model_copy(update={"factor": factor})
    await promise(store, library.model_copy(update={"questionnaires": {"pulse": poll}}))
    await answered(mailbox, Box("pulse", 1, "2026-Q4"), 12, help="agree", since="new")

    gone = library.model_copy(update={"questionnaires": {}})
    await release(store, mailbox, gone, DUE, os.urandom)

    (batch,) = await found(store)
    assert batch.tallies == {"help": {"agree": 12}}


@pytest.mark.parametrize("on", [True, False])
async def test_while_disposal_is_on_hold_nothing_is_destroyed_unread(
    store: Store, mailbox: Mailbox, asked: Library, *, on: bool
) -> None:
    gone = Box("poll-executives", 1, "2026-Q4")
    await answered(mailbox, gone, 3)
    await answered(mailbox, PULSE, 10)
    day = (DUE - timedelta(days=9)).date()
    await store.registers.put("hold", SWITCH, switched(on=on, role="atip-contact", day=day), 0)

    await release(store, mailbox, asked, DUE, os.urandom)

    assert await mailbox.boxes() == ([gone] if on else [])
    assert await mailbox.standing(gone) is (Standing.CLOSED if on else Standing.DESTROYED)
    with pytest.raises(Closed):
        await mailbox.put(gone, b"late", {"q": "yes"})
    assert len(await found(store)) == 1


async def test_every_tap_is_counted_by_its_own_form(store: Store, mailbox: Mailbox, asked: Library) -> None:
    box = Box(check("M01"), asked.modules["M01"].version, "2026-Q4")
    await answered(mailbox, box, 10, choice="ask")
    await answered(mailbox, Box("talk-not-yet", 1, "2026-Q4"), 9, pressed="yes")

    await release(store, mailbox, asked, DUE, os.urandom)

    (batch,) = await found(store)
    assert (batch.form, batch.tallies) == (box.form, {"choice": {"ask": 10}})
    assert await mailbox.boxes() == [Box("talk-not-yet", 1, "2027-Q1")]


async def test_a_box_of_no_period_that_anybody_knows_is_left_alone(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    box = Box("pulse", 2, "soon")
    await answered(mailbox, box, 12)

    await release(store, mailbox, asked, LATER, os.urandom)

    assert await mailbox.standing(box) is Standing.OPEN


async def test_a_box_whose_key_is_missing_waits_a_month_for_it(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, PULSE, 12)
    elsewhere = Mailbox(store.slots, MemoryKeys(os.urandom), os.urandom)

    with capture_logs() as logs:
        await release(store, elsewhere, asked, DUE, os.urandom)
    assert [(line["event"], line["count"]) for line in logs] == [("mailbox.key-missing", 1)]
    await release(store, mailbox, asked, DUE, os.urandom)
    assert len(await found(store)) == 1, "the keys came back in time"

    following = Box("pulse", 2, "2027-Q1")
    await answered(mailbox, following, 12)
    await release(store, elsewhere, asked, LATER + timedelta(days=30), os.urandom)
    assert await store.slots.boxes() == ()


async def test_the_log_says_how_many_boxes_and_never_which_or_how_many_answers(
    store: Store, mailbox: Mailbox, asked: Library
) -> None:
    await answered(mailbox, PULSE, 9)
    await answered(mailbox, FEEDBACK, 14, keep="a comment")

    with capture_logs() as logs:
        await release(store, mailbox, asked, DUE, os.urandom)

    assert [{name: line[name] for name in line if name != "log_level"} for line in logs] == [
        {"event": "mailbox.released", "count": 1},
        {"event": "mailbox.carried", "count": 1},
    ]
