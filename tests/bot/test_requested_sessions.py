"""What a request becomes: a planned session, and one line of evidence once it was held."""

import asyncio
from datetime import date

import pytest

from bot.cards.text import text
from bot.heard import Shown
from content.model import Library, Span
from storage.campaigns import campaigns
from storage.written import EVIDENCE, REQUESTS
from tests.bot.office import Office
from tests.bot.request_office import (
    BOSS,
    VERA,
    answers,
    office_of,
    opens,
    request,
    sends,
)

HELD = {"held": "2026-11-22", "people": "11"}


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library, r1=request())


def listed(shown: Shown) -> list[str]:
    return [key for each in shown.view.inputs for key, _ in getattr(each, "options", ())]


async def state(office: Office, id_: str = "r1") -> str:
    found = await REQUESTS.line(office.store, id_)
    assert found is not None
    return found.body.state


async def proofs(office: Office) -> list[object]:
    return [line.body for line in (await EVIDENCE.lines(office.store)).values()]


async def test_a_held_session_is_one_line_of_evidence_without_the_unit(office: Office) -> None:
    await opens(office)
    shown = await answers(office, "hold-request", **HELD)
    [line] = await proofs(office)
    assert line == EVIDENCE.shape.model_validate({
        "kinds": ["topic"],
        "when": Span(begins="2026-11-22"),
        "title": {
            "en": "A session that a unit asked for (Gifts)",
            "fr": "Une séance demandée par une unité (Cadeaux)",
        },
        "number": 1,
        "of": "sessions",
        "reach": 11,
        "topic": "gifts",
        "kept_on": date(2026, 11, 23),
        "kept_by": "ve-officer",
    })  # fmt: skip
    assert "stands among the evidence" in text(office.library, shown)
    assert (await office.presses(VERA, "evidence")).view.card == "registers"


@pytest.mark.parametrize(("people", "reach"), [("4", None), ("5", 5)])
async def test_fewer_than_five_people_are_no_number_in_the_evidence(
    office: Office, people: str, reach: int | None
) -> None:
    await opens(office)
    await answers(office, "hold-request", held="2026-11-23", people=people)
    [line] = await proofs(office)
    assert line.reach == reach  # type: ignore[attr-defined]


async def test_a_session_about_none_of_the_topics_is_evidence_of_another_kind(library: Library) -> None:
    office = await office_of(library, r1=request(topic="other"))
    await opens(office)
    await answers(office, "hold-request", **HELD)
    [line] = await proofs(office)
    assert line.kinds == ("other",)  # type: ignore[attr-defined]


async def test_two_clicks_at_once_hold_it_once(office: Office) -> None:
    await opens(office)
    form = await office.presses(VERA, "hold-request")
    both = await asyncio.gather(*(office.presses(VERA, "request-held", form, **HELD) for _ in range(2)))
    assert {shown.view.note for shown in both} == {"requests.held"}
    assert len(await proofs(office)) == 1
    assert len(await REQUESTS.history(office.store, "r1")) == 2


async def test_a_mistake_is_mended_and_the_evidence_follows(office: Office, library: Library) -> None:
    await opens(office)
    await answers(office, "hold-request", **HELD)
    shown = await office.presses(VERA, "reopen-request")
    assert (shown.view.note, await state(office), await proofs(office)) == ("requests.reopened", "asked", [])
    assert "no evidence yet" in text(library, shown)
    await answers(office, "hold-request", held="2026-11-23", people="30")
    [line] = await proofs(office)
    assert (line.reach, line.when.begins) == (30, "2026-11-23")  # type: ignore[attr-defined]
    assert len(await EVIDENCE.everything(office.store)) == 1


async def test_what_the_office_wrote_into_the_evidence_stays(office: Office) -> None:
    await opens(office)
    form = await office.presses(VERA, "hold-request")
    await office.presses(VERA, "request-held", form, **HELD)
    found = await EVIDENCE.line(office.store, "request-r1")
    assert found is not None
    await EVIDENCE.keep(office.store, found.id, found.body.model_copy(update={"reach": 50}), found.revision)
    await office.presses(VERA, "request-held", form, **HELD)
    [line] = await proofs(office)
    assert line.reach == 50  # type: ignore[attr-defined]


# Planning -----------------------------------------------------------------------------------------


async def test_a_request_becomes_a_planned_session_with_its_topic_language_and_day(office: Office) -> None:
    await opens(office)
    form = await office.presses(VERA, "plan-request")
    assert form.view.card == "sessions.form"
    begun = {each.id: getattr(each, "value", "") for each in form.view.inputs}
    assert (begun["topic"], begun["spoken"], begun["day"]) == ("gifts", "fr", "2026-12-10")
    assert begun["audience"] == "unit-policy"
    rest = {
        "title_en": "Gifts", "title_fr": "Cadeaux", "body_en": "Come.", "body_fr": "Venez.",
        "audience": "unit-policy", "people": "", "invited": "2026-11-25", "opens": "13:00",
        "place_en": "Room 1", "place_fr": "Salle 1",
    }  # fmt: skip
    shown = await office.presses(VERA, "save-session", None, **{**begun, **rest})
    assert shown.view.note == "sessions.saved", shown.view.remarks
    [filed] = (await campaigns(office.store)).values()
    assert filed.campaign.topic == "gifts"  # type: ignore[union-attr]


async def test_a_request_from_the_form_reaches_the_queue(library: Library) -> None:
    office = await office_of(library)
    await office.types(BOSS, "ask for a session")
    await sends(office)
    assert len(listed(await office.types(VERA, "requests"))) == 1
