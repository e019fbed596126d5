"""Sessions in a chat when something is wrong: a connector that is down, hostile hands, a crowd."""

import asyncio
import os
from collections import Counter
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.cards.adaptive import plain
from bot.teams.entry.meaning import LONGEST_INPUT, clean
from content.model import Library
from tests.bot.teams import shapes
from tests.bot.teams.fuzzing import Bender
from tests.bot.teams.surfaces.clients import CARD, WORDS, both, elements, heading, written
from tests.bot.teams.surfaces.microsoft import Place, spoken_by
from tests.bot.teams.team_chats.conftest import World
from tests.bot.teams.team_chats.jars import AWAY, KEEP, OPEN, OWN, PUT, VERBS, WRITE
from tests.bot.teams.team_chats.readers import CREW, GUEST, Reader, a_member

SEED = int(os.environ.get("ETHOS_SEED", "2026"))
HOSTILE = {
    "markdown": "**bold** [a link](https://evil.example) `code`",
    "a tag": "<at>everyone</at> <img src=x onerror=alert(1)>",
    "a template": "{words} {{app.name}} ${title}",
    "another direction": "safe\u202eevil\u2066\u200f",
    "control": "one\x00two\x07three\x1b[31m",
    "a surrogate pair": "👩🏽‍⚕️" * 50,
    "very long": "x" * 20_000,
    "json": '","verb":"charter-choose","token":"x',
    "a formula": "=HYPERLINK(1)",
}


@pytest.mark.parametrize("rule", [{"status": 500}, {"status": 503}, {"hang": True}, {"reset": True}])
async def test_whoever_presses_is_answered_while_the_chat_cannot_be_reached(
    rule: dict[str, Any], world: World, place: Place, words: Library
) -> None:
    ada, _ = await world.opened(place)
    await ada.refreshes()
    await world.connector.misbehave({"times": 9, **rule})
    with capture_logs() as logs:
        reply = await ada.presses(PUT)
    assert (reply.status, reply.body["type"]) == (200, CARD)
    assert words.sentences[AWAY].en in written(reply.body["value"])
    assert "1 in it" in written(reply.body["value"]), "what was done is kept"
    assert {line["event"] for line in logs} == {"chat.away"}


async def test_a_session_that_cannot_be_put_before_everybody_still_answers_whoever_begins_it(
    world: World, place: Place, words: Library
) -> None:
    ada = world.reader(0, place)
    world.jars.languages[ada.who] = "en"
    await world.connector.misbehave({"hang": True}, on="members")
    reply = await ada.hears(shapes.execute(ada.url, OPEN, ""))
    assert words.sentences[AWAY].en in written(reply.body["value"])


async def test_three_hundred_who_press_at_once_are_answered_once_each_with_one_change_each_at_most(
    world: World, place: Place
) -> None:
    await world.opened(place)
    before = len(await world.connector.seen())
    bodies = [spoken_by(who, place(shapes.execute(world.connector.url, PUT, "all.0"))) for who in CREW[:300]]
    replies = await asyncio.gather(*map(world.visitor.post, bodies))

    assert Counter((reply.status, reply.body["type"]) for reply in replies) == {(200, CARD): 300}
    [jar] = world.jars.jars.values()
    assert jar.pebbles == 300
    methods = [sent["method"] for sent in (await world.connector.seen())[before:]]
    assert set(methods) <= {"PUT"}
    assert len(methods) <= 300


async def test_three_hundred_who_press_one_after_another_cost_one_change_each(
    world: World, place: Place
) -> None:
    await world.opened(place)
    before = len(await world.connector.seen())
    for who in CREW[:300]:
        body = spoken_by(who, place(shapes.execute(world.connector.url, PUT, "all.0")))
        assert (await world.visitor.post(body)).body["type"] == CARD
    made = (await world.connector.seen())[before:]
    assert Counter(sent["method"] for sent in made) == {"PUT": 300}
    assert "300 in it" in written(await world.shared())


