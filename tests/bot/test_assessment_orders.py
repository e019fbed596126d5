"""What an operator does with a self-assessment: draft it, write it to a file, keep it, print it again."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from bot.command.operations import perform
from bot.command.operator import Operator
from bot.command.orders import Means, Order, Printed
from bot.counting import Look
from content.model import Communication, Language, Library, Session, Text
from dialogs.facts import ModuleFinished, Stamped
from dialogs.people import Path as Following
from storage import batches
from storage.batches import Batch
from storage.campaigns import keep
from storage.memory import open_memory
from storage.ports import Conversation, Move, Store
from storage.tiny import open_tiny
from storage.written import EVIDENCE
from tests.bot.assessment_office import TALK, office_of
from tests.bot.office import Chance, Office, person, staff
from tests.conftest import CONTENT

AT = datetime(2027, 4, 20, 15, tzinfo=UTC)
YEAR = {"period": "FY2026-27", "set": "pco-2024"}
BOTH = Text(en="Elections", fr="Élections")
"""The year is over, so that what was first published of it stays."""


def means_of(library: Library, store: Store, chance: Chance) -> Means:
    def look() -> Look:
        return Look(chance(16).hex(), "operator", AT, ZoneInfo("America/Toronto"))

    return Means(store, library, look, lambda _: pytest.fail("no staff list"))


async def does(means: Means, language: Language = "en", **words: str) -> Printed:
    order = Order("selfassessment", language, means.library.organization.id, {**YEAR, **words})
    return await perform(means, Operator(CONTENT, {}), order)


async def learns(store: Store, *people: str) -> None:
    """Have people finish a module in the year."""
    for who in people:
        fact = ModuleFinished("M01", 1)
        stamped = Stamped(
            person(who, "policy").id,
            date(2026, 5, 4),
            person(who, "policy").unit,
            Following.EMPLOYEE,
            "en",
            fact,
        )
        move = Move(Conversation(stamped.person, "module", "M01"), 0, 1, b"{}")
        await store.ledger.commit(move, facts=[stamped])


async def sends(office: Office) -> None:
    """Have one message end, one be stopped, and one session of everybody take place."""
    text = {"title": BOTH, "body": (BOTH,), "first_day": date(2026, 5, 1), "last_day": date(2026, 5, 9)}
    await keep(office.store, "sent", Communication.model_validate({**text, "stage": "closed"}), 0)
    await keep(office.store, "stopped", Communication.model_validate({**text, "stage": "stopped"}), 0)
    session = {**text, "day": date(2026, 6, 1), "opens": "10:00", "zone": "America/Toronto", "place": BOTH}
    held = Session.model_validate({**session, "code": "1234", "stage": "closed", "topic": "gifts"})
    await keep(office.store, "held", held, 0)
    await keep(office.store, "ahead", held.model_copy(update={"day": date(2027, 6, 1)}), 0)


@pytest.fixture
async def means(library: Library) -> Means:
    office = await office_of(library)
    await learns(office.store, *(f"policy-{number}" for number in range(7)))
    await sends(office)
    await batches.keep(office.store.registers, Batch("doors", 1, "2026-Q3", 12, {"ear": {"opened": 12}}))
    return means_of(library, office.store, office.chance)


async def test_a_draft_holds_counts_messages_sessions_and_answers_without_names(means: Means) -> None:
    printed = await does(means, lang="en")
    assert (printed.code, printed.errors) == (0, ())
    assert "People who finished a module in the period: 7 (fiscal year 2026 to 2027)" in printed.text
    assert "“Elections”, May 1, 2026 to May 9, 2026" in printed.text
    assert printed.text.count("Session “Elections”, June 1, 2026") > 0
    assert "opened 12 times (July to September 2026)" in printed.text
    assert "June 1, 2027" not in printed.text, "what is ahead has not taken place"


async def test_a_look_of_an_operator_is_written_down(means: Means) -> None:
    await does(means)
    looks = [each.body for each in await means.store.registers.find("access")]
    assert sorted((look["what"], look["role"], look["period"]) for look in looks) == [
        ("report", "operator", "FY2026-27"),
        ("self-assessment", "operator", "FY2026-27"),
    ]


async def test_a_draft_is_written_in_the_languages_that_are_asked_for(means: Means) -> None:
    both, french = await does(means, lang="both"), await does(means, lang="fr")
    assert both.text.count("\n---\n") == 1
    assert "Échange au comité de direction" in french.text
    assert "Talk at the executive committee" not in french.text


async def test_a_document_opens_as_one(means: Means) -> None:
    printed = await does(means, format="docx")
    assert printed.text == ""
    with ZipFile(BytesIO(printed.body)) as inside:
        assert "Question 13" in inside.read("word/document.xml").decode()


async def test_other_questions_than_there_are_are_refused_with_what_there_is(means: Means) -> None:
    printed = await does(means, set="horoscope")
    assert (printed.code, printed.errors) == (
        2,
        ("There is no such set of questions. Known are: pco-2024, where-to-start.",),
    )
    assert (await does(means, period="2026")).code == 2
    assert "anything of this" not in (await does(means, set="where-to-start")).text


async def test_what_was_not_kept_or_cannot_be_read_is_said(means: Means) -> None:
    assert (await does(means, frozen="0a")).errors == ("No draft was kept under this id.",)
    await means.store.registers.put("self-assessment-frozen", "0b", {"v": 9}, 0)
    assert "cannot be read" in (await does(means, frozen="0b")).errors[0]
    assert "illisible" in (await does(means, "fr", frozen="0b")).errors[0]


async def freezes(library: Library, store: Store, chance: Chance) -> tuple[str, str]:
    """Keep a draft with counts and evidence; return its id and what it said."""
    await store.people.bring_in(staff(["policy"], 11))
    await learns(store, *(f"policy-{number}" for number in range(7)))
    await EVIDENCE.keep(store, "talk", TALK, 0)
    printed = await does(means_of(library, store, chance), freeze="yes")
    return printed.errors[0].removesuffix(".").rpartition(" ")[2], printed.text


async def moves_on(library: Library, store: Store, chance: Chance) -> Means:
    """Have facts, the staff list, the evidence and the questions change."""
    await learns(store, "policy-8")
    await store.people.bring_in(staff(["services"], 30))
    await EVIDENCE.keep(store, "talk", TALK.model_copy(update={"withdrawn": True}), 1)
    return means_of(library.model_copy(update={"question_sets": {}}), store, chance)


async def test_a_kept_draft_has_the_same_numbers_once_everything_moved_on(library: Library) -> None:
    store, chance = open_memory(), Chance()
    id_, said = await freezes(library, store, chance)
    again = await does(await moves_on(library, store, chance), frozen=id_)
    assert again.text == said
    assert "in the period: 7 (" in again.text


async def test_a_kept_draft_has_the_same_numbers_after_a_restart(library: Library, tmp_path: Path) -> None:
    chance = Chance()
    async with await open_tiny(tmp_path / "data", mark="local") as medium:
        id_, said = await freezes(library, medium.store, chance)
        await moves_on(library, medium.store, chance)
    async with await open_tiny(tmp_path / "data", mark="local") as medium:
        again = await does(means_of(library, medium.store, chance), frozen=id_)
    assert again.text == said
    assert "people: 14" in again.text
