"""Answers without a name as a card shows them: in words that people know, with what is hidden left out."""

from content.model import DOORS, AnswerOption, Factor, Library, Questionnaire, Text
from dialogs import anonymous, themes
from reports import asked, voices
from reports.answers import sheet, told, with_years
from reports.privacy import THEME_LEAST
from storage.batches import Batch
from tests.reports.test_answers import ASKED, batch, same


def test_what_people_said_of_themselves_stands_beside_each_question(library: Library) -> None:
    stored = Batch(
        "feedback",
        1,
        "2026-Q3",
        60,
        {"q1": {"yes": 60}},
        by_factor={"m": {"q1": {"yes": 30}}, "w": {"q1": {"no": 12}}},
    )
    values = {value: same(value.upper()) for value in "mwx"}
    one = asked.Question("q1", same("Q1"), {"yes": same("Yes"), "no": same("No")})
    two = asked.Question("q2", same("Q2"), {"yes": same("Yes")})
    form = asked.Form(same("F"), 1, (one, two), factor=same("me"), values=values)
    (table,) = voices.apart(library, form, stored)
    assert table.title == Text(en="Q1, by: me", fr="Q1, selon\N{NO-BREAK SPACE}: me")
    assert [text.en for text in table.header] == ["Answer", "M", "W"]
    assert [[getattr(cell, "fr", cell) for cell in row] for row in table.rows] == [
        ["Réponses", 30, 12],
        ["Yes", "100\N{NO-BREAK SPACE}%", "0\N{NO-BREAK SPACE}%"],
        ["No", "0\N{NO-BREAK SPACE}%", "100\N{NO-BREAK SPACE}%"],
    ]
    assert voices.hidden_apart(form, stored) == 4
    plain = asked.Form(same("F"), 1, (one,))
    assert (voices.apart(library, plain, stored), voices.hidden_apart(plain, stored)) == ([], 0)
    nothing = batch(q1={"yes": 60})
    assert (voices.apart(library, form, nothing), voices.hidden_apart(form, nothing)) == ([], 0)


# Themes -------------------------------------------------------------------------------------------


def test_a_small_theme_is_not_told_apart_from_none_at_all() -> None:
    every = ("gifts", "coi", "other", "respect")
    counts = {"gifts": THEME_LEAST, "coi": THEME_LEAST - 1, "other": 0, "nonsense": 50}
    assert told(counts, every) == ({"gifts": THEME_LEAST}, 3)


def test_themes_are_counted_by_text_and_hidden_texts_belong_to_none(library: Library) -> None:
    register = {"0a": ["gifts", "coi"], "0b": ["gifts", "gone"], "0c": ["gifts"]}
    counts = voices.tags(register, ["0c"])
    assert {theme: count for theme, count in counts.items() if count} == {"gifts": 2, "coi": 1}
    assert voices.of_themes(library, {}) == ([], [])
    (table,), (remark,) = voices.of_themes(library, {"gifts": 5, "coi": 7, "other": 1})
    assert [count for _, count in table.rows] == [7, 5], "most first"
    assert remark.en.endswith(": 9")
    every = dict.fromkeys(themes.ELSEWHERE, 5)
    (table,), remarks = voices.of_doors(library, every)
    assert (len(table.rows), remarks) == (4, [])


# Names --------------------------------------------------------------------------------------------


def test_forms_are_named_in_words_that_people_know(library: Library) -> None:
    doors = asked.form(library, "doors")
    assert [each.id for each in doors.questions] == [door for door in DOORS if door in library.doors]
    assert doors.presses
    assert asked.form(library, "self-check").title.fr == "Autoévaluations terminées"
    assert asked.form(library, "nonsense").title == same("nonsense")
    assert asked.form(library, "check-m99-1").title == same("check-m99-1")
    branching = next(each for each in library.modules.values() if any(o.then for o in each.dilemma.options))
    option = next(each for each in branching.dilemma.options if each.then)
    assert option.then is not None
    first, after = (asked.form(library, anonymous.check(branching.id, then)) for then in ("", option.id))
    assert first.version == after.version == branching.version
    assert first.questions[0].id == after.questions[0].id == "option"
    assert set(first.questions[0].options) == {each.id for each in branching.dilemma.options}
    assert set(after.questions[0].options) == {each.id for each in option.then.options}
    assert option.text.fr in after.title.fr
    straight = next(each for each in branching.dilemma.options if not each.then)
    gone = anonymous.check(branching.id, straight.id)
    assert asked.form(library, gone).title == same(gone), "nothing follows that option"


