"""A manager asks for a session: who may, what is kept, that nobody is in it, and who is told."""

from dataclasses import replace
from datetime import date

import pytest

from bot.cards.text import text
from bot.heard import Shown
from content.model import Library
from dialogs.people import Role
from storage.written import REQUESTS
from tests.bot.office import Office, person
from tests.bot.request_office import ANA, BOSS, FORM, SAM, VERA, office_of, request, sends


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


def held(shown: Shown) -> dict[str, str]:
    return {each.id: getattr(each, "value", "") for each in shown.view.inputs}


def remarks(shown: Shown) -> list[str]:
    return [each.en for each in shown.view.remarks]


async def kept(office: Office) -> list[object]:
    return [line.body for line in (await REQUESTS.everything(office.store)).values()]


@pytest.mark.parametrize("words", ["ask for a session", "demander une séance", "REQUEST A SESSION"])
async def test_a_manager_who_types_it_finds_a_form_with_their_own_unit(office: Office, words: str) -> None:
    shown = await office.types(BOSS, words)
    assert shown.view.card == "ask-session"
    empty = dict.fromkeys(("topic", "first", "second", "wish"), "")
    assert held(shown) == {**empty, "unit": "policy", "spoken": "both"}


async def test_the_form_stands_on_the_card_of_the_team(office: Office) -> None:
    team = await office.types(BOSS, "team")
    assert "ask-session" in {button.verb for button in team.view.buttons}
    assert len(team.view.buttons) <= 6
    assert (await office.presses(BOSS, "ask-session")).view.card == "ask-session"


async def test_what_is_sent_is_kept_with_the_unit_and_nothing_about_whoever_sent_it(office: Office) -> None:
    await office.types(BOSS, "ask for a session")
    shown = await sends(office)
    assert (shown.view.card, shown.view.note) == ("ask-session.sent", "requests.told")
    [body] = await kept(office)
    assert body == request("2026-11-23", kept_on=date(2026, 11, 23), kept_by="manager")
    [entry] = await office.store.registers.find("session-request")
    assert str(BOSS) not in str(entry).casefold()
    record = await office.store.ledger.life(BOSS)
    assert entry.id not in str(record), "no place of theirs leads to it"


async def test_the_card_says_who_reads_it_and_what_comes_next(office: Office, library: Library) -> None:
    await office.types(BOSS, "ask for a session")
    said = text(library, await sends(office))
    assert "Who reads it" in said
    assert "What happens next" in said
    again = await office.presses(BOSS, "ask-session")
    assert held(again)["wish"] == ""


async def test_the_office_gets_one_note_and_no_name_is_in_it(office: Office, library: Library) -> None:
    await office.types(BOSS, "ask for a session")
    form = office.shown[BOSS]
    await sends(office)
    await sends(office, form)
    owed = await office.store.deliveries.find("requests.new")
    assert [(each.key.addressee, each.about) for each in owed] == [(VERA, None)]
    await office.ticks()
    [note] = [shown for shown in office.came[VERA] if shown.view.card == "requests.new"]
    assert "Boss" not in text(library, note)
    office.shown[VERA] = note
    assert (await office.presses(VERA, "requests")).view.card == "requests"
    assert not [shown for shown in office.came.get(SAM, []) if shown.view.card == "requests.new"]


async def test_where_nobody_holds_the_office_the_manager_hears_it_and_the_request_waits(
    office: Office,
) -> None:
    await office.store.people.bring_in([replace(person(VERA, "head-office"), end=date(2026, 11, 1))])
    await office.types(BOSS, "ask for a session")
    assert (await sends(office)).view.note == "requests.nobody"
    assert len(await kept(office)) == 1


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"unit": "nowhere"}, "Unit"),
        ({"topic": ""}, "Topic"),
        ({"spoken": "de"}, "Language"),
        ({"first": "2026-11-23"}, "First choice"),
        ({"first": "the day after"}, "First choice"),
        ({"second": "2028-01-01"}, "Second choice"),
        ({"second": ""}, "Second choice"),
        ({"second": "2026-12-10"}, "second date"),
        ({"wish": "x" * 301}, "One line"),
        ({"wish": "one\ntwo"}, "One line"),
    ],
)
async def test_a_form_with_a_fault_comes_back_as_it_was_written(
    office: Office, changed: dict[str, str], wrong: str
) -> None:
    await office.types(BOSS, "ask for a session")
    shown = await sends(office, None, **changed)
    assert (shown.view.card, shown.view.note) == ("ask-session", "requests.form-faults")
    assert [wrong in each for each in remarks(shown)] == [True]
    assert held(shown)["topic"] == {**FORM, **changed}["topic"]
    assert not await kept(office)
    assert (await sends(office)).view.card == "ask-session.sent"


