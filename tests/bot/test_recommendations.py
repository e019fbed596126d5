"""Recommendations to the deputy head: who writes them, what may call for one, and the page they fit on."""

import io
from datetime import date
from typing import Any

import docx
import pytest

from bot.heard import Shown
from content.model import Library, Note, Recommendation, Text, Title
from dialogs.recommendations_cards import WITHDRAWN
from dialogs.views import Choice
from storage import batches
from storage.batches import Batch, Words
from storage.written import PLAN, RECOMMENDATIONS
from tests.bot.office import Office
from tests.bot.plan_office import ANA, BOSS, SAM, VERA, goal, office_of

FORM = {
    "concerns": "practice",
    "title_en": "R1",
    "title_fr": "",
    "because_en": "B1",
    "because_fr": "",
    "goal": "",
    "day": "2026-11-20",
}


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library, g1=goal("2026-10-31", title=Title(en="Late")))


def recommendation(title: str, day: str = "2026-11-01", **changed: Any) -> Recommendation:
    given: dict[str, Any] = {
        "day": date.fromisoformat(day),
        "concerns": "strategy",
        "title": Title(en=title),
        "because": Note(en="B"),
    }
    return Recommendation(**{**given, **changed})


def chosen_from(shown: Shown, id_: str) -> list[tuple[str, Text]]:
    choices = [each for each in shown.view.inputs if isinstance(each, Choice) and each.id == id_]
    return [option for each in choices for option in each.options]


def options(shown: Shown, id_: str = "recommendation") -> list[str]:
    return [text.en for key, text in chosen_from(shown, id_) if key != WITHDRAWN]


def held(shown: Shown) -> dict[str, str]:
    return {each.id: each.value for each in shown.view.inputs}


def verbs(shown: Shown) -> list[str]:
    more = [
        key
        for each in shown.view.inputs
        if isinstance(each, Choice) and each.id == "more"
        for key, _ in each.options
    ]
    return [*(button.verb for button in shown.view.buttons), *more]


async def opens(office: Office, who: str, id_: str = "r1") -> Shown:
    await office.types(who, "recommendations")
    return await office.presses(who, "open", None, recommendation=id_)


async def test_the_official_writes_one_about_a_line_of_the_plan(office: Office) -> None:
    assert (await office.types(SAM, "recommendations")).view.card == "recommendations.none"
    shown = await office.presses(SAM, "new-recommendation")
    assert options(shown, "goal") == ["Late"]
    assert held(shown)["day"] == "2026-11-23"
    shown = await office.presses(SAM, "save-recommendation", None, **{**FORM, "goal": "g1"})
    assert (shown.view.card, shown.view.note) == ("recommendations.one", "recommendations.saved")
    assert [each.en for each in shown.view.values["lines"]] == [  # type: ignore[union-attr]
        "Concerns a management practice; of November 20, 2026",
        "What became of it: waits for an answer",
        "Line of the plan: Late",
    ]
    shown = await office.types(SAM, "recommendations")
    assert options(shown) == ["R1: waits for an answer"]


async def test_a_form_with_faults_comes_back_with_what_was_written_and_the_lines_to_choose_from(
    office: Office,
) -> None:
    await office.types(SAM, "recommendations")
    await office.presses(SAM, "new-recommendation")
    wrong = {**FORM, "concerns": "", "because_en": "x" * 601, "title_en": "", "day": "soon", "goal": "{}"}
    shown = await office.presses(SAM, "save-recommendation", None, **wrong)
    assert shown.view.note == "recommendations.form-faults"
    assert len(shown.view.remarks) == 4
    assert held(shown)["because_en"] == "x" * 601
    assert options(shown, "goal") == ["Late"]
    assert not await RECOMMENDATIONS.lines(office.store)


async def test_a_name_is_warned_of_before_it_is_kept(office: Office) -> None:
    await office.types(SAM, "recommendations")
    await office.presses(SAM, "new-recommendation")
    said = {**FORM, "because_en": "Because of Mr. Boss"}
    shown = await office.presses(SAM, "save-recommendation", None, **said)
    assert (shown.view.card, shown.view.note) == ("recommendations.form", "plan.look")
    shown = await office.presses(SAM, "save-anyway", None, **said)
    assert shown.view.note == "recommendations.saved"


