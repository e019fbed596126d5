"""The Senior Official chooses a period; a small organization has whole fiscal years only."""

import pytest

from content.model import Library
from dialogs.flow import Answer
from dialogs.questions import FileAsked, ParticipationAsked
from dialogs.views import Choice, View
from tests.dialogs.visitor import TODAY, Visitor

COUNTS = Answer({"period": "a period", "first": TODAY, "last": TODAY})


def official(library: Library, *, small: bool) -> Visitor:
    organization = library.organization.model_copy(update={"small": small})
    of_that_size = library.model_copy(update={"organization": organization})
    visitor = Visitor(of_that_size, may=("report",), answer=COUNTS)
    visitor.settles_in()
    return visitor


def periods(view: View) -> list[str]:
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    return [key for key, _ in choice.options]


def test_most_organizations_see_this_quarter_first(library: Library) -> None:
    visitor = official(library, small=False)
    assert periods(visitor.types("report")) == ["this-quarter", "last-quarter", "this-year"]
    assert visitor.asked == ParticipationAsked("this-quarter")


def test_a_small_organization_is_offered_this_fiscal_year_and_the_last(library: Library) -> None:
    visitor = official(library, small=True)
    assert periods(visitor.types("report")) == ["this-year", "last-year"]
    assert visitor.asked == ParticipationAsked("this-year")
    visitor.presses("show-report", period="last-year")
    assert visitor.asked == ParticipationAsked("last-year")


@pytest.mark.parametrize("period", ["this-quarter", "last-quarter"])
def test_a_small_organization_is_kindly_refused_a_shorter_period(library: Library, period: str) -> None:
    visitor = official(library, small=True)
    visitor.types("report")
    visitor.asked = None
    view = visitor.presses("show-report", period=period)
    assert (view.card, view.note, visitor.asked) == ("report.ask", "report.years-only", None)
    assert periods(view) == ["this-year", "last-year"]


def test_a_period_nobody_offered_is_not_asked_for(library: Library) -> None:
    visitor = official(library, small=True)
    visitor.types("report")
    assert visitor.presses("show-report", period="2026-11").note == "here-again"


FOUND = Answer({"key": "2026-Q4", "name": "ethos-2026-Q4.csv"})


def test_a_file_is_made_of_the_period_that_was_chosen(library: Library) -> None:
    visitor = official(library, small=False)
    visitor.types("report")
    asked = visitor.presses("get-file")
    assert (asked.card, periods(asked)) == ("report.file-ask", ["this-quarter", "last-quarter", "this-year"])
    visitor.answer = FOUND
    made = visitor.presses("make-file", period="last-quarter")
    assert visitor.asked == FileAsked("last-quarter")
    assert (made.card, made.file) == ("report.file", "2026-Q4")


def test_no_file_is_made_of_a_period_that_is_not_offered(library: Library) -> None:
    visitor = official(library, small=True)
    visitor.types("report")
    visitor.presses("get-file")
    assert visitor.presses("make-file", period="this-quarter").card == "report.file-ask"
    assert visitor.asked == ParticipationAsked("this-year")


def test_whoever_may_not_see_the_counts_gets_no_file_either(library: Library) -> None:
    visitor = Visitor(library)
    visitor.settles_in()
    assert visitor.types("get a file").card == "report.not-allowed"
    assert visitor.presses("make-file", period="this-year").card == "report.not-allowed"
