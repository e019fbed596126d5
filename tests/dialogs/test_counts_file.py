"""The Senior Official takes the counts along: a period, a cut, a kind of file and a language."""

import pytest

from content.model import Library
from dialogs import counts
from dialogs.flow import Answer
from dialogs.questions import FileAsked
from dialogs.views import Choice, View
from reports.participation import Dimension
from tests.dialogs.test_counts import official
from tests.dialogs.visitor import Visitor

FOUND = Answer({"key": "2026-Q4.module.docx.fr", "name": "ethos-2026-Q4-module-fr.docx"})


def asks(library: Library, *, small: bool = False) -> Visitor:
    visitor = official(library, small=small)
    visitor.types("report")
    visitor.presses("get-file")
    visitor.asked, visitor.answer = None, FOUND
    return visitor


def offered(view: View) -> dict[str, list[str]]:
    return {each.id: [key for key, _ in each.options] for each in view.inputs if isinstance(each, Choice)}


def test_the_form_has_a_first_choice_for_everything(library: Library) -> None:
    visitor = official(library, small=False)
    visitor.types("report")
    view = visitor.presses("get-file")
    assert offered(view) == {
        "period": ["last-quarter", "this-quarter", "last-year", "this-year", "last-month", "this-month"],
        "by": ["unit", "module", "topic", "path", "language"],
        "format": ["xlsx", "docx", "csv"],
        "language": ["both", "en", "fr"],
    }
    chosen = {each.id: each.value for each in view.inputs if isinstance(each, Choice)}
    assert chosen == {"period": "last-quarter", "by": "unit", "format": "xlsx", "language": "both"}


def test_counts_may_be_taken_along_by_everything_they_can_be_told_apart_by() -> None:
    assert set(counts.CUTS) == {dimension.value for dimension in Dimension}


def test_the_file_is_made_of_what_was_chosen(library: Library) -> None:
    visitor = asks(library)
    made = visitor.presses("make-file", period="last-month", by="module", format="docx", language="fr")
    assert visitor.asked == FileAsked("last-month", "module", "docx", "fr")
    assert (made.card, made.file) == ("report.file", "2026-Q4.module.docx.fr")
    assert visitor.presses("get-file").card == "report.file-ask"


@pytest.mark.parametrize("typed", ["last quarter", "Le trimestre dernier"])
def test_whoever_types_a_period_gets_the_first_choice_of_the_rest(library: Library, typed: str) -> None:
    visitor = asks(library)
    assert visitor.types(typed).card == "report.file"
    assert visitor.asked == FileAsked("last-quarter", "unit", "xlsx", "both")


def test_a_card_of_an_earlier_day_asks_for_lines_as_it_always_did(library: Library) -> None:
    visitor = asks(library)
    visitor.presses("make-file", period="this-year")
    assert visitor.asked == FileAsked("this-year", "unit", "csv", "both")


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "2026-11"},
        {},
        {"period": "this-year", "by": "person"},
        {"period": "this-year", "format": "pdf"},
        {"period": "this-year", "language": "de"},
    ],
)
def test_what_is_not_offered_makes_no_file(library: Library, wrong: dict[str, str]) -> None:
    visitor = asks(library)
    assert visitor.presses("make-file", None, **wrong).card == "report.file-ask"
    assert visitor.asked is None


def test_a_small_organization_chooses_a_fiscal_year_and_no_cut(library: Library) -> None:
    visitor = asks(library, small=True)
    view = visitor.presses("make-file", period="this-quarter")
    assert (view.card, visitor.asked) == ("report.file-ask", None)
    assert list(offered(view)) == ["period", "format", "language"]
    assert offered(view)["period"] == ["this-year", "last-year"]
    visitor.presses("make-file", period="last-year", format="xlsx", language="en")
    assert visitor.asked == FileAsked("last-year", "unit", "xlsx", "en")


def test_whoever_may_not_see_the_counts_gets_no_file_either(library: Library) -> None:
    visitor = Visitor(library)
    visitor.settles_in()
    assert visitor.types("get a file").card == "report.not-allowed"
    assert visitor.presses("make-file", period="this-year").card == "report.not-allowed"
