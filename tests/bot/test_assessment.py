"""The Senior Official drafts the self-assessment in chat: facts and gaps stand there, and people answer."""

from datetime import date

from bot.heard import Shown
from bot.team_sessions_held import keep_held
from content.model import Answered, Evidence, Library, Note, TeamSessionHeld, Text
from dialogs.views import Choice, Value, WordsInput
from storage.written import ANSWERS, EVIDENCE
from tests.bot.assessment_office import ANA, SAM, TALK, answers, named, office_of, opens
from tests.bot.voices_office import cells, tables

ID = "pco-2024@FY2026-27@6"


def choices(shown: Shown) -> list[str]:
    """Return the ids of what a list offers to open."""
    return [id_ for each in shown.view.inputs if isinstance(each, Choice) for id_, _ in each.options]


def rows_of(shown: Shown) -> list[Value | None]:
    """Return what was looked at, as the access list names it."""
    return [row[1] for table in shown.view.tables for row in table.rows]


async def test_the_senior_official_sees_for_each_question_how_much_is_on_file(library: Library) -> None:
    shown = await opens(await office_of(library))
    assert shown.view.card == "assessment.draft"
    rows = cells(shown.view.tables[0])
    assert len(rows) == 13
    assert next(row for name, row in rows.items() if name.startswith("6. ")) == [2, 9, "open"]


async def test_a_question_shows_its_facts_with_where_they_come_from(library: Library) -> None:
    shown = await opens(await office_of(library), "6")
    facts = tables(shown)["Facts on file: 2"]
    assert facts == {
        "May 2026 \N{EN DASH} June 2026: Message sur le code": ["Evidence, line evidence"],
        "November 2, 2026: Talk at the executive committee \N{EN DASH} For: Executives "
        "(sessions: 1, people: 14) \N{EN DASH} One hour.": ["Evidence, line evidence"],
    }


async def test_what_teams_held_reaches_the_senior_official_as_numbers(library: Library) -> None:
    office = await office_of(library)
    asked = next(each for each in library.question_sets["pco-2024"].questions if "charters" in each.holdings)
    assert "Team charters: nothing on file" in tables(await opens(office, asked.id))["What is missing"]
    charter = TeamSessionHeld(kind="charter", day=date(2026, 11, 20), people=12, made=True)
    await keep_held(office.store, "a" * 32, charter)
    await keep_held(office.store, "b" * 32, TeamSessionHeld(kind="scenario", day=date(2026, 11, 20)))
    shown = await opens(office, asked.id)
    said = str(tables(shown))
    assert "Team charters made: 1; reviewed: 0 (fiscal year 2026 to 2027)" in said
    assert "Charter sessions held: 1; people taking part: 12 (fiscal year 2026 to 2027)" in said
    assert "Team charters: nothing on file" not in said
    assert "a" * 8 not in said


async def test_boxes_are_offered_with_their_evidence_and_none_is_ticked(library: Library) -> None:
    office = await office_of(library)
    shown = await opens(office, "6")
    offered = next(table for table in shown.view.tables if table.title.en.startswith("Boxes"))
    assert [str(row[0].en).partition(" ")[0] for row in offered.rows] == ["Dedicated", "Specific"]  # type: ignore[union-attr]
    form = await office.presses(SAM, "answer-question")
    boxes = next(each for each in form.view.inputs if isinstance(each, Choice))
    assert (boxes.value, boxes.several, len(boxes.options)) == ("", True, 7)


async def test_what_nobody_entered_is_called_a_gap(library: Library) -> None:
    shown = await opens(await office_of(library), "6")
    missing = list(tables(shown)["What is missing"])
    assert "Sessions: nothing on file" in missing
    assert "No evidence on file for: All-staff engagements (e.g., town halls)" in missing
    assert "Facts in French only: 1" in missing


async def test_an_answer_is_kept_with_every_version(library: Library) -> None:
    office = await office_of(library)
    saved = await answers(office, boxes="committees,topics,nonsense", words_en="We talk.\n\nOften.")
    assert (saved.view.card, saved.view.note) == ("assessment.question", "assessment.saved")
    await answers(office, boxes="committees", words_fr="On en parle.")
    kept = [line.body for line in await ANSWERS.history(office.store, ID)]
    assert [(each.chosen, each.words and (each.words.en, each.words.fr)) for each in kept] == [
        (("committees", "topics"), ("We talk.\n\nOften.", "")),
        (("committees",), ("", "On en parle.")),
    ]
    assert (
        "\N{BALLOT BOX WITH X} Dedicated discussions at executive and management committee meetings"
        in str(tables(await opens(office, "6")))
    )


