"""A draft is made of what is on file: each holding is found, each gap named, nothing is made up."""

from dataclasses import replace
from datetime import date

import pytest

from content.model import (
    CodeVersion,
    DecidedFactor,
    Holding,
    Library,
    Note,
    OfficialQuestion,
    Privacy,
    Span,
    Text,
)
from dialogs.people import Person, PersonId
from reports import assessed_document, composing, documents
from reports.answers import Figures, Sheet
from reports.evidence import Told
from reports.material import Drafted, Material, Tagged
from reports.own_evidence import OwnEvidence
from reports.participation import Dimension, Measure, Report, participation
from reports.periods import parse
from reports.years import years_named
from tests.bot import assessment_office as office

YEARS = years_named("FY2026-27")
TODAY = date(2026, 11, 23)
DASH = "\N{EN DASH}"
DATED = f"Services {DASH} A plan exists. Level: Branch. {DASH} Partly carried out {DASH} Target: March 2027"


def question(*holdings: Holding, kinds: tuple[str, ...] = ()) -> OfficialQuestion:
    words = Text(en="What?", fr="Quoi?")
    return OfficialQuestion.model_validate(
        {"id": "1", "part": "p", "text": words, "holdings": holdings, "kinds": kinds}
    )


def drafted(library: Library, asked: OfficialQuestion, **on_file: object) -> Drafted:
    """Draft one question from what is on file."""
    made_of = Material(library, YEARS, TODAY, **on_file)  # type: ignore[arg-type]
    wanted = library.question_sets["pco-2024"].model_copy(update={"questions": (asked,)})
    return composing.compose(made_of, wanted).questions[0]


def told(found: Drafted, language: str = "en") -> list[str]:
    return [
        documents.plain(assessed_document.spaced(fact.says), "en" if language == "en" else "fr")
        for fact in found.facts
    ]


def gaps(found: Drafted) -> list[str]:
    return [gap.en for gap in found.gaps]


# What officials wrote -------------------------------------------------------------------------------


def test_evidence_of_other_years_or_other_kinds_is_not_listed(library: Library) -> None:
    before = office.TALK.model_copy(update={"when": Span(begins="FY2024-25")})
    on_file = {"a": office.TALK, "b": before, "c": office.PLANNED}
    found = drafted(library, question("evidence", kinds=("committee",)), evidence=on_file)
    assert [fact.since for fact in found.facts] == [date(2026, 11, 2)]
    assert drafted(library, question("evidence", kinds=("learning",)), evidence=on_file).facts == ()
    assert len(drafted(library, question("evidence"), evidence=on_file).facts) == 1


def test_what_is_planned_is_told_apart_and_ticks_nothing(library: Library) -> None:
    asked = library.question_sets["pco-2024"].questions[9]
    found = drafted(library, asked, evidence={"c": office.PLANNED})
    assert told(found) == ["October 2026: Talk by a specialist"]
    assert found.suggestion[0][0] == Text(
        en="Planned, Talk by an expert:", fr="Prévu, Exposé d'une personne experte\xa0:"
    )
    assert found.offers == ()
    assert "Planned lines whose day is over: 1" in gaps(found)
    later = office.PLANNED.model_copy(update={"when": Span(begins="2027-02")})
    assert "Planned" not in str(gaps(drafted(library, question("planned"), evidence={"c": later})))


def test_a_plan_says_its_state_and_what_it_lacks(library: Library) -> None:
    plans = {"a": office.UNIT, "b": office.DATED}
    found = drafted(library, question("training-plans"), training_plans=plans)
    assert told(found) == [
        "Policy \N{EN DASH} No plan yet. Level: Division.",
        DATED,
    ]
    assert gaps(found) == [
        "Units without a training plan: 1",
        "Training plans without a target date, not fully carried out: 1",
    ]
    assert gaps(drafted(library, question("training-plans"), training_plans={"b": office.DATED})) == []


def test_a_review_without_an_end_or_a_nature_is_a_gap(library: Library) -> None:
    found = drafted(library, question("code-review"), code_steps={"a": office.BEGUN})
    assert told(found) == ["Review started (September 2026)"]
    assert gaps(found) == [
        "The review of the code has no date for its end",
        "Nobody has described what changes in the code, or why nothing has to",
    ]
    done = office.BEGUN.model_copy(
        update={"step": "approved", "target": "2026-12", "nature": Note(en="Clearer.", fr="Plus clair.")}
    )
    whole = drafted(library, question("code-review"), code_steps={"b": done})
    assert told(whole) == ["Approved (September 2026) (due: December 2026) \N{EN DASH} Clearer."]
    assert gaps(whole) == []