@pytest.mark.parametrize("words_typed", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_words_are_data_for_whoever_wrote_them_and_nothing_for_anybody_else(
    words_typed: str, world: World, place: Place
) -> None:
    ada, bo = await world.opened(place)
    await ada.refreshes()
    await ada.presses(WRITE)
    with capture_logs() as logs:
        await ada.sends(KEEP, words=words_typed, extra="x", token="forged")
        card = await bo.refreshes(await world.shared())
    assert ada.window is not None
    assert logs == []
    texts = [part.get("text", "") for part in elements(ada.window)]
    assert f"0 in it: {plain(clean(words_typed, LONGEST_INPUT))}" in texts
    assert words_typed[:4] not in str(card["body"])
    assert words_typed[:4] not in str((await world.shared())["body"])


async def test_a_person_who_is_removed_from_a_chat_is_told_to_its_session(world: World, place: Place) -> None:
    ada, _ = await world.opened(place)
    gone = [
        {"id": "29:1", "aadObjectId": CREW[7].upper()},
        {"id": "29:2"},
        {"id": shapes.BOT},
        {"id": "29:3", "aadObjectId": "nobody"},
        {"id": "29:1", "aadObjectId": CREW[7]},
        {"id": "29:5", "aadObjectId": CREW[8]},
    ]
    body = shapes.conversation_update(ada.url, membersAdded=None, membersRemoved=gone)
    reply = await ada.hears(body)
    assert (reply.status, reply.body, ada.came) == (200, None, [])
    conversation = place(shapes.message(ada.url))["conversation"]["id"]
    assert [(chat.id, who) for chat, who in world.jars.gone] == [
        (conversation, CREW[7]),
        (conversation, CREW[8]),
    ]
    assert world.jars.gone[0][0].where["via"] == "teams"


@pytest.mark.parametrize("gone", [None, [], [{"id": "29:1"}], [{"id": "29:1", "aadObjectId": ""}]])
async def test_an_announcement_without_anybody_we_know_is_no_news(
    gone: Any, world: World, place: Place
) -> None:
    ada = world.reader(0, place)
    reply = await ada.hears(
        shapes.conversation_update(ada.url, membersAdded=[{"id": "29:9"}], membersRemoved=gone)
    )
    assert (reply.status, ada.came, world.jars.gone) == (200, [], [])


async def test_a_long_announcement_is_heard_as_far_as_it_is_short(world: World) -> None:
    ada = world.reader(0, shapes.in_group)
    gone = [{"id": f"29:{who}", "aadObjectId": who} for who in CREW]
    await ada.hears(shapes.conversation_update(ada.url, membersAdded=None, membersRemoved=gone))
    assert [who for _, who in world.jars.gone] == list(CREW[:200])


async def test_whoever_leaves_a_private_chat_leaves_no_session(world: World) -> None:
    body = shapes.conversation_update(
        world.connector.url, membersAdded=None, membersRemoved=[{"id": "29:1", "aadObjectId": CREW[0]}]
    )
    assert (await world.visitor.post(spoken_by(CREW[0], body))).status == 200
    assert world.jars.gone == []


async def test_a_guest_and_somebody_without_an_entra_id_reach_no_session(
    world: World, place: Place, words: Library
) -> None:
    ada, _ = await world.opened(place)
    await world.connector.holds(a_member(GUEST, userRole="guest", tenantId="another"))
    guest = Reader(world.visitor, world.connector, GUEST, place, ada.card)
    reply = await guest.presses("session")
    assert (reply.body["type"], reply.body["value"]) == (WORDS, both(words, "not-for-guests"))

    body = place(shapes.execute(ada.url, PUT, "x"))
    body["from"] = {"id": "29:nobody"}
    reply = await world.visitor.post(body)
    assert (reply.body["type"], reply.body["value"]) == (WORDS, both(words, "not-for-guests"))
    assert [press.verb for _, _, press in world.jars.pressed] == [OPEN]


async def test_somebody_who_presses_too_fast_is_told_so_and_costs_nobody_else_their_turn(
    world: World, place: Place, words: Library
) -> None:
    ada, bo = await world.opened(place)
    replies = [await ada.hears(shapes.execute(ada.url, "session", "")) for _ in range(40)]
    kinds = Counter(reply.body["type"] for reply in replies)
    assert kinds[WORDS] >= 10
    assert all(
        reply.body["value"] == both(words, "too-fast") for reply in replies if reply.body["type"] == WORDS
    )
    assert heading(await bo.refreshes(await world.shared())) == words.cards[OWN].title.fr


async def test_nothing_of_anybody_is_logged(world: World, place: Place) -> None:
    with capture_logs() as logs:
        ada, bo = await world.opened(place)
        await ada.refreshes()
        await ada.presses(WRITE)
        await ada.sends(KEEP, words="Secret words")
        await world.connector.misbehave({"status": 500, "text": "Secret words"}, {"status": 500})
        await bo.refreshes()
        await bo.presses(PUT)
        await bo.types("<at>Ethos</at> jar")
    said = str(logs)
    assert logs
    for word in ("Secret", "Tremblay", CREW[0], CREW[1], "19:", "all.0", "own."):
        assert word not in said, word


async def test_whatever_is_made_up_in_a_chat_with_sessions_is_answered_and_nothing_fails(
    world: World,
) -> None:
    bender = Bender(SEED, world.connector.url, verbs=(*VERBS, "next", ""), company=0.9)
    await world.connector.holds(*bender.members())
    statuses: Counter[int] = Counter()
    with capture_logs() as logs:
        for activity, raw in bender.activities(600):
            statuses[(await world.visitor.post(activity, raw)).status] += 1
    assert statuses.keys() <= {200, 400, 403}
    assert [line for line in logs if line["event"] in {"turn.failed", "activity.failed"}] == []
    assert len(world.jars.pressed) > 10