async def test_the_form_holds_the_answer_that_is_on_file(library: Library) -> None:
    office = await office_of(library)
    await answers(office, boxes="topics", words_en="Words.")
    form = await office.presses(SAM, "answer-question")
    assert [each.value for each in form.view.inputs if isinstance(each, Choice | WordsInput)] == [
        "topics",
        "Words.",
        "",
    ]


async def test_of_two_boxes_where_one_may_be_chosen_one_is_kept(library: Library) -> None:
    office = await office_of(library)
    await answers(office, "1", boxes="yes,no")
    kept = await ANSWERS.line(office.store, "pco-2024@FY2026-27@1")
    assert kept is not None
    assert (kept.body.chosen, kept.body.words) == (("yes",), None)


async def test_the_same_answer_once_more_makes_no_new_version(library: Library) -> None:
    office = await office_of(library)
    for _ in range(2):
        shown = await answers(office, words_en="Once.")
        assert shown.view.note == "assessment.saved"
    assert len(await ANSWERS.history(office.store, ID)) == 1


async def test_an_empty_form_and_one_with_too_many_words_come_back_as_they_were(library: Library) -> None:
    office = await office_of(library)
    empty = await answers(office)
    assert (empty.view.note, len(empty.view.remarks)) == ("assessment.form-faults", 1)
    long = await office.presses(SAM, "save-answer", None, **named("6", words_en="x" * 1_801))
    assert "1,801 characters" in long.view.remarks[0].en
    assert next(each.value for each in long.view.inputs if isinstance(each, WordsInput)) == "x" * 1_801


async def test_who_was_slower_keeps_their_words_and_sees_the_newer_answer(library: Library) -> None:
    office = await office_of(library)
    await opens(office, "6")
    await office.presses(SAM, "answer-question")
    newer = Answered(set_id="pco-2024", version=1, question="6", period="FY2026-27", chosen=("topics",))
    await ANSWERS.keep(office.store, ID, newer, 0)
    shown = await office.presses(SAM, "save-answer", None, **named("6", words_en="Mine."))
    assert (shown.view.card, shown.view.note) == ("assessment.form", "assessment.meanwhile")
    assert "Focused engagement sessions on specific topics" in shown.view.remarks[0].en
    assert [each.value for each in shown.view.inputs if isinstance(each, WordsInput)] == ["Mine.", ""]
    again = await office.presses(SAM, "save-answer", None, **named("6", words_en="Mine."))
    assert again.view.note == "assessment.saved"
    assert len(await ANSWERS.history(office.store, ID)) == 2


async def test_words_on_a_card_that_is_out_of_date_are_not_lost(library: Library) -> None:
    office = await office_of(library)
    await opens(office, "6")
    old = await office.presses(SAM, "answer-question")
    for verb in ("back", "next-question", "back"):
        await office.presses(SAM, verb)
    shown = await office.presses(SAM, "save-answer", old, **named("6", words_fr="Pas perdu."))
    assert (shown.view.card, shown.view.note) == ("assessment.form", "assessment.form-again")
    assert [each.value for each in shown.view.inputs if isinstance(each, WordsInput)] == ["", "Pas perdu."]
    saved = await office.presses(SAM, "save-answer", None, **named("6", words_fr="Pas perdu."))
    assert saved.view.note == "assessment.saved"


async def test_an_old_form_of_last_year_comes_back_for_last_year(library: Library) -> None:
    office = await office_of(library)
    await office.types(SAM, "thirteen questions")
    await office.types(SAM, "1")
    await office.presses(SAM, "open", None, question="6")
    old = await office.presses(SAM, "answer-question")
    said = named("6", "FY2025-26", words_en="Of last year.")
    for elsewhere in ("assessment", "frozen-drafts"):
        await opens(office, "6")
        await office.presses(SAM, elsewhere)
        shown = await office.presses(SAM, "save-answer", old, **said)
        assert shown.view.note == "assessment.form-again"
        assert shown.view.values["period"] == Text(en="fiscal year 2025 to 2026", fr="exercice 2025-2026")
    await office.presses(SAM, "save-answer", None, **said)
    kept = await ANSWERS.line(office.store, "pco-2024@FY2025-26@6")
    assert kept is not None
    assert kept.body.words == Note(en="Of last year.")
    assert await ANSWERS.line(office.store, ID) is None


