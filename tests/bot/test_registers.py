"""Evidence and its registers in the chat: one office writes, the Senior Official reads, nobody else."""

from content.model import Evidence, Library
from storage.written import BOOKS, EVIDENCE, Line
from tests.bot.office import Office, person
from tests.bot.register_office import ANA, OTTO, SAM, TALK, VERA, office_of, writes


async def kept(office: Office) -> Line[Evidence]:
    [line] = (await EVIDENCE.everything(office.store)).values()
    return line


def verbs(shown: object) -> list[str]:
    return [button.verb for button in shown.view.buttons]  # type: ignore[attr-defined]


async def test_an_officer_writes_a_line_and_finds_it_on_the_list(library: Library) -> None:
    office = await office_of(library)
    shown = await writes(office)
    assert (shown.view.card, shown.view.note) == ("registers.entry", "registers.saved")
    line = await kept(office)
    assert (line.body.when.begins, line.body.reach, line.body.kinds) == (
        "2024-02-06",
        1200,
        ("all-staff", "topic"),
    )
    assert (line.body.kept_by, str(line.body.kept_on)) == ("ve-officer", "2026-11-23")
    shown = await office.presses(VERA, "back")
    assert shown.view.card == "registers"
    assert (await office.types(VERA, "1")).view.card == "registers.entry"