def test_a_form_asks_for_ten_at_least_whatever_it_says_of_itself(library: Library) -> None:
    form = Questionnaire(
        id="pulse",
        version=3,
        kind="pulse",
        title=same("Pulse"),
        opening=(same("o"),),
        closing=(same("c"),),
        questions=ASKED,
        least=25,
    )
    found = asked.form(library.model_copy(update={"questionnaires": {"pulse": form}}), "pulse")
    assert (found.version, found.least, found.several) == (3, 25, ("q5",))
    assert [each.id for each in found.questions] == ["q1", "q5"], "words are not counted"
    kept = found.question("q1", {"yes": 1, "never-heard-of": 2})
    assert list(kept.options) == ["yes", "no", "never-heard-of"]
    assert found.question("gone", {"x": 1}).text == same("gone")


def test_what_people_may_say_of_themselves_is_named_where_a_form_asks_it(library: Library) -> None:
    options = tuple(AnswerOption(id=value, text=same(value.upper())) for value in "mw")
    factor = Factor(id="me", text=same("Me"), options=options, opening=same("o"))
    form = Questionnaire(
        id="pulse",
        version=3,
        kind="pulse",
        title=same("Pulse"),
        opening=(same("o"),),
        closing=(same("c"),),
        questions=ASKED,
        factor=factor,
    )
    found = asked.form(library.model_copy(update={"questionnaires": {"pulse": form}}), "pulse")
    assert (found.factor, dict(found.values)) == (same("Me"), {"m": same("M"), "w": same("W")})
    stored = batch(q1={"yes": 12}, me={"m": 11, "w": 1})
    assert [each.question for each in sheet(stored, about=found.about).questions] == ["q1"]


def test_columns_are_named_in_short(library: Library) -> None:
    assert voices.in_short("2026-Q4") == Text(en="Q4 2026", fr="T4 2026")
    assert voices.in_short("FY2026-27") == Text(
        en="FY\N{NO-BREAK SPACE}2026-27", fr="Ex.\N{NO-BREAK SPACE}2026-27"
    )


def test_a_trend_has_the_newest_periods_beside_each_other(library: Library) -> None:
    sheets = with_years(
        sheet(batch(period, q1={"yes": 5 + n, "no": 5}, done={"yes": 4 + n}))
        for n, period in enumerate(("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"))
    )
    one = asked.Question("q1", same("Q1"), {"yes": same("Yes"), "no": same("No")})
    tap = asked.Question("done", same("Done"), {"yes": same("Times")})
    _, choices = voices.trend(library, asked.Form(same("F"), 1, (one, tap)), sheets)
    assert [text.en for text in choices.header] == [
        "Answer",
        "Q2 2026",
        "Q3 2026",
        "Q4 2026",
        "FY\N{NO-BREAK SPACE}2026-27",
    ]
    assert [[getattr(cell, "en", cell) for cell in row] for row in choices.rows] == [
        ["Answers", 11, 12, 13, 36],
        ["Yes", "55%", "58%", "62%", "58%"],
        ["No", "45%", "42%", "38%", "42%"],
    ]
    (taps,) = voices.trend(library, asked.Form(same("F"), 1, (tap,)), sheets)
    assert [row[1:] for row in taps.rows] == [(None, None, None, None), (11, 12, 13, 36)]


# On a card ----------------------------------------------------------------------------------------


def test_a_release_is_shown_question_by_question_in_shares(library: Library) -> None:
    one = asked.Question("q1", same("Q1"), {"yes": same("Yes"), "no": same("No")})
    two = asked.Question("q2", same("Q2"), {"yes": same("Yes"), "no": same("No")})
    tap = asked.Question("done", same("Done"), {"yes": same("Times")})
    shown = sheet(batch(q1={"yes": 8, "no": 4}, q2={"yes": 3}))
    (pressed,) = voices.whole(library, asked.Form(same("F"), 1, (tap,)), sheet(batch(done={"yes": 11})))
    assert [row[1:] for row in pressed.rows] == [(11,)]
    tables = voices.whole(library, asked.Form(same("F"), 1, (one, two)), shown)
    assert {
        table.title.en: [[getattr(cell, "fr", cell) for cell in row] for row in table.rows]
        for table in tables
    } == {
        "Q1 (answers: 12)": [["Yes", "67\N{NO-BREAK SPACE}%"], ["No", "33\N{NO-BREAK SPACE}%"]],
        "Q2": [["Trop peu de réponses", None]],
    }
