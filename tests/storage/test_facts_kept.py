"""Every kind of fact as it is written, and how long it stays: in every store, until it is disposed of."""

from datetime import date, timedelta

import orjson
import pytest

from dialogs.facts import (
    FACTS,
    Acknowledged,
    CourseReported,
    Fact,
    FileAnswered,
    FileOutcome,
    LanguageChosen,
    MessageSent,
    ModuleFinished,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    SessionAttended,
    Side,
    Snoozed,
    TalkConfirmed,
    TextOnlyChosen,
)
from storage import codec
from storage.ports import Store
from tests.storage.houses import House, now_and_after_a_restart
from tests.storage.rows import JOHN, MARIE, TODAY, fact, move

AS_WRITTEN: list[tuple[Fact, bytes]] = [
    (NoticeSeen(1), b'{"kind":"notice-seen","v":1,"notice":1}'),
    (LanguageChosen("fr"), b'{"kind":"language-chosen","v":1,"language":"fr"}'),
    (TextOnlyChosen(on=True), b'{"kind":"text-only-chosen","v":1,"on":true}'),
    (ModuleFinished("M01", 1), b'{"kind":"module-finished","v":1,"module":"M01","module_version":1}'),
    (Acknowledged("2024"), b'{"kind":"acknowledged","v":1,"code_version":"2024"}'),
    (
        ReminderAnswered("coi", "2026-Q4", Outcome.FILED, date(2026, 11, 20)),
        (
            b'{"kind":"reminder-answered","v":1,"duty":"coi","occurrence":"2026-Q4","outcome":"filed",'
            b'"filed_on":"2026-11-20"}'
        ),
    ),
    (
        ReminderSent("coi", "2026-Q4", 1, Reached.DELIVERED),
        b'{"kind":"reminder-sent","v":1,"duty":"coi","occurrence":"2026-Q4","nth":1,"reached":"delivered"}',
    ),
    (
        FileAnswered("contract", FileOutcome.NEED_ADVICE),
        b'{"kind":"file-answered","v":1,"process":"contract","outcome":"need-advice"}',
    ),
    (
        CourseReported("W100", date(2026, 11, 20)),
        b'{"kind":"course-reported","v":1,"course":"W100","finished_on":"2026-11-20"}',
    ),
    (
        TalkConfirmed("onboarding", Side.MANAGER, JOHN),
        (
            b'{"kind":"talk-confirmed","v":1,"checklist":"onboarding","side":"manager",'
            b'"other":"22222222-2222-4222-8222-222222222222"}'
        ),
    ),
    (
        MessageSent("communication", "c1", Reached.TOGETHER),
        b'{"kind":"message-sent","v":1,"source":"communication","occurrence":"c1","reached":"together"}',
    ),
    (Snoozed(date(2026, 12, 1)), b'{"kind":"snoozed","v":1,"until":"2026-12-01"}'),
    (SessionAttended("s1"), b'{"kind":"session-attended","v":1,"session":"s1"}'),
]
"""One of each kind, as version 1 wrote it."""

KINDS = [what.kind for what, _ in AS_WRITTEN]


def test_no_kind_of_fact_is_left_out() -> None:
    assert sorted(KINDS) == sorted(kind.kind for kind in FACTS)


@pytest.mark.parametrize(("what", "written"), AS_WRITTEN, ids=KINDS)
def test_every_fact_is_written_and_read_as_it_always_was(what: Fact, written: bytes) -> None:
    assert orjson.dumps(codec.to_json(what)) == written
    assert codec.from_json(type(what), orjson.loads(written)) == what


async def test_every_fact_survives_and_can_be_disposed_of_by_its_own_kind(house: House, store: Store) -> None:
    old = [fact(MARIE, TODAY - timedelta(days=1), what) for what, _ in AS_WRITTEN]
    new = [fact(MARIE, TODAY, what) for what, _ in AS_WRITTEN]
    await store.ledger.commit(move(), facts=[*old, *new])
    async for each in now_and_after_a_restart(house):
        assert (await each.ledger.life(MARIE)).facts == (*old, *new)
        assert [*await each.ledger.facts(TODAY, TODAY)] == new
        assert [await each.records.due(kind, TODAY) for kind in KINDS] == [1] * len(KINDS)

    store = await house.open()
    going = ("message-sent", "snoozed", "session-attended")
    assert [await store.records.dispose(kind, TODAY) for kind in going] == [1, 1, 1]

    staying = [each for each in old if each.fact.kind not in going]
    async for each in now_and_after_a_restart(house):
        assert (await each.ledger.life(MARIE)).facts == (*staying, *new)


async def test_a_campaign_is_accounted_for_and_never_disposed_of(store: Store) -> None:
    await store.registers.put("campaign", "c1", {"day": "2020-01-01"}, 0)

    with pytest.raises(ValueError, match="campaign"):
        await store.records.dispose("campaign", TODAY)
    assert await store.registers.get("campaign", "c1") is not None