async def test_a_line_is_changed_and_every_version_stays_with_its_day_and_role(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    office.later(days=1)
    form = await office.presses(VERA, "edit-entry")
    assert {each.id: getattr(each, "value", "") for each in form.view.inputs}["begins"] == "2024-02-06"
    await office.presses(VERA, "save-entry", None, **{**TALK, "title_en": "A longer talk"})
    shown = await office.presses(VERA, "entry-history")
    assert [table.title.en for table in shown.view.tables] == [
        "Version 2, November 24, 2026, values and ethics contact",
        "Version 1, November 23, 2026, values and ethics contact",
    ]
    [row] = shown.view.tables[0].rows
    assert getattr(row[1], "en", "") == "A longer talk"
    assert (await office.presses(VERA, "part-9")).view.card == "registers.history"
    assert (await office.presses(VERA, "back")).view.card == "registers.entry"


async def test_a_line_is_taken_back_and_brought_back_without_a_loss(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    shown = await office.presses(VERA, "take-back")
    assert (shown.view.note, "edit-entry" in verbs(shown)) == ("registers.taken", False)
    assert (await office.presses(VERA, "back")).view.card == "registers.none"
    await office.presses(VERA, "narrow-entries")
    shown = await office.presses(VERA, "show-entries", None, standing="withdrawn")
    assert (shown.view.card, "new-entry" in verbs(shown)) == ("registers", False)
    shown = await office.types(VERA, "1")
    assert shown.view.card == "registers.entry"
    shown = await office.presses(VERA, "bring-back")
    assert shown.view.note == "registers.brought"
    assert (await kept(office)).body.title.en == TALK["title_en"]


async def test_what_is_wrong_is_said_kindly_and_nothing_typed_is_lost(library: Library) -> None:
    office = await office_of(library)
    wrong = {"begins": "soon", "link": "intranet", "number": "many", "kinds": "", "reach": "x", "of": "hat"}
    shown = await writes(office, **wrong)
    assert (shown.view.card, shown.view.note) == ("registers.form", "registers.form-faults")
    assert len(shown.view.remarks) == 5
    assert shown.view.remarks[-1].en == "More to mend: 2."
    held = {each.id: getattr(each, "value", "") for each in shown.view.inputs}
    assert (held["title_en"], held["begins"], held["link"]) == (TALK["title_en"], "soon", "intranet")
    assert not await EVIDENCE.everything(office.store)
    shown = await office.presses(VERA, "save-entry", None, **{**TALK, "begins": "2027-01"})
    assert [each.en for each in shown.view.remarks] == [
        "Planned: the day is still to come. Choose Yes, or correct the date."
    ]
    shown = await office.presses(VERA, "save-entry", None, **{**TALK, "begins": "2027-01", "planned": "yes"})
    assert shown.view.values["state"] == library.sentences["registers.is-planned"]


async def test_words_that_find_no_room_on_a_card_are_not_kept_in_part(library: Library) -> None:
    office = await office_of(library)
    long = {"note_en": "a\n" * 1000, "note_fr": '"' * 2000}
    shown = await writes(office, **long)
    assert shown.view.note == "registers.form-faults"
    assert "too long for a card" in shown.view.remarks[-1].en
    assert not await EVIDENCE.everything(office.store)


async def test_a_line_of_a_file_that_is_too_long_for_a_form_is_changed_by_file(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    line = await kept(office)
    note = (
        line.body.note.model_copy(update={"en": "\n" * 1999 + "x", "fr": 2000 * "y"})
        if line.body.note
        else None
    )
    await EVIDENCE.keep(office.store, line.id, line.body.model_copy(update={"note": note}), 1)
    shown = await office.presses(VERA, "edit-entry")
    assert (shown.view.card, shown.view.note) == ("registers.entry", "registers.too-large")


async def test_a_name_is_doubted_before_it_is_kept_and_the_officer_decides(library: Library) -> None:
    office = await office_of(library)
    whole = person("marie", "policy")
    await office.hires(type(whole)(whole.id, "Marie Roy", whole.email))
    for words in ("A talk by marie roy", "Write to marie@example.org", "Exposé de M. Tremblay"):
        shown = await writes(office, title_fr=words)
        assert (shown.view.card, shown.view.note) == ("registers.form", "registers.form-names")
        assert [each.en for each in shown.view.remarks] == ["Look at this field: Title in French."]
        assert not await EVIDENCE.everything(office.store)
    wrong = await office.presses(VERA, "keep-as-it-is", None, **{**TALK, "begins": ""})
    assert "keep-as-it-is" in verbs(wrong)
    shown = await office.presses(VERA, "keep-as-it-is", None, **{**TALK, "title_fr": "Exposé de M. Tremblay"})
    assert shown.view.note == "registers.saved"


async def test_two_officers_at_once_lose_nothing_of_either(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    for who in (VERA, OTTO):
        await office.types(who, "evidence")
        await office.types(who, "1")
        await office.presses(who, "edit-entry")
    await office.presses(OTTO, "save-entry", None, **{**TALK, "title_en": "Otto's talk"})
    shown = await office.presses(VERA, "save-entry", None, **{**TALK, "title_en": "Vera's talk"})
    assert (shown.view.card, shown.view.note) == ("registers.form", "registers.form-changed")
    assert [[getattr(cell, "en", "") for cell in row] for row in shown.view.tables[0].rows] == [
        ["Title in English", "Otto's talk"]
    ]
    held = {each.id: getattr(each, "value", "") for each in shown.view.inputs}
    assert held["title_en"] == "Vera's talk"
    shown = await office.presses(VERA, "save-entry", None, **{**TALK, "title_en": "Vera's talk"})
    assert shown.view.note == "registers.saved"
    assert (await kept(office)).revision == 3


async def test_the_same_words_kept_twice_at_once_are_one_version(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    for who in (VERA, OTTO):
        await office.types(who, "evidence")
        await office.types(who, "1")
        await office.presses(who, "edit-entry")
    for who in (OTTO, VERA):
        shown = await office.presses(who, "save-entry", None, **{**TALK, "reach": "7"})
        assert shown.view.note == "registers.saved"
    assert (await kept(office)).revision == 2


async def test_a_line_is_not_taken_back_unseen_once_somebody_changed_it(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    await office.types(OTTO, "evidence")
    await office.types(OTTO, "1")
    await office.presses(VERA, "edit-entry")
    await office.presses(VERA, "save-entry", None, **{**TALK, "reach": "7"})
    shown = await office.presses(OTTO, "take-back")
    assert (shown.view.note, "take-back" in verbs(shown)) == ("registers.changed", True)
    await office.presses(OTTO, "take-back")
    await office.types(VERA, "evidence")
    await office.presses(VERA, "narrow-entries")
    shown = await office.presses(VERA, "show-entries", None, standing="withdrawn")
    assert shown.view.card == "registers"


async def test_a_form_of_an_old_card_keeps_its_words(library: Library) -> None:
    office = await office_of(library)
    await office.types(VERA, "evidence")
    form = await office.presses(VERA, "new-entry")
    await office.types(VERA, "evidence")
    shown = await office.presses(VERA, "save-entry", form, **TALK)
    assert (shown.view.card, shown.view.note) == ("registers.form", "registers.form-again")
    assert {each.id: getattr(each, "value", "") for each in shown.view.inputs}["title_en"] == TALK["title_en"]
    assert not await EVIDENCE.everything(office.store)


async def test_the_senior_official_reads_and_changes_nothing(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    shown = await office.types(SAM, "evidence")
    assert "new-entry" not in verbs(shown)
    shown = await office.types(SAM, "1")
    assert verbs(shown) == ["entry-history", "back", "home"]
    for verb in ("edit-entry", "take-back"):
        await office.types(SAM, "evidence")
        await office.types(SAM, "1")
        assert (await office.presses(SAM, verb)).view.card == "registers.not-allowed"
    assert (await kept(office)).revision == 1


async def test_nobody_else_sees_any_of_it(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    for door in ("evidence", "training plans", "code review"):
        assert (await office.types(ANA, door)).view.card == "registers.not-allowed"
    for verb in ("open", "new-entry", "narrow-entries", "back", "show-entries"):
        shown = await office.presses(ANA, verb, None, entry=(await kept(office)).id)
        assert "A talk on gifts" not in str(shown.view)
    lines = [line.body for line in await office.store.registers.find("access")]
    assert {line["role"] for line in lines} == {"ve-officer"}


async def test_each_look_is_one_line_of_the_access_list_with_the_role_alone(library: Library) -> None:
    office = await office_of(library)
    for door in ("evidence", "training plans", "code review"):
        await office.types(SAM, door)
    lines = [line.body for line in await office.store.registers.find("access")]
    assert [(line["what"], line["register"], line["role"], line["day"]) for line in lines] == [
        ("evidence", register, "senior-official", "2026-11-23")
        for register in ("evidence", "training-plan", "code-review")
    ]
    shown = await office.types(ANA, "who looked")
    assert "Evidence and registers" in str(shown.view)


async def test_the_list_is_narrowed_to_a_year_and_a_kind_and_comes_in_parts(library: Library) -> None:
    office = await office_of(library)
    for number in range(1, 13):
        title = f"{number}: {'x' * 150}"
        await writes(office, title_en=title, title_fr=title, begins=f"2024-{number:02}")
    await writes(office, kinds="committee,topic,networks,staffing", begins="FY2019-20", title_en="Older")
    shown = await office.types(VERA, "evidence")
    assert "part-2" in verbs(shown)
    shown = await office.presses(VERA, "part-2")
    assert shown.view.card == "registers"
    await office.presses(VERA, "narrow-entries")
    shown = await office.presses(VERA, "show-entries", None, year="FY2019-20", kind="staffing")
    assert [row[0] for row in shown.view.tables[0].rows] == [1]
    assert "and 1 more" in str(shown.view.tables)
    assert (await office.types(VERA, "1")).view.card == "registers.entry"
    await office.types(VERA, "evidence")
    await office.presses(VERA, "narrow-entries")
    assert (await office.presses(VERA, "home")).view.card == "home"
    await office.types(VERA, "evidence")
    await office.presses(VERA, "narrow-entries")
    shown = await office.presses(VERA, "show-entries", None, year="FY1066-67", kind="hats")
    assert shown.view.values["count"] == 13


async def test_training_plans_and_the_review_of_the_code_have_their_own_forms(library: Library) -> None:
    office = await office_of(library)
    shown = await writes(
        office,
        door="training plans",
        unit_fr="Services",
        level="division",
        exists="yes",
        implemented="partly",
    )
    assert shown.view.note == "registers.saved"
    shown = await office.presses(VERA, "back")
    assert getattr(shown.view.tables[0].rows[0][3], "en", "") == "Services (in French)"
    shown = await writes(office, door="code review", step="draft", begins="2024-02", nature_en="Shorter")
    assert shown.view.note == "registers.saved"
    shown = await office.presses(VERA, "edit-entry")
    assert (await office.presses(VERA, "back")).view.card == "registers.entry"
    shown = await writes(office, door="code review", step="draft")
    assert shown.view.note == "registers.form-faults"
    assert (await office.presses(VERA, "back")).view.card == "registers"
    for name in ("training-plans", "code-review"):
        assert len(await BOOKS[name].everything(office.store)) == 1


async def test_a_plan_that_was_planned_and_is_over_says_so(library: Library) -> None:
    office = await office_of(library)
    shown = await writes(office, planned="yes")
    assert shown.view.values["state"] == library.sentences["registers.planned-over"]
    shown = await office.presses(VERA, "take-back")
    assert shown.view.values["state"] == library.sentences["registers.is-withdrawn"]


async def test_what_can_be_read_of_a_line_that_nobody_can_read_any_more_is_in_its_history(
    library: Library,
) -> None:
    office = await office_of(library)
    await writes(office)
    line = await kept(office)
    await office.store.registers.put("evidence", line.id, {"kinds": []}, line.revision)
    shown = await office.presses(VERA, "entry-history")
    assert [table.title.en for table in shown.view.tables] == [
        "Version 1, November 23, 2026, values and ethics contact"
    ]


async def test_a_line_that_nobody_can_read_leads_to_the_list(library: Library) -> None:
    office = await office_of(library)
    await writes(office)
    line = await kept(office)
    await office.store.registers.put("evidence", line.id, {"kinds": []}, line.revision)
    shown = await office.presses(VERA, "edit-entry")
    assert (shown.view.card, shown.view.note) == ("registers.none", "registers.gone")