def test_goals_and_risks_say_how_far_they_are(library: Library) -> None:
    goals = {"a": office.GOAL, "b": office.FOLLOWED}
    found = drafted(library, question("goals", "risks"), goals=goals)
    first, second = told(found)
    assert first == "Everyone knows the doors \N{EN DASH} Office: Ethics office (open, due October 1, 2026)"
    assert second.endswith("Followed up on September 1, 2026 (value: 4) \N{EN DASH} Better.")
    assert gaps(found) == [
        "Goals that are overdue: 1",
        "Goals without an indicator: 1",
        "Goals without any follow-up: 1",
    ]
    silent = office.FOLLOWED.model_copy(
        update={"follow_ups": (office.FOLLOWED.follow_ups[0].model_copy(update={"value": None}),)}
    )
    assert told(drafted(library, question("risks"), goals={"b": silent}))[0].endswith("on June 1, 2026")


def test_what_stands_under_the_headings_of_the_report_is_gathered(library: Library) -> None:
    found = drafted(
        library,
        question("headings"),
        evidence={"a": office.TALK, "b": office.PLANNED, "c": office.ONE_LANGUAGE},
        goals={"a": office.GOAL, "b": office.FOLLOWED},
    )
    assert [line.partition(":")[0] for line in told(found)] == [
        "Public service as a calling",
        "Stewards of the public trust",
    ]


def test_recommendations_of_the_years_are_listed(library: Library) -> None:
    early = office.ADVICE.model_copy(update={"day": date(2025, 1, 1)})
    found = drafted(library, question("recommendations"), recommendations={"a": office.ADVICE, "b": early})
    assert told(found) == [
        "Talk about gifts (recommended on November 3, 2026, waits for an answer) \N{EN DASH} Questions came."
    ]


# What was counted -----------------------------------------------------------------------------------


def counted(library: Library, **totals: int | None) -> Report:
    """Return counts of the year with some totals."""
    people = [Person(PersonId(f"p{number}")) for number in range(20)]
    whole = participation(parse("FY2026-27"), TODAY, [], people, library, by=Dimension.MODULE)
    measures = tuple(
        _with(measure, totals.get(measure.id.replace("-", "_"), 0)) for measure in whole.measures
    )
    return replace(whole, measures=measures)


def _with(measure: Measure, total: int | None) -> Measure:
    return replace(measure, total=total)


@pytest.mark.parametrize(
    ("holding", "measure"),
    [
        ("participation", "modules_finished"),
        ("onboarding", "onboarding_finished"),
        ("talks", "talks_confirmed"),
        ("courses", "courses_reported"),
        ("reminders", "reminders_sent"),
        ("code", "acknowledgements"),
    ],
)
def test_a_count_stands_with_its_definition_and_its_period(
    library: Library, holding: Holding, measure: str
) -> None:
    report = counted(library, **{measure: 17})
    found = drafted(library, question(holding), reports=(report,))
    definition = next(each.definition.en for each in report.measures if each.id == measure.replace("_", "-"))
    assert f"{definition}: 17 (fiscal year 2026 to 2027)" in told(found)
    over = drafted(library, question(holding), reports=(replace(report, open=False),))
    assert {fact.source.en.partition(" on ")[0] for fact in found.facts} >= {"Counted by Ethos"}
    assert "Counted by Ethos; the period is over" in {fact.source.en for fact in over.facts}


def test_a_total_that_may_not_be_shown_is_no_fact(library: Library) -> None:
    report = counted(library, modules_finished=None, sessions_attended=None)
    found = drafted(library, question("participation"), reports=(report,))
    assert (found.facts, gaps(found)) == ((), ["Participation: nothing on file"])


def test_the_code_says_what_changed_in_the_years(library: Library) -> None:
    changes = (Text(en="Gifts.", fr="Cadeaux."),)
    history = (
        CodeVersion(version="1", since=date(2025, 1, 1), changes=changes),
        CodeVersion(version="2", since=date(2026, 9, 1), changes=changes),
    )
    code = library.organization.code.model_copy(update={"history": history})
    organization = library.organization.model_copy(update={"code": code})
    found = drafted(library.model_copy(update={"organization": organization}), question("code"))
    assert "Version 2 of the code, since September 1, 2026: Gifts." in told(found)
    assert len(found.facts) == 2


