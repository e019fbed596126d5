"""What is shown of answers without a name: rounded, never of too few, and the year a sum of what is shown."""

import pytest

from content.model import AnswerOption, AskedQuestion, Text
from reports.answers import ANSWERED, by_value, percent, sheet, split, tally, with_years
from reports.privacy import told_apart
from storage.batches import Batch

YES_NO = ("yes", "no")


def same(words: str) -> Text:
    return Text(en=words, fr=words)


def question(id_: str, *options: str, several: bool = False, words: bool = False) -> AskedQuestion:
    found = tuple(AnswerOption(id=option, text=same(option)) for option in options)
    asked_as = {"kind": "words" if words else "several" if several else "one"}
    return AskedQuestion.model_validate({"id": id_, "text": same(id_), "options": found, **asked_as})


ASKED = (
    question("q1", *YES_NO),
    question("q5", "a", "b", "c", several=True),
    question("q7", words=True),
)


def batch(period: str = "2026-Q3", version: int = 1, **questions: dict[str, int]) -> Batch:
    most = max((sum(counts.values()) for counts in questions.values()), default=10)
    return Batch("feedback", version, period, most, questions)


# Counting -----------------------------------------------------------------------------------------


def test_choices_are_counted_and_words_are_not() -> None:
    answers = [
        {"q1": "yes", "q5": "a b", "q7": "yes no"},
        {"q1": "yes", "q5": "b nonsense"},
        {"q1": "perhaps", "q7": "a"},
        {},
    ]
    assert tally(answers, ASKED) == {"q1": {"yes": 2}, "q5": {"a": 1, "b": 2, ANSWERED: 2}}


def test_what_nobody_answered_is_not_there() -> None:
    assert tally([{"q7": "words"}], ASKED) == {}


@pytest.mark.parametrize(
    ("count", "of", "share"), [(1, 3, 33), (2, 3, 67), (1, 200, 1), (1, 201, 0), (1, 2, 50), (10, 10, 100)]
)
def test_shares_are_whole(count: int, of: int, share: int) -> None:
    assert percent(count, of) == share


def test_a_question_is_shown_from_ten_answers_on() -> None:
    shown = sheet(batch(q1={"yes": 6, "no": 4}, q2={"yes": 9}), ("q1", "q2", "q3"))
    assert [(each.question, each.answers) for each in shown.questions] == [
        ("q1", 10),
        ("q2", None),
        ("q3", None),
    ]
    assert (shown.hidden, shown.answers) == (2, None)
    assert shown.of("q1").share("yes") == 60
    assert shown.of("q1").share("perhaps") == 0
    assert shown.of("q2").share("yes") is None
    assert shown.of("q9").answers is None


def test_a_form_may_ask_for_more_answers_than_ten() -> None:
    assert sheet(batch(q1={"yes": 19}), least=20).of("q1").answers is None
    assert sheet(batch(q1={"yes": 20}), least=20).answers == 20


def test_where_several_may_be_chosen_shares_are_of_those_who_answered() -> None:
    shown = sheet(batch(q5={"a": 9, "b": 8, ANSWERED: 12}), several=("q5",)).of("q5")
    assert (shown.answers, shown.share("a"), shown.share("b")) == (12, 75, 67)
    assert ANSWERED not in shown.counts


def test_where_nobody_counted_who_answered_several_shares_cannot_be_told() -> None:
    assert sheet(batch(q5={"a": 90, "b": 80}), several=("q5",)).of("q5").answers is None


# Years --------------------------------------------------------------------------------------------


def test_a_fiscal_year_adds_up_what_its_quarters_show_and_says_what_it_is_without() -> None:
    quarters = [
        batch("2026-Q2", q1={"yes": 10, "no": 10}),
        batch("2026-Q3", q1={"yes": 5}, q2={"yes": 12}),
        batch("2027-Q1", q1={"yes": 20}),
        batch("2027-Q2", q1={"yes": 11}),
    ]
    found = with_years(sheet(each, ("q1",)) for each in quarters)
    assert [each.period for each in found] == [
        "2026-Q2",
        "2026-Q3",
        "2027-Q1",
        "FY2026-27",
        "2027-Q2",
    ], "a year of one quarter would say the same twice"
    year = found[3]
    assert (year.of("q1").answers, year.of("q1").share("yes"), year.of("q2").answers) == (40, 75, 12)
    assert (year.answers, year.hidden) == (None, 1)


def test_a_year_in_which_nothing_is_shown_shows_nothing() -> None:
    (*_, year) = with_years(sheet(batch(period, q1={"yes": 5})) for period in ("2026-Q2", "2026-Q3"))
    assert (year.of("q1").answers, year.of("q1").counts) == (None, {})


def test_versions_of_a_form_are_not_added_up() -> None:
    quarters = [(period, version) for version in (1, 2) for period in ("2026-Q2", "2026-Q3")]
    found = with_years(sheet(batch(*each, q1={"yes": 10})) for each in quarters)
    assert [(each.version, each.of("q1").answers) for each in found if each.period == "FY2026-27"] == [
        (1, 20),
        (2, 20),
    ]


# Told apart ---------------------------------------------------------------------------------------


def people(value: str, count: int, answer: str) -> list[dict[str, str]]:
    return [{"q1": answer, **({"me": value} if value else {})} for _ in range(count)]


def test_a_group_under_ten_is_not_even_stored_and_takes_another_along() -> None:
    answers = [*people("m", 20, "yes"), *people("m", 5, "no"), *people("w", 12, "yes"), *people("x", 3, "no")]
    assert split(answers, ASKED, "me", ("m", "w", "x")) == {"m": {"q1": {"yes": 20, "no": 5}}}


def test_all_are_shown_where_each_is_large_enough_and_everybody_said() -> None:
    answers = [*people("m", 20, "yes"), *people("w", 10, "no")]
    assert split(answers, ASKED, "me", ("m", "w")) == {"m": {"q1": {"yes": 20}}, "w": {"q1": {"no": 10}}}


def test_those_who_did_not_say_protect_others_only_when_there_are_enough() -> None:
    both = [*people("m", 20, "yes"), *people("w", 12, "yes")]
    few, enough = people("", 9, "yes"), people("", 10, "yes")
    assert set(split([*both, *few], ASKED, "me", ("m", "w"))) == {"m"}
    assert set(split([*both, *enough], ASKED, "me", ("m", "w"))) == {"m", "w"}


def test_an_option_that_nobody_left_over_chose_would_tell_so_nothing_is_shown() -> None:
    answers = [*people("m", 15, "no"), *people("w", 8, "yes"), *people("", 8, "yes")]
    assert split(answers, ASKED, "me", ("m", "w")) == {}


def test_which_of_the_cells_may_be_shown() -> None:
    whole = {"yes": 30}
    assert told_apart({"m": {"yes": 30}, "w": {}}, {"m": 30, "w": 0}, whole, 30, 10) == frozenset()
    assert told_apart({"m": {"yes": 20}, "w": {"yes": 10}}, {"m": 20, "w": 10}, whole, 30, 10) == {"m", "w"}


def test_a_cell_that_was_stored_and_is_too_small_is_not_shown_either() -> None:
    stored = Batch(
        "feedback",
        1,
        "2026-Q3",
        40,
        {"q1": {"yes": 40}},
        by_factor={"m": {"q1": {"yes": 9}}, "w": {"q1": {"yes": 31}}},
    )
    found = by_value(stored, "q1", ("m", "w", "x"))
    assert {value: each.answers for value, each in found.items()} == {"m": None, "w": 31, "x": None}
