"""An office in which people said something without their names, and those who may look at it."""

from collections.abc import Mapping

from bot.heard import Shown
from content.model import AnswerOption, AskedQuestion, Library, Questionnaire, Text
from dialogs.people import PersonId, Role
from dialogs.views import Choice, Table
from storage.batches import Batch, Words, keep
from tests.bot.office import Office, person, staff

VERA, SAM, ANA, BOSS = (PersonId(name) for name in ("vera", "sam", "ana", "boss"))


def same(words: str) -> Text:
    return Text(en=words, fr=words)


def _options(*ids: str) -> tuple[AnswerOption, ...]:
    return tuple(AnswerOption(id=id_, text=same(id_.upper())) for id_ in ids)


FORM = Questionnaire(
    id="feedback",
    version=2,
    kind="feedback",
    title=same("F2"),
    opening=(same("O"),),
    closing=(same("C"),),
    questions=(
        AskedQuestion(id="q1", text=same("Q1"), options=_options("yes", "no")),
        AskedQuestion(id="q5", text=same("Q5"), kind="several", options=_options("a", "b", "c"), most=2),
        AskedQuestion(id="q7", text=same("Q7"), kind="words"),
    ),
)
"""A form whose words are the same in both languages, so that cards show no language but their own."""

TEXTS = tuple(f"{number}, {number}, {number}!" for number in range(101, 108))


def batch(period: str = "2026-Q3", version: int = 2, **changed: object) -> Batch:
    """Return what 24 people answered: some in words, and too few to one question."""
    given: dict[str, object] = {
        "form": "feedback",
        "version": version,
        "period": period,
        "answers": 24,
        "tallies": {"q1": {"yes": 15, "no": 5}, "q5": {"a": 4, "b": 3, "*": 6}},
        "words": tuple(Words(f"{number:08x}", "q7", text) for number, text in enumerate(TEXTS)),
    }
    return Batch(**{**given, **changed})  # type: ignore[arg-type]


TAP = Batch("talk-not-yet", 1, "2026-Q3", 14, {"not-yet": {"pressed": 14}})
DOORS = Batch(
    "doors",
    1,
    "2026-Q3",
    43,
    {"harassment": {"opened": 25}, "wrongdoing": {"opened": 15}, "ear": {"opened": 3}},
)


def with_form(library: Library, form: Questionnaire = FORM) -> Library:
    return library.model_copy(update={"questionnaires": {**library.questionnaires, form.id: form}})


async def office_of(
    library: Library, *batches: Batch, language: str = "en", form: Questionnaire = FORM
) -> Office:
    """Return an office with both who may look, a manager and an employee; one batch unless told otherwise."""
    office = Office(with_form(library, form))
    officers = [
        person(VERA, "policy", Role.VE_OFFICER),
        person(SAM, "policy", Role.SENIOR_OFFICIAL),
        person(BOSS, "policy", Role.MANAGER),
    ]
    await office.hires(*officers, person(ANA, "services"), *staff(["policy", "services"], 11))
    await office.settles_in(VERA, SAM, BOSS, ANA, language=language)
    for each in batches or (batch(),):
        await keep(office.store.registers, each)
    return office


async def opens(office: Office, who: str = VERA, id_: str = "feedback@2@2026-Q3") -> Shown:
    """Go from the list of forms to one batch."""
    await office.types(who, "what people said")
    await office.presses(who, "open", None, form=id_.partition("@")[0])
    return await office.presses(who, "open", None, batch=id_)


async def reads(office: Office, who: str = VERA) -> Shown:
    """Read the texts of a batch."""
    await opens(office, who)
    return await office.presses(who, "read-texts")


def cells(table: Table) -> dict[str, list[object]]:
    """Return the rows of a table by their first cell, texts in English."""
    return {str(_english(first)): [_english(cell) for cell in others] for first, *others in table.rows}


def _english(cell: object) -> object:
    return cell.en if isinstance(cell, Text) else cell


def texts(shown: Shown) -> list[str]:
    """Return the texts of a page, in the order in which they stand there."""
    return [asked.hint.en for asked in shown.view.inputs if isinstance(asked, Choice) and asked.hint]


def tables(shown: Shown) -> Mapping[str, dict[str, list[object]]]:
    return {table.title.en: cells(table) for table in shown.view.tables}
