"""Conversations in two taps: what is kept, that nothing says whose it was, and what it counts for."""

import asyncio
from datetime import date

import pytest

from bot.assessment import Assessment
from bot.cards.text import text
from bot.counting import Look
from bot.heard import Shown
from content.model import Conversation, Library
from dialogs.surroundings import zone_of
from dialogs.views import Choice
from reports.years import years_named
from storage.written import CONVERSATIONS
from tests.bot.office import Office, person
from tests.bot.request_office import ANA, BOSS, SAM, VERA, office_of

TALK = {"topic": "workload", "people": "under-5", "talked": "2026-11-23"}


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


async def logs(office: Office, who: str = BOSS, on: Shown | None = None, **changed: str) -> Shown:
    return await office.presses(who, "conversation-held", on, **{**TALK, **changed})


async def kept(office: Office) -> list[Conversation]:
    return list((await CONVERSATIONS.bodies(office.store)).values())


def logged(shown: Shown) -> str:
    [choice] = shown.view.inputs
    assert isinstance(choice, Choice)
    return choice.value


@pytest.mark.parametrize("who", [BOSS, VERA])
@pytest.mark.parametrize("words", ["log a conversation", "consigner une conversation"])
async def test_a_card_and_one_button_log_a_talk_of_today(office: Office, who: str, words: str) -> None:
    shown = await office.types(who, words)
    assert shown.view.card == "log-conversation"
    assert [getattr(each, "value", "") for each in shown.view.inputs] == ["", "", "2026-11-23"]
    shown = await logs(office, who)
    assert shown.view.card == "log-conversation.done"
    assert await kept(office) == [Conversation(day=date(2026, 11, 23), topic="workload", people="under-5")]


async def test_a_manager_and_the_office_find_it_in_the_menu(office: Office) -> None:
    for who in (BOSS, VERA):
        menu = await office.types(who, "menu")
        asked = menu.view.inputs[0]
        assert isinstance(asked, Choice)
        assert "log-conversation" in dict(asked.options)


async def test_nothing_that_is_kept_says_whose_conversation_it_was(office: Office) -> None:
    await office.types(BOSS, "log a conversation")
    id_ = logged(await logs(office))
    [entry] = await office.store.registers.find("conversation")
    assert set(entry.body) == {"withdrawn", "kept_on", "kept_by", "day", "topic", "people"}
    assert (entry.body["kept_on"], entry.body["kept_by"]) == (None, None)
    assert id_ == entry.id
    assert id_ not in str(await office.store.ledger.life(BOSS))


async def test_two_clicks_log_it_once_and_a_second_card_logs_another(office: Office) -> None:
    form = await office.types(BOSS, "log a conversation")
    await asyncio.gather(*(logs(office, BOSS, form) for _ in range(2)))
    shown = await logs(office, BOSS, form)
    assert (shown.view.card, len(await kept(office))) == ("log-conversation.done", 1)
    await office.presses(BOSS, "log-conversation")
    await logs(office)
    assert len(await kept(office)) == 2


async def test_other_words_on_the_same_card_are_asked_about_once_more(office: Office) -> None:
    form = await office.types(BOSS, "log a conversation")
    await logs(office, BOSS, form)
    shown = await logs(office, BOSS, form, topic="gifts")
    assert (shown.view.note, len(await kept(office))) == ("requests.form-again", 1)
    await office.presses(BOSS, "log-conversation")
    await logs(office, topic="coi")
    shown = await logs(office, BOSS, form, topic="respect")
    assert (shown.view.note, getattr(shown.view.inputs[0], "value", "")) == ("requests.form-again", "respect")


async def test_what_was_logged_by_mistake_is_taken_back_on_its_card(office: Office, library: Library) -> None:
    form = await office.types(BOSS, "log a conversation")
    done = await logs(office)
    assert "November 23, 2026" in text(library, done)
    shown = await office.presses(BOSS, "unlog-conversation", done, logged=logged(done))
    assert (shown.view.card, await kept(office)) == ("log-conversation.taken", [])
    again = await office.presses(BOSS, "unlog-conversation", None, logged=logged(done))
    assert again.view.card == "log-conversation.taken"
    assert (await logs(office, BOSS, form)).view.card in {"log-conversation.taken", "log-conversation"}
    assert not await kept(office)