async def test_an_empty_form_says_all_that_is_missing(office: Office) -> None:
    await office.types(BOSS, "ask for a session")
    shown = await office.presses(BOSS, "send-request")
    assert len(shown.view.remarks) == 5


async def test_a_line_that_names_somebody_is_looked_at_once_more_and_may_be_sent(office: Office) -> None:
    await office.hires(replace(person("x", "policy"), name="Rosalind Achterberg"))
    await office.types(BOSS, "ask for a session")
    shown = await sends(office, wish="Please call Rosalind Achterberg.")
    assert (shown.view.note, "send-request-anyway" in {each.verb for each in shown.view.buttons}) == (
        "requests.look",
        True,
    )
    assert not await kept(office)
    shown = await sends(office, None, "send-request-anyway", wish="Please call Rosalind Achterberg.")
    assert shown.view.card == "ask-session.sent"
    assert len(await kept(office)) == 1


async def test_hostile_words_stay_words(office: Office, library: Library) -> None:
    wish = "**[click](https://evil.example)** {{contact.ve_office}} {day}"
    await office.types(BOSS, "ask for a session")
    await sends(office, wish=wish)
    await office.types(VERA, "requests")
    shown = await office.presses(VERA, "open", None, request=next(iter(await REQUESTS.lines(office.store))))
    assert shown.view.values["wish"] == wish


async def test_an_employee_is_told_kindly_where_to_go(office: Office, library: Library) -> None:
    form = await office.types(BOSS, "ask for a session")
    for who in (ANA, SAM, VERA):
        shown = await office.types(who, "ask for a session")
        assert shown.view.card == "ask-session.not-allowed"
        assert "doors" in {button.verb for button in shown.view.buttons}
        shown = await office.presses(who, "send-request", form, **FORM)
        assert shown.view.card == "ask-session.not-allowed"
    assert not await kept(office)


async def test_a_manager_who_left_the_role_sends_nothing(office: Office) -> None:
    await office.types(BOSS, "ask for a session")
    await office.store.people.bring_in([person(BOSS, "policy")])
    assert (await sends(office)).view.card == "ask-session.not-allowed"
    assert not await kept(office)


async def test_words_on_an_old_card_come_back(office: Office) -> None:
    form = await office.types(BOSS, "ask for a session")
    await sends(office)
    await office.presses(BOSS, "ask-session")
    await sends(office, topic="coi")
    await office.presses(BOSS, "ask-session")
    shown = await sends(office, form, wish="Said anew")
    assert (shown.view.note, held(shown)["wish"]) == ("requests.form-again", "Said anew")
    assert len(await kept(office)) == 2


async def test_whoever_comes_back_after_sending_is_not_shown_the_form_as_if_nothing_was_sent(
    office: Office,
) -> None:
    await office.types(BOSS, "ask for a session")
    await sends(office)
    assert (await office.presses(BOSS, "nonsense")).view.card == "ask-session.sent"
    assert (await office.types(BOSS, "blah")).view.card == "ask-session.sent"


async def test_a_manager_whose_unit_is_not_listed_chooses_one(library: Library) -> None:
    office = await office_of(library)
    await office.store.people.bring_in([person(BOSS, "elsewhere", Role.MANAGER)])
    shown = await office.types(BOSS, "ask for a session")
    assert (shown.view.card, held(shown)["unit"]) == ("ask-session", "")
