"""A scenario from a theme: who writes it, what it may begin with, what is searched for, what is kept."""

import pytest

from bot.heard import Shown
from content.model import Library
from dialogs.people import Role
from dialogs.views import Choice
from storage.written import SCENARIOS
from tests.bot.office import Office, person
from tests.bot.scenario_office import FORM, begins, saves, scenario, themed
from tests.bot.voices_office import ANA, BOSS, SAM, TEXTS, VERA, opens


@pytest.fixture
async def office(library: Library) -> Office:
    return await themed(library)


def verbs(shown: Shown) -> list[str]:
    return [button.verb for button in shown.view.buttons]


def options(shown: Shown, id_: str) -> list[str]:
    choices = [each for each in shown.view.inputs if isinstance(each, Choice) and each.id == id_]
    return [key for each in choices for key, _ in each.options]


def held(shown: Shown) -> dict[str, str]:
    return {each.id: each.value for each in shown.view.inputs}


def remarks(shown: Shown) -> list[str]:
    return [each.en for each in shown.view.remarks]


async def opens_one(office: Office, id_: str = "s1") -> Shown:
    await office.types(VERA, "scenarios")
    return await office.presses(VERA, "open", None, scenario=id_)


# Beginning ----------------------------------------------------------------------------------------


async def test_the_officer_begins_with_a_theme_that_is_told_and_with_no_word_of_any_answer(
    office: Office,
) -> None:
    assert "draft-scenario" in verbs(await opens(office))
    shown = await office.presses(VERA, "draft-scenario")
    assert shown.view.card == "scenarios.form"
    assert options(shown, "theme") == ["gifts"], "four texts about conflicts of interest are too few"
    assert set(held(shown).values()) == {""}
    assert not any(text in str(shown.view) for text in TEXTS)


async def test_where_no_theme_may_be_told_nothing_can_begin(library: Library) -> None:
    office = await themed(library, gifts=4)
    assert "draft-scenario" not in verbs(await opens(office))
    shown = await office.presses(VERA, "draft-scenario")
    assert shown.view.card == "voices.batch"


async def test_a_theme_of_which_the_texts_were_hidden_meanwhile_begins_nothing(office: Office) -> None:
    await opens(office)
    hidden = {"texts": ["00000000"], "doors": {"harassment": 1}}
    await office.store.registers.put("redirected", "feedback@2@2026-Q3", hidden, 0)
    shown = await office.presses(VERA, "draft-scenario")
    assert (shown.view.card, shown.view.note) == ("scenarios.none", "scenarios.gone")


async def test_each_look_at_themes_is_on_the_list_of_looks(office: Office) -> None:
    await begins(office)
    looks = [entry.body for entry in await office.store.registers.find("access")]
    assert [each["batch"] for each in looks if "batch" in each] == 2 * ["feedback@2@2026-Q3"]


async def test_neither_the_senior_official_nor_anybody_else_writes_or_reads_one(office: Office) -> None:
    form = await begins(office)
    assert "draft-scenario" not in verbs(await opens(office, SAM))
    assert (await office.presses(SAM, "draft-scenario")).view.card == "voices.batch"
    for who in (SAM, ANA, BOSS):
        assert (await office.types(who, "scenarios")).view.card == "scenarios.not-allowed"
        shown = await office.presses(who, "save-scenario", on=form, **FORM)
        assert shown.view.card == "scenarios.not-allowed"
    assert not await SCENARIOS.everything(office.store)


async def test_an_officer_who_left_the_role_keeps_nothing(office: Office) -> None:
    form = await begins(office)
    await office.store.people.bring_in([person(VERA, "policy", Role.EMPLOYEE)])
    shown = await office.presses(VERA, "save-scenario", on=form, **FORM)
    assert shown.view.card == "scenarios.not-allowed"
    assert not await SCENARIOS.everything(office.store)


# Keeping ------------------------------------------------------------------------------------------


