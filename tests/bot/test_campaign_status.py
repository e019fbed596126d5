"""What an operator is told of how far a campaign has come, in the words of the chat."""

import pytest

from bot.command.orders import Means
from content.model import Halt, Language, Stage
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from storage.ports import Delivery, DeliveryKey, DeliveryState, Settlement, Store
from tests.bot.clerk import ANA, BOTH, LEASE, NOW, means_of, says, sentence, tells
from tests.bot.office import Office
from tests.scheduler.living import settle_in
from tests.scheduler.sending import communication, files


@pytest.fixture
async def means(office: Office) -> Means:
    return await means_of(office)


NOBODY = dict.fromkeys(("waiting", "delivered", "refused", "uncertain"), 0)


async def ended(
    store: Store, person: Person, ending: Settlement, source: str = "session", nth: int = 1
) -> None:
    occurrence = "gifts-2027" if source == "session" else "2026-Q4"
    key = DeliveryKey(source, occurrence, nth, person.id)
    await store.deliveries.owe([Delivery(key, Ref(source, occurrence), NOW)])
    (claimed,) = await store.deliveries.claim(NOW, 1, LEASE)
    await store.deliveries.settle(claimed.key, ending)


async def test_progress_counts_states_and_reasons_and_never_what_was_read(means: Means) -> None:
    gus, hal, ida, jan = (Person(PersonId(name)) for name in ("gus", "hal", "ida", "jan"))
    await settle_in(means.store, gus, hal, ida, jan)
    store = means.store
    await ended(store, ANA, Settlement(DeliveryState.DELIVERED))
    await ended(store, gus, Settlement(DeliveryState.REFUSED, reason="blocked"))
    await ended(store, hal, Settlement(DeliveryState.UNCERTAIN, reason="time-out"))
    await ended(store, ida, Settlement(DeliveryState.REFUSED, reason="together"))
    counted = {
        "states": {"delivered": 2, "refused": 1, "uncertain": 1, "waiting": 1},
        "unreached": {"blocked": 1, "time-out": 1, "no-address": 1, "no-notice": 1},
    }
    assert await tells(means, "status", id="gifts-2027") == {
        "id": "gifts-2027",
        "stage": "running",
        **counted,
    }
    said = (await says(means, "status", id="gifts-2027")).text
    assert said.startswith("Gifts: running.\n")
    assert means.library.sentences["undelivered.blocked.next"].en in said
    assert "read" not in said.casefold().split()


@pytest.mark.parametrize(("standing", "reason"), [(Stage.CLOSED, "late"), (Stage.STOPPED, "stopped")])
async def test_once_it_is_over_nothing_is_still_to_leave(means: Means, standing: Stage, reason: str) -> None:
    await files(means.store, ("done", communication(stage=standing)))
    told = await tells(means, "status", id="done")
    assert told["states"] == NOBODY
    assert told["unreached"] == {reason: 1, "no-address": 1, "no-notice": 1}


async def test_a_draft_has_come_nowhere(means: Means) -> None:
    told = await tells(means, "status", id="gifts-2026")
    assert (told["states"], told["unreached"]) == (NOBODY, {})


async def test_a_turn_of_a_reminder_counts_people_and_those_whose_turn_is_still_to_come(means: Means) -> None:
    gus, hal = (Person(PersonId(name)) for name in ("gus", "hal"))
    await settle_in(means.store, gus, hal)
    await ended(means.store, gus, Settlement(DeliveryState.DELIVERED), source="coi")
    await ended(means.store, gus, Settlement(DeliveryState.DELIVERED), source="coi", nth=2)
    await ended(means.store, hal, Settlement(DeliveryState.REFUSED, reason="blocked"), source="coi")
    told = await tells(means, "status", id="coi@2026-Q4")
    assert told["states"] == {**NOBODY, "delivered": 1, "refused": 1, "waiting": 1}, (
        "Ana is still to be asked"
    )
    assert told["unreached"] == {"blocked": 1, "no-address": 1, "no-notice": 1}


@pytest.mark.parametrize("reason", ["answered", "not-meant", "audience"])
async def test_whoever_did_not_need_a_reminder_any_more_is_not_missed(means: Means, reason: str) -> None:
    await ended(means.store, ANA, Settlement(DeliveryState.REFUSED, reason=reason), source="coi")
    told = await tells(means, "status", id="coi@2026-Q4")
    assert told["states"] == NOBODY
    assert told["unreached"] == {"no-address": 1, "no-notice": 1}


@pytest.mark.parametrize("language", BOTH)
async def test_the_chat_and_the_command_line_name_states_alike(means: Means, language: Language) -> None:
    words = means.library.sentences
    said = (await says(means, "status", language, id="gifts-2027")).text
    for state in NOBODY:
        assert words[f"campaigns.state.{state}"].of(language) in said
    assert words["campaigns.state.delivered"].of("fr") == "remis"


@pytest.mark.parametrize("halt", [Halt.CONTENT, Halt.IDENTITY])
async def test_a_halt_is_explained_with_what_mends_it(means: Means, halt: Halt) -> None:
    await files(means.store, ("halted", communication(stage=Stage.PAUSED, halt=halt)))
    for language in BOTH:
        said = (await says(means, "status", language, id="halted")).text
        assert sentence(f"campaign.halt-{halt.value}", language) in said
        assert sentence(f"campaign.halt-{halt.value}.next", language) in said
