"""The Senior Official chooses a period and a cut; a small organization has whole fiscal years only."""

import pytest

from content.model import Library
from dialogs.counts import CUTS, SHOW, cuts
from dialogs.flow import Answer
from dialogs.questions import ParticipationAsked
from dialogs.views import Choice, Pressed, TextInput, View, equivalents
from reports.participation import Dimension
from tests.dialogs.visitor import TODAY, Visitor

COUNTS = Answer({"period": "a period", "first": TODAY, "last": TODAY})
SEEN = ["this-quarter", "last-quarter", "this-year", "last-year", "this-month", "last-month"]


def official(library: Library, *, small: bool = False, language: str = "en") -> Visitor:
    visitor = Visitor(of_size(library, small=small), may=("report",), answer=COUNTS)
    visitor.settles_in(language)
    return visitor


def of_size(library: Library, *, small: bool) -> Library:
    organization = library.organization.model_copy(update={"small": small})
    return library.model_copy(update={"organization": organization})


def choice(view: View, name: str = "period") -> Choice:
    (found,) = (asked for asked in view.inputs if asked.id == name)
    assert isinstance(found, Choice)
    return found


def periods(view: View) -> list[str]:
    return [key for key, _ in choice(view).options]


def chosen(view: View) -> tuple[str, str]:
    return choice(view).value, choice(view, "cut").value


def test_most_organizations_see_this_quarter_first(library: Library) -> None:
    visitor = official(library)
    assert periods(visitor.types("report")) == SEEN
    assert visitor.asked == ParticipationAsked("this-quarter")


def test_a_period_and_a_cut_are_chosen_together_and_stay_chosen(library: Library) -> None:
    visitor = official(library)
    assert chosen(visitor.types("report")) == ("this-quarter", "glance")
    view = visitor.presses(SHOW, period="last-quarter", cut="unit", other="")
    assert visitor.asked == ParticipationAsked("last-quarter", "unit")
    assert chosen(view) == ("last-quarter", "unit")
    visitor.presses(SHOW, cut="language")
    assert visitor.asked == ParticipationAsked("last-quarter", "language")
    visitor.presses(SHOW, period="this-year", cut="glance")
    assert visitor.asked == ParticipationAsked("this-year")


def test_in_another_language_it_is_the_same_report(library: Library) -> None:
    visitor = official(library)
    visitor.types("report")
    visitor.presses(SHOW, period="last-year", cut="module")
    visitor.asked = None
    assert chosen(visitor.presses("language-fr")) == ("last-year", "module")
    assert visitor.asked == ParticipationAsked("last-year", "module")


def test_opened_again_the_report_begins_anew(library: Library) -> None:
    visitor = official(library)
    visitor.types("report")
    visitor.presses(SHOW, period="last-year", cut="module")
    assert chosen(visitor.types("report")) == ("this-quarter", "glance")


@pytest.mark.parametrize(
    ("typed", "period"),
    [("2026-Q3", "2026-Q3"), ("2026-t3", "2026-Q3"), (" 2026-7 ", "2026-07"), ("EX2025-26", "FY2025-26")],
)
def test_any_other_period_is_typed_into_the_card(library: Library, typed: str, period: str) -> None:
    visitor = official(library)
    visitor.types("report")
    view = visitor.presses(SHOW, period="this-quarter", other=typed, cut="path")
    assert visitor.asked == ParticipationAsked(period, "path")
    assert periods(view) == [period, *SEEN]
    assert chosen(view) == (period, "path")
    visitor.presses(SHOW, period=period, other="", cut="unit")
    assert visitor.asked == ParticipationAsked(period, "unit")


def test_a_period_and_a_cut_can_be_typed_in_the_chat(library: Library) -> None:
    visitor = official(library, language="fr")
    visitor.types("rapport")
    visitor.types("2026-T2")
    assert visitor.asked == ParticipationAsked("2026-Q2")
    visitor.types("par unité")
    assert visitor.asked == ParticipationAsked("2026-Q2", "unit")
    visitor.types("le trimestre dernier")
    assert visitor.asked == ParticipationAsked("last-quarter", "unit")
    visitor.types("8")
    assert visitor.asked == ParticipationAsked("last-quarter", cuts(library)[1])