async def test_what_is_written_is_kept_with_its_theme_and_its_day(office: Office) -> None:
    await begins(office)
    shown = await saves(office)
    assert (shown.view.card, shown.view.note) == ("scenarios.one", "scenarios.saved")
    ((id_, line),) = (await SCENARIOS.lines(office.store)).items()
    assert (line.body.theme, line.body.day.isoformat(), line.body.holds) == ("gifts", "2026-11-23", 2)
    assert (line.body.kept_by, line.body.withdrawn) == ("ve-officer", False)
    assert await office.presses(VERA, "nonsense")
    listed = await office.types(VERA, "scenarios")
    assert options(listed, "scenario") == [id_]


async def test_a_form_with_faults_comes_back_as_it_was_written(office: Office) -> None:
    await begins(office)
    changed = {"scene_fr": "", "option2_en": "", "tension": "people", "option3_fr": "Seul", "holds": "4"}
    shown = await saves(office, **changed, talk_en="x" * 161, theme="coi")
    assert shown.view.note == "scenarios.form-faults"
    assert held(shown)["situation_en"] == FORM["situation_en"]
    assert remarks(shown) == [
        "Theme: please choose one.",
        "Title, in French: write something here.",
        "Option 2, in English: write something here.",
        "Option 3 (if any), in English: write something here.",
        "What follows from option 3, in English: write something here.",
        "What follows from option 3, in French: write something here.",
        "Which option holds up best? It is shown to nobody who takes part: please choose one.",
        "The two values in tension: please choose two.",
        "The question to talk about, in English: 161 characters; the maximum is 160.",
    ]
    assert not await SCENARIOS.everything(office.store)


@pytest.mark.parametrize(
    ("field", "words", "found"),
    [
        ("situation_en", "Ask policy-0 about it", "maybe a person's name"),
        ("scene_en", "For Ann-Marie Smithers", "maybe a person's name"),
        ("talk_fr", "Écrire à x@example.org", "maybe an e-mail address"),
        ("option1_en", "See file ABC-1234", "maybe a file number"),
        ("consequence2_fr", "Le 3 mars, tout change", "maybe a day"),
        ("situation_fr", "Au local 12 de l'étage", "maybe a place or a unit"),
    ],
)
async def test_what_could_let_somebody_be_recognized_comes_back_with_its_field_and_can_be_kept(
    office: Office, field: str, words: str, found: str
) -> None:
    await office.hires(person("policy 0", "policy"))
    named = await office.store.people.everyone()
    (first, *_) = [each.name for each in named if " " in each.name]
    words = words.replace("policy-0", first)
    await begins(office)
    shown = await saves(office, **{field: words})
    assert shown.view.note == "scenarios.look"
    assert remarks(shown) == [f"{office.library.sentences[f'plan.field.{field}'].en}: {found}"]
    assert held(shown)[field] == words
    assert not await SCENARIOS.everything(office.store)
    shown = await saves(office, "keep-scenario", **{field: words})
    assert shown.view.note == "scenarios.saved"


async def test_a_unit_of_the_organization_is_a_place(office: Office) -> None:
    unit = office.library.organization.units[0].name
    await begins(office)
    shown = await saves(office, talk_en=f"What would {unit.en} say?")
    assert remarks(shown) == ["The question to talk about, in English: maybe a place or a unit"]
    assert (await saves(office, talk_en="What would they say?")).view.note == "scenarios.saved"


async def test_what_was_typed_on_a_card_that_is_out_of_date_comes_back(office: Office) -> None:
    form = await begins(office)
    await saves(office)
    await office.presses(VERA, "edit-scenario")
    shown = await office.presses(VERA, "save-scenario", form, **FORM)
    assert (shown.view.card, shown.view.note) == ("scenarios.form", "scenarios.form-again")
    assert held(shown) == {**dict.fromkeys(held(shown), ""), **FORM}
    assert (await saves(office)).view.note == "scenarios.saved"


# Changing -----------------------------------------------------------------------------------------


