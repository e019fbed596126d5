"""The queue of requests: who reads it, and what becomes of each."""

import pytest

from bot.cards.text import text
from bot.heard import Shown
from content.model import Library
from dialogs.people import Role
from storage.written import EVIDENCE, REQUESTS
from tests.bot.office import Office, person
from tests.bot.request_office import (
    ANA,
    BOSS,
    FORM,
    SAM,
    VERA,
    answers,
    office_of,
    opens,
    request,
)


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library, r1=request())


def listed(shown: Shown) -> list[str]:
    return [key for each in shown.view.inputs for key, _ in getattr(each, "options", ())]


def verbs(shown: Shown) -> list[str]:
    return [button.verb for button in shown.view.buttons]


async def state(office: Office, id_: str = "r1") -> str:
    found = await REQUESTS.line(office.store, id_)
    assert found is not None
    return found.body.state


async def proofs(office: Office) -> list[object]:
    return [line.body for line in (await EVIDENCE.lines(office.store)).values()]


# Looking ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["requests", "demandes de séances"])
async def test_the_office_finds_open_requests_oldest_first_with_everything_to_choose_by(
    library: Library, words: str
) -> None:
    office = await office_of(
        library, late=request("2026-11-21"), early=request("2026-11-02", unit="services", topic="coi"),
        agreed=request("2026-11-10", state="agreed", agreed="2026-12-01"),
        over=request("2026-11-01", state="declined", reason="twice"),
    )  # fmt: skip
    shown = await office.types(VERA, words)
    assert listed(shown) == ["early", "agreed", "late"]
    said = text(library, shown)
    for part in ("Services to the Public", "Conflicts of interest", "French", "December 10, 2026"):
        assert part in said
    shown = await office.presses(VERA, "requests-answered")
    assert (shown.view.card, listed(shown)) == ("requests.answered", ["over"])
    assert (await office.presses(VERA, "requests")).view.card == "requests"


async def test_an_empty_queue_says_so(library: Library) -> None:
    office = await office_of(library)
    assert (await office.types(VERA, "requests")).view.card == "requests.none"


async def test_a_long_queue_comes_in_parts(library: Library) -> None:
    office = await office_of(library)
    for number in range(30):
        await REQUESTS.keep(office.store, f"r{number:02}", request(), 0)
    shown = await office.types(VERA, "requests")
    assert len(listed(shown)) == 12
    shown = await office.presses(VERA, "part-2")
    shown = await office.presses(VERA, "part-3")
    assert (len(listed(shown)), len(shown.view.buttons) <= 6) == (6, True)


async def test_one_request_says_what_was_asked_and_offers_at_most_six_buttons(
    office: Office, library: Library
) -> None:
    shown = await opens(office)
    assert verbs(shown) == [
        *("plan-request", "agree-request", "hold-request", "decline-request"),
        *("requests", "home"),
    ]
    said = text(library, shown)
    assert FORM["wish"] in said
    assert "Policy and Research" in said


async def test_a_unit_that_is_gone_is_said_so(library: Library) -> None:
    office = await office_of(library, r1=request(unit="gone"))
    assert "no longer listed" in text(library, await opens(office))


@pytest.mark.parametrize("who", [SAM, ANA, BOSS])
async def test_nobody_else_reads_or_answers_a_request(office: Office, who: str) -> None:
    assert (await office.types(who, "requests")).view.card == "requests.not-allowed"
    await opens(office)
    form = await office.presses(VERA, "agree-request")
    shown = await office.presses(who, "request-agreed", form, agreed="2026-12-10")
    assert shown.view.card == "requests.not-allowed"
    assert await state(office) == "asked"


async def test_an_officer_who_left_the_role_answers_nothing(office: Office) -> None:
    await opens(office)
    await office.presses(VERA, "agree-request")
    await office.store.people.bring_in([person(VERA, "policy", Role.EMPLOYEE)])
    shown = await office.presses(VERA, "request-agreed", None, agreed="2026-12-10")
    assert (shown.view.card, await state(office)) == ("requests.not-allowed", "asked")


# Answering ----------------------------------------------------------------------------------------


