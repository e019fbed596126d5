"""Three departments' facts go in by file and by form; drafts have every dated fact and figure published."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.assessment import Assessment
from bot.command.operations import perform
from bot.command.operator import Operator
from bot.command.orders import Means, Order
from bot.counting import Look
from content.model import Language, Library
from content.wording import fold
from reports.assessed_document import document
from reports.markdown import as_markdown
from reports.material import Draft, Drafted
from reports.years import years_named
from storage.memory import open_memory
from storage.ports import Store
from tests.bot.office import Chance
from tests.bot.register_office import TALK, VERA, office_of, writes
from tests.conftest import CONTENT
from tests.seeded.published import FILED, Stated, stated, text_of

HERE = Path(__file__).parent
YEARS = years_named("FY2022-23..FY2024-25")
AT = datetime(2024, 7, 2, 15, tzinfo=UTC)
BY_HAND = ("evidence", "planned", "headings", "training-plans", "code-review")
REGISTERS = ("evidence", "training-plans", "code-review")
DOORS = {"evidence": "evidence", "training-plans": "training plans", "code-review": "code review"}
THEMSELVES = {"CICS", "OPO", "PS", "PSC", "DM", "ADM", "PMA"}
"""Short names of organizations, offices and agreements: evidence writes them out."""

Published = dict[str, Stated]
everyone = pytest.mark.parametrize("who", FILED)
entered = pytest.mark.parametrize("way", ["file", "form"])


def published(library: Library, who: str) -> Published:
    return stated(text_of(FILED[who]), library.question_sets["pco-2024"].questions)


async def drafted(library: Library, who: str, way: str = "file") -> Draft:
    """Enter what a department has, by file or in the forms of the chat, and draft the thirteen questions."""
    store = await (by_file if way == "file" else by_form)(library, who)
    look = Look("f" * 32, "operator", AT, ZoneInfo("America/Toronto"))
    return await Assessment(library, store, look).draft(library.question_sets["pco-2024"], YEARS)


async def by_file(library: Library, who: str) -> Store:
    """Bring a department's files in, as an operator does."""
    store, chance = open_memory(), Chance()

    def look() -> Look:
        return Look(chance(16).hex(), "operator", AT, ZoneInfo("America/Toronto"))

    means = Means(store, library, look, lambda _: pytest.fail("no staff list"))
    for register in REGISTERS:
        file = (HERE / f"{who}-{register}.csv").read_bytes()
        order = Order(f"{register} import", "en", library.organization.id, {}, file)
        printed = await perform(means, Operator(CONTENT, {}), order)
        assert (printed.code, printed.errors) == (0, ())
    return store


async def by_form(library: Library, who: str) -> Store:
    """Write the lines of a department's files into the forms of the chat, one after the other."""
    office = await office_of(library, at=AT)
    for register in REGISTERS:
        with (HERE / f"{who}-{register}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                held = dict.fromkeys(TALK, "") | row if register == "evidence" else row
                shown = await writes(office, VERA, DOORS[register], **held)
                if shown.view.note == "registers.form-names":
                    shown = await office.presses(VERA, "keep-as-it-is", None, **held)
                assert shown.view.note == "registers.saved", (register, held, shown.view.remarks)
    return office.store


def one(draft: Draft, id_: str) -> Drafted:
    return next(each for each in draft.questions if each.question.id == id_)


def told(library: Library, draft: Draft, found: Drafted, language: Language = "en") -> str:
    """Return what the document says of one question, from its answer on: not the words of the question."""
    pages = as_markdown(document(library, draft), language)
    return pages.split(f"Question {found.question.id}\n")[1].split("### ")[0]


def lacking(said: str, wanted: set[str]) -> set[str]:
    folded = f" {fold(said)} "
    return {each for each in wanted if f" {fold(each)} " not in folded}


def test_the_questions_stand_in_the_words_they_were_asked_in(library: Library) -> None:
    asked, found = fold(text_of("001")), library.question_sets["pco-2024"]
    for question in found.questions:
        texts = [question.text, *(box.text for box in question.boxes), question.besides]
        assert [
            text.en
            for text in texts
            if text and fold(text.en.removesuffix(" Select all that apply.")) not in asked
        ] == []


def test_the_guide_asks_where_to_start_in_its_own_words(library: Library) -> None:
    guide, found = fold(text_of("000")), library.question_sets["where-to-start"]
    assert [each.id for each in found.questions if fold(each.text.en) not in guide] == []


@everyone
@entered
async def test_the_draft_has_every_dated_fact_and_figure(library: Library, who: str, way: str) -> None:
    draft, missing = await drafted(library, who, way), {}
    for id_, answer in published(library, who).items():
        found = one(draft, id_)
        said = told(library, draft, found)
        wanted = answer.days | answer.years | answer.figures | answer.short_names - THEMSELVES
        if lacks := lacking(said, wanted):
            missing[id_] = lacks
    assert missing == {}


@everyone
@entered
async def test_the_draft_names_what_was_listed(library: Library, who: str, way: str) -> None:
    draft = await drafted(library, who, way)
    for id_ in ("6", "7", "9", "10"):
        found = one(draft, id_)
        assert lacking(told(library, draft, found), set(published(library, who)[id_].titles)) == set()


@everyone
@entered
async def test_exactly_the_boxes_that_were_ticked_are_offered_each_with_evidence(
    library: Library, who: str, way: str
) -> None:
    draft, answers = await drafted(library, who, way), published(library, who)
    for id_ in ("6", "7"):
        found = one(draft, id_)
        assert {offer.box.id for offer in found.offers} == answers[id_].ticked
        assert all(offer.facts for offer in found.offers)


@everyone
async def test_what_is_still_missing_is_listed_and_nothing_is_ticked(library: Library, who: str) -> None:
    draft = await drafted(library, who)
    gaps = {found.question.id: [gap.en for gap in found.gaps] for found in draft.questions}
    assert "Decision on identity factors: nothing on file" in gaps["12"]
    assert any(gap.startswith("No evidence on file for: Integrated in career") for gap in gaps["7"])
    assert [found.question.id for found in draft.questions if found.answer] == []
    for language in ("en", "fr"):
        assert "\N{BALLOT BOX WITH X}" not in as_markdown(document(library, draft), language)


@everyone
async def test_every_fact_says_where_it_comes_from_in_both_languages(library: Library, who: str) -> None:
    draft = await drafted(library, who)
    facts = [fact for found in draft.questions for fact in found.facts]
    entered = [
        fact for fact in facts if fact.holding in ("evidence", "planned", "headings", "training-plans")
    ]
    assert len(entered) >= 10
    assert all("line " in fact.source.en and "ligne " in fact.source.fr for fact in entered)
    assert not any("only:" in gap.en for found in draft.questions for gap in found.gaps)