async def test_it_is_accepted_done_reopened_declined_withdrawn_and_brought_back(office: Office) -> None:
    await RECOMMENDATIONS.keep(office.store, "r1", recommendation("R1"), 0)
    await opens(office, SAM)
    for verb, outcome in (
        ("recommendation-accepted", "accepted"),
        ("recommendation-done", "done"),
        ("recommendation-reopened", "reopened"),
        ("recommendation-declined", "declined"),
        ("withdraw-recommendation", "withdrawn"),
    ):
        shown = await office.presses(SAM, "open", None, more=verb)
        assert (shown.view.card, shown.view.note) == ("recommendations.one", f"recommendations.{outcome}")
    await office.types(SAM, "recommendations")
    shown = await office.presses(SAM, "open", None, recommendation=WITHDRAWN)
    assert options(shown) == ["R1: declined"]
    shown = await office.presses(SAM, "open", None, recommendation="r1")
    assert verbs(shown) == ["open", "recommendations", "home", "restore-recommendation"]
    shown = await office.presses(SAM, "open", None, more="restore-recommendation")
    assert shown.view.note == "recommendations.restored"


async def test_who_was_not_faster_keeps_what_was_written(office: Office) -> None:
    await RECOMMENDATIONS.keep(office.store, "r1", recommendation("R1"), 0)
    await opens(office, SAM)
    form = await office.presses(SAM, "edit-recommendation")
    assert held(form)["title_en"] == "R1"
    await RECOMMENDATIONS.keep(office.store, "r1", recommendation("Theirs"), 1)
    shown = await office.presses(SAM, "save-recommendation", None, **{**FORM, "title_en": "Mine"})
    assert shown.view.note == "recommendations.form-changed"
    assert shown.view.remarks[0].en == "It says now: Theirs: waits for an answer"
    assert held(shown)["title_en"] == "Mine"
    await office.types(SAM, "recommendations")
    shown = await office.presses(SAM, "save-recommendation", form, **{**FORM, "title_en": "Mine"})
    assert (shown.view.note, held(shown)["title_en"]) == ("recommendations.form-again", "Mine")
    await opens(office, SAM)
    await RECOMMENDATIONS.keep(office.store, "r1", recommendation("Theirs again"), 2)
    shown = await office.presses(SAM, "open", None, more="recommendation-done")
    assert shown.view.note == "recommendations.changed"


async def test_the_office_reads_and_does_not_recommend(office: Office) -> None:
    await RECOMMENDATIONS.keep(office.store, "r1", recommendation("R1"), 0)
    shown = await office.types(VERA, "recommendations")
    assert verbs(shown) == ["open", "recommendation-page", "home"]
    shown = await opens(office, VERA)
    assert verbs(shown) == ["recommendations", "home"]
    for verb in ("edit-recommendation", "recommendation-done", "withdraw-recommendation"):
        assert (await office.presses(VERA, verb)).view.card == "recommendations.one"
    await office.types(VERA, "recommendations")
    for verb in ("new-recommendation", "signals"):
        assert (await office.presses(VERA, verb)).view.card == "recommendations"


async def test_nobody_else_sees_them(office: Office) -> None:
    await RECOMMENDATIONS.keep(office.store, "r1", recommendation("Secret"), 0)
    for who in (ANA, BOSS):
        shown = await office.types(who, "recommendations")
        assert shown.view.card == "recommendations.not-allowed"
        assert await office.turns.file(who, "recommendations/both") is None


# Signals ------------------------------------------------------------------------------------------


async def themes(office: Office, period: str, **counted: int) -> None:
    """Have answers come out, so many texts of each theme."""
    names = [theme for theme, count in counted.items() for _ in range(count)]
    texts = tuple(Words(f"{number:08x}", "q7", "T") for number in range(len(names)))
    batch = Batch("feedback", 1, period, 40, {}, texts)
    await batches.keep(office.store.registers, batch)
    tagged = {text.id: [name] for text, name in zip(texts, names, strict=True)}
    await office.store.registers.put("theme", batch.id, tagged, 0)


async def test_signals_name_lines_off_target_and_themes_on_the_rise_but_no_unit(office: Office) -> None:
    below = goal("2026-12-10", title=Title(en="Low"), measure="modules-finished", indicator=None)
    await PLAN.keep(office.store, "g2", below, 0)
    await themes(office, "2026-Q2", gifts=5, coi=5, respect=4)
    await themes(office, "2026-Q3", gifts=10, coi=9, respect=12)
    for number in range(11):
        await office.store.people.forget(f"services-{number}")  # type: ignore[arg-type]
    await office.store.people.forget(ANA)
    await office.types(SAM, "recommendations")
    shown = await office.presses(SAM, "signals")
    assert options(shown, "signal") == [
        "A line of the plan is overdue since October 31, 2026: Late",
        "A line of the plan is below its target (0 of 80) and due soon: Low",
        "Units in which Ethos can reach nobody yet: 1",
        "Theme “Gifts”: 10 texts, after 5 in the period before",
    ]
    looks = [entry.body["what"] for entry in await office.store.registers.find("access")]
    assert sorted(looks) == ["report", "signals"]