async def test_one_is_changed_and_keeps_its_theme_its_day_and_its_versions(library: Library) -> None:
    office = await themed(library, s1=scenario())
    await opens_one(office)
    shown = await office.presses(VERA, "edit-scenario")
    assert held(shown)["option1_fr"] == "O1"
    assert options(shown, "theme") == []
    shown = await saves(office, theme="coi", scene_en="T2")
    assert shown.view.note == "scenarios.saved"
    first, second = await SCENARIOS.history(office.store, "s1")
    assert (first.body.title.en, second.body.title.en) == ("T1", "T2")
    assert (second.body.theme, second.body.day) == ("gifts", first.body.day)
    await office.presses(VERA, "edit-scenario")
    assert (await saves(office, theme="coi", scene_en="T2")).view.note == "scenarios.saved"
    assert len(await SCENARIOS.history(office.store, "s1")) == 2, "nothing was new"


@pytest.mark.parametrize("doubted", [False, True])
async def test_whoever_was_slower_sees_both_and_loses_nothing(library: Library, *, doubted: bool) -> None:
    office = await themed(library, s1=scenario())
    await opens_one(office)
    await office.presses(VERA, "edit-scenario")
    await SCENARIOS.keep(office.store, "s1", scenario("Theirs"), 1)
    if doubted:
        assert (await saves(office, talk_en="Room 12?")).view.note == "scenarios.look"
    shown = await saves(office, "keep-scenario" if doubted else "save-scenario")
    assert shown.view.note == "scenarios.form-changed"
    assert remarks(shown) == ["It says now: Theirs (Gifts)"]
    assert held(shown)["scene_en"] == "The basket"
    assert (await saves(office)).view.note == "scenarios.saved"


async def test_one_is_taken_back_and_brought_back(library: Library) -> None:
    office = await themed(library, s1=scenario())
    await opens_one(office)
    shown = await office.presses(VERA, "take-scenario-back")
    assert (shown.view.note, verbs(shown)[0]) == ("scenarios.taken", "bring-scenario-back")
    assert not await SCENARIOS.lines(office.store)
    assert (await office.types(VERA, "scenarios")).view.card == "scenarios.none"
    shown = await office.presses(VERA, "scenarios-taken-back")
    assert (shown.view.card, options(shown, "scenario")) == ("scenarios.taken-back", ["s1"])
    await office.presses(VERA, "open", None, scenario="s1")
    assert (await office.presses(VERA, "edit-scenario")).view.card == "scenarios.one"
    assert (await office.presses(VERA, "bring-scenario-back")).view.note == "scenarios.brought"
    assert set(await SCENARIOS.lines(office.store)) == {"s1"}


async def test_what_somebody_else_did_meanwhile_is_said(library: Library) -> None:
    office = await themed(library, s1=scenario())
    await opens_one(office)
    await SCENARIOS.keep(office.store, "s1", scenario("Theirs"), 1)
    assert (await office.presses(VERA, "take-scenario-back")).view.note == "scenarios.changed"
    await SCENARIOS.keep(office.store, "s1", scenario("Theirs", withdrawn=True), 2)
    assert (await office.presses(VERA, "take-scenario-back")).view.note == "scenarios.taken"


async def test_a_form_of_one_that_was_taken_back_meanwhile_leads_to_the_list(library: Library) -> None:
    office = await themed(library, s1=scenario())
    await opens_one(office)
    await office.presses(VERA, "edit-scenario")
    await SCENARIOS.keep(office.store, "s1", scenario(withdrawn=True), 1)
    shown = await saves(office)
    assert (shown.view.card, shown.view.note) == ("scenarios.none", "scenarios.gone")


async def test_a_long_list_comes_in_parts(library: Library) -> None:
    office = await themed(library)
    for number in range(14):
        await SCENARIOS.keep(office.store, f"s{number:02}", scenario(), 0)
    assert len(options(await office.types(VERA, "scenarios"), "scenario")) == 12
    assert len(options(await office.presses(VERA, "part-2"), "scenario")) == 2