async def test_somebody_who_is_named_is_warned_of_before_it_is_kept(library: Library) -> None:
    office = await office_of(library)
    words = {"words_en": "Marie Roy, marie@x.example", "words_fr": "Demandez à M. Tremblay."}
    shown = await answers(office, **words)
    assert (shown.view.card, shown.view.note) == ("assessment.form", "assessment.form-names")
    assert [each.en for each in shown.view.remarks] == [
        "Look at this field: Answer in English.",
        "Look at this field: Answer in French.",
    ]
    assert [each.value for each in shown.view.inputs if isinstance(each, WordsInput)] == list(words.values())
    assert [each.verb for each in shown.view.buttons] == ["save-answer", "save-anyway", "back"]
    assert await ANSWERS.line(office.store, ID) is None
    saved = await office.presses(SAM, "save-anyway", None, **named("6", **words))
    assert saved.view.note == "assessment.saved"
    assert await ANSWERS.line(office.store, ID) is not None


async def test_nobody_else_sees_a_draft_or_gets_its_file(library: Library) -> None:
    office = await office_of(library)
    assert (await office.types(ANA, "thirteen questions")).view.card == "assessment.not-allowed"
    assert await office.turns.file(ANA, "self-assessment:md-en/pco-2024/FY2026-27") is None


async def test_every_look_is_written_down_by_role_and_day(library: Library) -> None:
    office = await office_of(library)
    await opens(office, "6")
    looks = [entry.body for entry in await office.store.registers.find("access")]
    assert sorted(look["what"] for look in looks) == [*["report"] * 2, *["self-assessment"] * 2]
    assert {look["role"] for look in looks} == {"senior-official"}
    listed = await office.types(ANA, "who looked")
    assert "Drafts of the self-assessment of the organization" in str(listed.view.tables)


async def test_a_draft_that_is_taken_along_is_listed_as_a_file(library: Library) -> None:
    office = await office_of(library)
    await opens(office)
    kept = await office.presses(SAM, "freeze-draft")
    for key in ("md-fr/pco-2024/FY2026-27", f"docx-en/{choices(kept)[0]}"):
        before = {entry.id for entry in await office.store.registers.find("access")}
        assert await office.turns.file(SAM, f"self-assessment:{key}") is not None
        looks = [each.body for each in await office.store.registers.find("access") if each.id not in before]
        (drafted,) = (each for each in looks if each["what"] == "self-assessment")
        assert drafted["format"] == key.partition("-")[0]
    listed = await office.types(ANA, "who looked")
    assert office.library.sentences["who-looked.self-assessment-file"] in rows_of(listed)


async def test_a_draft_comes_as_a_file_in_the_languages_that_were_chosen(library: Library) -> None:
    office = await office_of(library)
    await opens(office)
    await office.presses(SAM, "draft-file")
    assert (await office.presses(SAM, "make-draft-file")).view.note == "option-required"
    shown = await office.presses(SAM, "make-draft-file", None, kind="md-fr")
    assert shown.view.card == "assessment.file"
    file = await office.turns.file(SAM, shown.view.file)
    assert file is not None
    assert file.name == "ethos-pco-2024-FY2026-27-fr.md"
    assert "Échange au comité de direction" in file.body.decode()
    assert "Talk at the executive committee" not in file.body.decode()


async def test_a_kept_draft_prints_the_same_although_everything_moved_on(library: Library) -> None:
    office = await office_of(library)
    await answers(office, boxes="committees", words_en="As it was.")
    await opens(office)
    kept = await office.presses(SAM, "freeze-draft")
    assert (kept.view.card, kept.view.note) == ("assessment.frozen", "assessment.frozen-now")
    await office.types(SAM, "1")
    shown = await office.presses(SAM, "make-draft-file", None, kind="docx-en")
    before = await office.turns.file(SAM, shown.view.file.replace("docx", "md"))
    await EVIDENCE.keep(office.store, "evidence-0", TALK.model_copy(update={"reach": 99}), 1)
    await EVIDENCE.keep(office.store, "evidence-9", Evidence.model_validate(TALK.model_dump()), 0)
    await answers(office, words_en="As it is now.")
    office.later(days=400)
    after = await office.turns.file(SAM, shown.view.file.replace("docx", "md"))
    assert before is not None
    assert before == after
    assert b"As it was." in before.body
    assert b"people: 14" in before.body


async def test_what_is_not_there_any_more_leads_to_the_list(library: Library) -> None:
    office = await office_of(library)
    for key in ("nothing", "md-en/", "md-en/pco-2024/never", "md-en/nobody", "md-en/no-set/FY2026-27", "x/y"):
        assert await office.turns.file(SAM, f"self-assessment:{key}") is None
    await office.store.registers.put("self-assessment-frozen", "broken", {"v": 9}, 0)
    assert await office.turns.file(SAM, "self-assessment:md-en/broken") is None
    assert (await office.presses(SAM, "assessment")).view.card == "assessment"
    assert (await office.presses(SAM, "frozen-drafts")).view.card == "assessment.frozen-none"
