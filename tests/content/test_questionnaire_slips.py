"""A slip in a questionnaire is named before anybody answers it."""

import pytest

from tests.content.conftest import Desk, Faults
from tests.content.test_questionnaires import DECISION, FACTOR, FEEDBACK, ORGANIZATION, OWN, POLL, PULSE


@pytest.mark.parametrize(
    ("file", "slip", "id_"),
    [
        (FEEDBACK, ("- id: concrete", "- id: help"), "id-twice"),
        (FEEDBACK, ("- id: concrete", "- id: token"), "id-twice"),
        (FEEDBACK, ("{id: gifts,", "{id: privacy,"), "id-twice"),
        (FEEDBACK, ("least: 10", "least: 9"), "number-small"),
        (FEEDBACK, ("    most: 3\n", ""), "several-without-most"),
        (FEEDBACK, ("    most: 3\n", "    most: 11\n"), "several-without-most"),
        (FEEDBACK, ("kind: feedback", "kind: poll"), "not-one-of"),
        (FEEDBACK, ("least: 10", 'least: 10\nfirst_day: "2026-01-01"'), "field-unknown"),
        (FEEDBACK, ("least: 10", "least: 10\naudience: {paths: [manager]}"), "field-unknown"),
        (
            FEEDBACK,
            ("  - id: help\n    kind: one\n", "  - id: help\n    kind: one\n    most: 2\n"),
            "field-unknown",
        ),
        (FEEDBACK, ("  - id: help\n    kind: one\n", "  - id: help\n    kind: words\n"), "field-unknown"),
        (POLL, ("least: 10", 'least: 10\nfirst_day: "2026-01-01"'), "field-missing"),
        (POLL, ("least: 10", 'least: 10\nlast_day: "2026-01-01"'), "field-missing"),
        (POLL, ("least: 10", 'least: 10\nlast_day: "2026-01-01"\nfirst_day: "2026-02-01"'), "days-reversed"),
        (POLL, ("paths: [executive]", "units: [policy]"), "poll-of-people"),
        (
            POLL,
            ("paths: [executive]", "people: [00000009-de30-4000-8000-000000000009]"),
            "poll-of-people",
        ),
    ],
)
def test_a_slip_is_named_in_its_file(
    desk: Desk, found: Faults, file: str, slip: tuple[str, str], id_: str
) -> None:
    desk.unseal()
    desk.change(file, *slip)
    assert (f"content/{file}", id_) in {(at, id_) for at, _, id_ in found(desk.check())}


def test_an_option_alone_is_no_choice(desk: Desk, found: Faults) -> None:
    desk.unseal()
    text = (desk.root / FEEDBACK).read_text(encoding="utf-8")
    cut = text.index("      - {id: right, text")
    (desk.root / FEEDBACK).write_text(text[:cut] + text[text.index("\n  - id: change") :], encoding="utf-8")
    assert [id_ for _, _, id_ in found(desk.check())] == ["too-few"]


def test_an_opening_that_does_not_say_when_and_from_how_many_is_no_promise(desk: Desk, found: Faults) -> None:
    desk.unseal()
    for old, new in (("before {end}.", "before that."), ("avant le {end}.", "avant cela.")):
        desk.change(FEEDBACK, old, new)
    for old, new in (
        ("fewer than {least} answers", "few answers"),
        ("moins de {least} réponses", "peu de réponses"),
    ):
        desk.change(FEEDBACK, old, new)
    line = desk.line(FEEDBACK, "opening:") + 1
    assert found(desk.check()) == [(f"content/{FEEDBACK}", line, "promise-missing")] * 2
    said = desk.check().faults[0].sentence("fr")
    assert "« end »" in said.replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_else_is_filled_at_the_moment(desk: Desk, found: Faults) -> None:
    desk.unseal()
    desk.change(FEEDBACK, "Seven questions,", "{count} questions,")
    desk.change(FEEDBACK, "Sept questions,", "{count} questions,")
    assert [id_ for _, _, id_ in found(desk.check())] == ["questionnaire-fills"]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("self-check", "id-taken"),
        ("talk-not-yet", "id-taken"),
        ("doors", "id-taken"),
        ("check-m04-1", "id-taken"),
        ("Our.poll", "id-not-plain"),
    ],
)
def test_a_poll_has_a_name_that_nothing_else_has_and_that_a_file_may_have(
    desk: Desk, found: Faults, name: str, id_: str
) -> None:
    words = (desk.root / POLL).read_text(encoding="utf-8").replace("id: poll-executives", f"id: {name}")
    desk.add(f"{OWN}/{name}.yaml", words)
    assert [id_ for _, _, id_ in found(desk.check())] == [id_]


def test_an_organization_may_add_a_poll_of_its_own(desk: Desk) -> None:
    words = (desk.root / POLL).read_text(encoding="utf-8").replace("id: poll-executives", "id: poll-2")
    desk.add(f"{OWN}/poll-2.yaml", words)
    assert desk.check().faults == ()
    assert desk.seal() == 1
    assert (desk.root / "organizations/demo/archive/poll-2-v1.yaml").is_file()


def test_an_answer_that_would_not_fit_its_slot_is_refused_before_anybody_answers(
    desk: Desk, found: Faults
) -> None:
    desk.unseal()
    desk.change(PULSE, "- id: daily", "- id: part-of-daily-work-at-my-organization")
    assert [id_ for _, _, id_ in found(desk.check())] == ["answer-too-long"]


def test_the_most_that_several_answers_take_is_reckoned(desk: Desk, found: Faults) -> None:
    desk.unseal()
    desk.change(POLL, "  - id: talk\n    kind: one\n", "  - id: talk\n    kind: several\n    most: 3\n")
    assert desk.check().faults == ()
    desk.change(POLL, "{id: monthly,", "{id: monthly-or-more-often-than-that,")
    assert [id_ for _, _, id_ in found(desk.check())] == ["answer-too-long"]


def test_words_of_which_each_letter_is_wide_still_fit(desk: Desk, found: Faults) -> None:
    desk.unseal()
    words = "  - {id: more-%s, kind: words, text: {en: More?, fr: Encore?}}\n"
    text = (desk.root / FEEDBACK).read_text(encoding="utf-8")
    kept = text[: text.index("  - id: help")]
    for count, expected in ((3, []), (4, ["answer-too-long"])):
        asked = "".join(words % number for number in range(count))
        (desk.root / FEEDBACK).write_text(kept + asked, encoding="utf-8")
        assert [id_ for _, _, id_ in found(desk.check())] == expected


def test_a_question_about_the_person_takes_room_too_and_has_a_name_of_its_own(
    desk: Desk, found: Faults
) -> None:
    desk.unseal()
    desk.add(ORGANIZATION, DECISION)
    desk.add(PULSE, FACTOR)
    desk.change(PULSE, "- {id: a,", "- {id: persons-with-disabilities,")
    assert [id_ for _, _, id_ in found(desk.check())] == ["answer-too-long"]
    desk.change(PULSE, "- {id: persons-with-disabilities,", "- {id: a,")
    desk.change(PULSE, "  id: group", "  id: fear")
    desk.change(ORGANIZATION, "\n    - id: group", "\n    - id: fear")
    assert [id_ for _, _, id_ in found(desk.check())] == ["id-twice"]


def test_a_questionnaire_that_is_none_is_named_and_nothing_breaks(desk: Desk) -> None:
    desk.add("questionnaires/odd.yaml", "- one\n- two\n")
    assert {fault.file for fault in desk.check().faults} == {"content/questionnaires/odd.yaml"}