def test_what_was_sent_is_evidence_of_its_kind(library: Library) -> None:
    title = Text(en="Elections", fr="Élections")
    sent = (
        OwnEvidence("a", title, date(2026, 5, 1), date(2026, 5, 9), ("communications",)),
        OwnEvidence(
            "b", title, date(2026, 6, 1), date(2026, 6, 1), ("all-staff", "topic"), session=True, reach=12
        ),
        OwnEvidence("c", title, date(2020, 6, 1), date(2020, 6, 1), ("all-staff",), session=True),
    )
    asked = library.question_sets["pco-2024"].questions[5]
    found = drafted(library, asked, sent=sent)
    assert {offer.box.id for offer in found.offers} == {"communications", "all-staff", "topics"}
    assert sorted(told(found)) == [
        "Session “Elections”, June 1, 2026; people who typed the code of the room: 12",
        "“Elections”, May 1, 2026 to May 9, 2026",
    ]
    assert drafted(library, question("sessions", kinds=("topic",)), sent=sent).facts[0].kinds == ("topic",)


def test_you_said_we_did_is_listed_with_its_theme(library: Library) -> None:
    title = Text(en="Gifts", fr="Cadeaux")
    messages = (Told(date(2026, 5, 1), title, "gifts"), Told(date(2026, 6, 1), title, ""))
    assert told(drafted(library, question("you-said"), told=messages)) == [
        "“Gifts”, May 1, 2026; theme: Gifts",
        "“Gifts”, June 1, 2026",
    ]


# What was said without names ------------------------------------------------------------------------


def sheet(form: str, question_: str, **counts: int) -> Sheet:
    answers = sum(counts.values()) or None
    return Sheet(form, 1, "2026-Q3", answers, (Figures(question_, answers, counts),), 0 if answers else 1)


def test_shares_stand_with_how_many_answered_and_from_how_many_on(library: Library) -> None:
    asked = library.questionnaires["pulse"].questions[0]
    shown = sheet("pulse", asked.id, **{option.id: 10 for option in asked.options})
    found = drafted(library, question("pulse", "checks", "polls"), sheets=(shown, sheet("pulse", "help")))
    (fact,) = found.facts
    assert "(answers: 50; July to September 2026)" in told(found)[0] or "answers:" in told(found)[0]
    assert fact.source.en.endswith("shown from 10 answers on")
    assert len(found.gaps) == 2


def test_doors_feedback_and_themes_are_counted_and_never_quoted(library: Library) -> None:
    sheets = (
        sheet("doors", "ear", opened=12),
        sheet("doors", "harassment"),
        sheet("feedback", "q1", yes=15),
        sheet("feedback", "q1"),
    )
    tagged = (Tagged("feedback", "2026-Q3", {"gifts": 7, "workload": 4}),)
    found = drafted(library, question("doors", "feedback", "themes"), sheets=sheets, tagged=tagged)
    lines = told(found)
    assert lines[0].endswith(": opened 12 times (July to September 2026)")
    assert lines[1].endswith(": 15 answers (July to September 2026)")
    assert lines[2].endswith(": 10 answers or more (July to September 2026)")
    assert lines[3:] == ["Gifts: 7 texts (July to September 2026)"]


def test_the_organizations_own_file_says_who_is_there_and_what_was_decided(library: Library) -> None:
    decision = DecidedFactor(
        id="group", decision=Text(en="File 12", fr="Dossier 12"), since=date(2026, 11, 2)
    )
    decided = library.organization.model_copy(update={"privacy": Privacy(factors=(decision,))})
    found = drafted(
        library.model_copy(update={"organization": decided}), question("directory", "factors", "tools")
    )
    assert "Decided: File 12, since November 2, 2026" in told(found)
    assert [fact.holding for fact in found.facts].count("tools") == 4
    nobody = library.organization.model_copy(update={"contacts": {}})
    empty = drafted(
        library.model_copy(update={"organization": nobody}), question("directory", "reach", "charters")
    )
    assert gaps(empty) == [
        "Directory: nothing on file",
        "Who cannot be reached: nothing on file",
        "Team charters: nothing on file",
    ]


def test_nothing_on_file_makes_no_text(library: Library) -> None:
    found = drafted(library, question("evidence"))
    assert (found.suggestion, found.offers, gaps(found)) == ((), (), ["Evidence: nothing on file"])