async def test_a_date_is_agreed_then_the_session_is_held_and_each_version_stays(
    office: Office, library: Library
) -> None:
    await opens(office)
    form = await office.presses(VERA, "agree-request")
    assert [getattr(each, "value", "") for each in form.view.inputs] == ["2026-12-10"]
    shown = await office.presses(VERA, "request-agreed", None, agreed="December 15, 2026")
    assert (shown.view.note, await state(office)) == ("requests.agreed", "agreed")
    assert "December 15, 2026" in text(library, shown)
    office.later(days=23)
    shown = await answers(office, "hold-request", held="2026-12-15", people="1,200")
    assert (shown.view.note, await state(office)) == ("requests.held", "held")
    assert verbs(shown) == ["evidence", "reopen-request", "requests", "home"]
    versions = await REQUESTS.history(office.store, "r1")
    assert [each.body.state for each in versions] == ["asked", "agreed", "held"]
    assert versions[-1].body.kept_by == "ve-officer"


async def test_a_request_is_declined_with_a_reason_and_can_be_opened_again(
    office: Office, library: Library
) -> None:
    await opens(office)
    shown = await answers(office, "decline-request", reason="planned")
    assert (shown.view.note, await state(office), await proofs(office)) == (
        "requests.declined",
        "declined",
        [],
    )
    assert "planned on this topic" in text(library, shown)
    await office.presses(VERA, "reopen-request")
    assert await state(office) == "asked"


@pytest.mark.parametrize(
    ("verb", "held"),
    [
        ("agree-request", {"agreed": "2026-11-22"}),
        ("agree-request", {"agreed": "soon"}),
        ("hold-request", {"held": "2026-11-24", "people": "11"}),
        ("hold-request", {"held": "2026-11-19", "people": "11"}),
        ("hold-request", {"held": "2026-11-23", "people": "many"}),
        ("hold-request", {"held": "2026-11-23", "people": "0"}),
        ("hold-request", {"held": "2026-11-23", "people": "100001"}),
        ("decline-request", {"reason": "no time"}),
    ],
)
async def test_a_step_with_a_fault_comes_back_as_it_was_written(
    office: Office, verb: str, held: dict[str, str]
) -> None:
    await opens(office)
    shown = await answers(office, verb, **held)
    assert (shown.view.note, len(shown.view.remarks)) == ("requests.form-faults", 1)
    assert {each.id: getattr(each, "value", "") for each in shown.view.inputs} == held
    assert await state(office) == "asked"


async def test_where_somebody_was_faster_the_form_comes_back_beside_what_is_so_now(office: Office) -> None:
    await opens(office)
    await office.presses(VERA, "agree-request")
    await REQUESTS.keep(office.store, "r1", request(state="agreed", agreed="2026-12-01"), 1)
    shown = await office.presses(VERA, "request-agreed", None, agreed="2026-12-10")
    assert shown.view.note == "requests.form-changed"
    assert "December 1, 2026" in shown.view.remarks[0].en
    shown = await office.presses(VERA, "request-agreed", None, agreed="2026-12-10")
    assert shown.view.note == "requests.agreed"


async def test_what_was_declined_meanwhile_is_shown_as_it_is(office: Office) -> None:
    await opens(office)
    form = await office.presses(VERA, "agree-request")
    declined = request(state="declined", reason="other")
    await REQUESTS.keep(office.store, "r1", declined, 1)
    shown = await office.presses(VERA, "request-agreed", form, agreed="2026-12-10")
    assert (shown.view.card, shown.view.note) == ("requests.one", "requests.changed")
    await REQUESTS.keep(office.store, "r1", request(), 2)
    await opens(office)
    await REQUESTS.keep(office.store, "r1", declined, 3)
    assert (await office.presses(VERA, "agree-request")).view.note == "requests.changed"
    await REQUESTS.keep(office.store, "r1", request(state="declined", reason="twice"), 4)
    shown = await office.presses(VERA, "reopen-request")
    assert (shown.view.note, await state(office)) == ("requests.changed", "declined")


async def test_words_on_an_old_form_come_back(office: Office) -> None:
    await opens(office)
    form = await office.presses(VERA, "agree-request")
    await office.presses(VERA, "requests")
    await opens(office)
    shown = await office.presses(VERA, "request-agreed", form, agreed="2026-12-11")
    assert (shown.view.note, getattr(shown.view.inputs[0], "value", "")) == (
        "requests.form-again",
        "2026-12-11",
    )
    gone = await office.presses(VERA, "request-agreed", None, agreed="2026-12-11")
    assert gone.view.note in {"requests.form-changed", "requests.agreed"}


async def test_a_request_that_is_not_there_leads_to_the_queue(office: Office) -> None:
    await opens(office)
    form = await office.presses(VERA, "agree-request")
    bare = await office_of(office.library)
    office = office.restarted(office.library)
    office.store = bare.store
    shown = await Office(office.library, bare.store, before=office).presses(
        VERA, "request-agreed", form, agreed="2026-12-11"
    )
    assert shown.view.note in {"requests.gone", "old-card"}