def test_each_number_means_what_stands_beside_it(library: Library) -> None:
    view = official(library).types("report")
    meant = [same.said for same in equivalents(view)]
    assert meant[:2] == [Pressed(SHOW, {"period": each}) for each in ("this-quarter", "last-quarter")]
    assert meant[6] == Pressed(SHOW, {"cut": "glance"})
    assert meant[6 + len(cuts(library))] == Pressed("get-file")


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("2026-Q7", "report.no-period"),
        ("2026-13", "report.no-period"),
        ("FY2026-28", "report.no-period"),
        ("yesterday", "report.no-period"),
        ("1989-12", "report.no-year"),
        ("FY1989-90", "report.no-year"),
        ("2028-Q1", "report.no-year"),
    ],
)
def test_what_is_no_period_is_told_kindly_and_stays_in_its_place(
    library: Library, typed: str, note: str
) -> None:
    visitor = official(library)
    visitor.types("report")
    visitor.asked = None
    view = visitor.presses(SHOW, period="last-year", other=typed, cut="unit")
    assert (view.card, view.note, visitor.asked) == ("report.ask", note, None)
    (line,) = (asked for asked in view.inputs if isinstance(asked, TextInput))
    assert line.value == typed


def test_the_first_and_the_last_year_can_be_had(library: Library) -> None:
    visitor = official(library)
    visitor.types("report")
    for period in ("1990-01", "FY2027-28"):
        visitor.presses(SHOW, other=period)
        assert visitor.asked == ParticipationAsked(period)


@pytest.mark.parametrize("cut", ["salary", "", "topic-of-talk"])
def test_what_people_are_not_told_apart_by_is_said(library: Library, cut: str) -> None:
    visitor = official(library)
    visitor.types("report")
    visitor.asked = None
    view = visitor.presses(SHOW, period="this-quarter", cut=cut)
    assert (view.card, view.note, visitor.asked) == ("report.ask", "report.no-cut", None)


def test_every_dimension_of_a_report_is_offered_as_a_cut(library: Library) -> None:
    assert {each.value for each in Dimension} <= set(CUTS)
    assert set(cuts(library)[1:]) == {each for each in CUTS if f"report.by.{each}" in library.sentences}


def test_what_was_published_and_cannot_be_read_is_said_with_a_way_on(library: Library) -> None:
    visitor = official(library)
    visitor.types("report")
    visitor.answer = Answer({"period": "a period"}, state="unreadable")
    view = visitor.presses(SHOW, period="last-quarter", cut="unit")
    assert view.card == "report.unreadable"
    assert chosen(view) == ("last-quarter", "unit")
    visitor.answer = COUNTS
    assert visitor.presses(SHOW, period="this-quarter").card == "report"


def test_a_card_of_an_earlier_day_still_shows_what_it_asks_for(library: Library) -> None:
    visitor = official(library)
    visitor.types("report")
    before = visitor.card
    visitor.presses(SHOW, period="last-quarter")
    visitor.presses(SHOW, period="last-year")
    view = visitor.presses(SHOW, before, period="last-month", cut="unit")
    assert (view.card, view.note) == ("report", "")
    assert visitor.asked == ParticipationAsked("last-month", "unit")


def test_what_the_report_does_not_know_shows_where_one_is(library: Library) -> None:
    visitor = official(library)
    visitor.types("report")
    view = visitor.presses("acknowledge")
    assert (view.card, view.note) == ("report.ask", "here-again")


# Small organizations ------------------------------------------------------------------------------


def test_a_small_organization_is_offered_this_fiscal_year_and_the_last(library: Library) -> None:
    visitor = official(library, small=True)
    view = visitor.types("report")
    assert periods(view) == ["this-year", "last-year"]
    assert [asked.id for asked in view.inputs] == ["period", "other"]
    assert visitor.asked == ParticipationAsked("this-year")
    visitor.presses(SHOW, period="last-year")
    assert visitor.asked == ParticipationAsked("last-year")
    visitor.presses(SHOW, other="FY2023-24")
    assert visitor.asked == ParticipationAsked("FY2023-24")


@pytest.mark.parametrize("period", ["this-quarter", "last-quarter", "last-month", "2026-11", "2026-Q1"])
def test_a_small_organization_is_kindly_refused_a_shorter_period(library: Library, period: str) -> None:
    visitor = official(library, small=True)
    visitor.types("report")
    visitor.asked = None
    view = visitor.presses(SHOW, period=period)
    assert (view.card, view.note, visitor.asked) == ("report.ask", "report.years-only", None)
    assert periods(view) == ["this-year", "last-year"]


def test_an_organization_that_became_small_is_back_at_its_year(library: Library) -> None:
    visitor = official(library)
    visitor.types("report")
    visitor.presses(SHOW, period="last-quarter", cut="unit")
    visitor.library = of_size(library, small=True)
    view = visitor.presses("language-fr")
    assert visitor.asked == ParticipationAsked("this-year")
    assert (periods(view), choice(view).value) == (["this-year", "last-year"], "this-year")