async def test_two_clicks_take_it_back_once(office: Office) -> None:
    await office.types(BOSS, "log a conversation")
    done = await logs(office)
    await asyncio.gather(
        *(office.presses(BOSS, "unlog-conversation", done, logged=logged(done)) for _ in range(2))
    )
    assert len(await CONVERSATIONS.history(office.store, logged(done))) == 2


@pytest.mark.parametrize("id_", ["", "nonsense", "../x", "0" * 31])
async def test_a_card_that_names_nothing_takes_nothing_back(office: Office, id_: str) -> None:
    await office.types(BOSS, "log a conversation")
    await logs(office)
    shown = await office.presses(BOSS, "unlog-conversation", None, logged=id_)
    assert (shown.view.card, len(await kept(office))) == ("log-conversation.closed", 1)


async def test_an_id_of_nothing_is_said_so(office: Office) -> None:
    await office.types(BOSS, "log a conversation")
    await logs(office)
    shown = await office.presses(BOSS, "unlog-conversation", None, logged="0" * 32)
    assert (shown.view.card, len(await kept(office))) == ("log-conversation.gone", 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"topic": ""},
        {"topic": "weather"},
        {"people": "11"},
        {"talked": "2026-11-24"},
        {"talked": "2026-09-01"},
        {"talked": "yesterday"},
    ],
)
async def test_a_card_with_a_fault_comes_back(office: Office, changed: dict[str, str]) -> None:
    await office.types(BOSS, "log a conversation")
    shown = await logs(office, BOSS, None, **changed)
    assert (shown.view.card, shown.view.note) == ("log-conversation", "requests.form-faults")
    assert len(shown.view.remarks) == 1
    assert not await kept(office)


@pytest.mark.parametrize("who", [ANA, SAM])
async def test_nobody_else_logs_or_takes_back(office: Office, who: str) -> None:
    form = await office.types(BOSS, "log a conversation")
    done = await logs(office)
    shown = await office.types(who, "log a conversation")
    assert shown.view.card == "log-conversation.not-allowed"
    await logs(office, who, form)
    shown = await office.presses(who, "unlog-conversation", done, logged=logged(done))
    assert (shown.view.card, len(await kept(office))) == ("log-conversation.not-allowed", 1)


async def test_a_manager_who_left_the_role_logs_nothing(office: Office) -> None:
    await office.types(BOSS, "log a conversation")
    await office.store.people.bring_in([person(BOSS, "policy")])
    assert (await logs(office)).view.card == "log-conversation.not-allowed"
    assert not await kept(office)


async def test_the_self_assessment_lists_how_many_there_were_and_what_about(
    office: Office, library: Library
) -> None:
    days = {"2026-11-23": "workload", "2026-04-01": "gifts", "2026-05-01": "workload", "2026-03-31": "coi"}
    for number, (day, topic) in enumerate(days.items()):
        body = Conversation.model_validate({"day": date.fromisoformat(day), "topic": topic, "people": "5-9"})
        await CONVERSATIONS.keep(office.store, f"c{number}", body, 0)
    taken = Conversation(day=date(2026, 5, 1), topic="respect", people="5-9", withdrawn=True)
    await CONVERSATIONS.keep(office.store, "taken", taken, 0)
    zone = zone_of(person(SAM, "x"), library.organization.time_zone)
    look = Look("look", "senior-official", office.at, zone)
    asked = library.question_sets["pco-2024"]
    draft = await Assessment(library, office.store, look).draft(asked, years_named("FY2026-27"))
    [said] = {
        fact.says[0].en
        for each in draft.questions
        for fact in each.facts
        if fact.source.en == "Log of conversations"
    }
    assert said.endswith(": 3. Topics: Gifts (1), Workload or ethics (2).")