async def test_a_recommendation_begins_with_a_signal_and_waits_to_be_written(office: Office) -> None:
    await office.types(SAM, "recommendations")
    await office.presses(SAM, "signals")
    shown = await office.presses(SAM, "begin-recommendation", None, signal="goal-g1")
    assert held(shown)["because_fr"].startswith("Une ligne du plan est en retard")
    assert (held(shown)["goal"], held(shown)["title_en"]) == ("g1", "")
    again = await office.presses(SAM, "nonsense")
    assert held(again)["goal"] == "g1"
    line = await PLAN.line(office.store, "g1")
    assert line is not None
    await PLAN.keep(office.store, "g1", line.body.model_copy(update={"state": "reached"}), 1)
    shown = await office.presses(SAM, "nonsense")
    assert shown.view.note == "recommendations.gone"
    shown = await office.presses(SAM, "signals")
    assert shown.view.card == "signals.none"


async def test_of_a_single_period_no_theme_rises(office: Office) -> None:
    await themes(office, "2026-Q3", gifts=10)
    await office.types(SAM, "recommendations")
    shown = await office.presses(SAM, "signals")
    assert len(options(shown, "signal")) == 1


# The page -----------------------------------------------------------------------------------------


async def test_what_is_open_is_put_on_one_page_in_each_language(office: Office) -> None:
    await RECOMMENDATIONS.keep(office.store, "r1", recommendation("R1", goal="g1"), 0)
    await RECOMMENDATIONS.keep(office.store, "r2", recommendation("R2", state="done"), 0)
    await office.types(SAM, "recommendations")
    shown = await office.presses(SAM, "recommendation-page")
    assert [each.en for each in shown.view.values["lines"]] == ["R1. B"]  # type: ignore[union-attr]
    shown = await office.presses(SAM, "make-page", None, language="both")
    assert shown.view.card == "recommendations.file"
    assert shown.view.file == "recommendations/both"
    file = await office.turns.file(SAM, shown.view.file)
    assert file is not None
    assert file.name == "ethos-recommendations-2026-11-23-both.docx"
    written = [each.text for each in docx.Document(io.BytesIO(file.body)).paragraphs]
    assert written[0] == "Recommendations of the Senior Official to the deputy head"
    assert "R1" in written
    assert "R2" not in written
    assert any("Line of the plan" in each for each in written)
    assert any("Ligne du plan" in each for each in written)


async def test_a_page_in_a_language_that_nobody_knows_is_no_file(office: Office) -> None:
    assert await office.turns.file(SAM, "recommendations/it") is None
    await office.types(SAM, "recommendations")
    shown = await office.presses(SAM, "recommendation-page")
    assert str(shown.view.values["lines"]).count("No recommendation is open.") == 1
    assert (await office.presses(SAM, "make-page", None, language="it")).view.card == "recommendations.page"


async def test_a_long_list_comes_in_parts(office: Office) -> None:
    for number in range(14):
        await RECOMMENDATIONS.keep(office.store, f"r{number:02}", recommendation(f"R{number}"), 0)
    assert len(options(await office.types(SAM, "recommendations"))) == 12
    assert len(options(await office.presses(SAM, "part-2"))) == 2


async def test_every_button_has_room_beside_those_that_turn_the_page(office: Office) -> None:
    for number in range(30):
        await RECOMMENDATIONS.keep(office.store, f"r{number:02}", recommendation(f"R{number}"), 0)
    await office.types(SAM, "recommendations")
    shown = await office.presses(SAM, "part-2")
    verbs = [button.verb for button in shown.view.buttons]
    assert verbs == ["open", "part-1", "part-3", "new-recommendation", "recommendation-page", "home"]


async def test_each_version_says_on_which_day_and_in_which_role_it_was_kept(office: Office) -> None:
    await office.types(SAM, "recommendations")
    await office.presses(SAM, "new-recommendation")
    await office.presses(SAM, "save-recommendation", None, **FORM)
    (found,) = (await RECOMMENDATIONS.bodies(office.store)).values()
    assert (str(found.kept_on), found.kept_by) == ("2026-11-23", "senior-official")


async def test_one_that_nobody_can_read_does_not_shut_the_lists(office: Office) -> None:
    await office.store.registers.put(RECOMMENDATIONS.register, "odd", {"title": 3}, 0)
    assert (await office.types(SAM, "recommendations")).view.card == "recommendations.none"
    shown = await office.presses(SAM, "open", None, recommendation=WITHDRAWN)
    assert shown.view.card == "recommendations.withdrawn"
