"""Words that were written about the action plan on a card of an earlier moment."""

from dataclasses import replace

from bot.tokens import Tokens
from content.model import Library
from tests.bot.plan_office import GOAL, SAM, VERA, goal, office_of
from tests.bot.test_action_plan import held, opens


async def test_words_on_an_old_card_are_not_lost(library: Library) -> None:
    office = await office_of(library, g1=goal())
    await office.types(VERA, "action plan")
    form = await office.presses(VERA, "new-goal")
    await office.types(VERA, "action plan")
    shown = await office.presses(VERA, "save-goal", form, **GOAL)
    assert (shown.view.card, shown.view.note) == ("plan.form", "plan.form-again")
    assert held(shown)["title_en"] == "G1"


async def test_a_follow_up_on_an_old_card_still_knows_its_line(library: Library) -> None:
    office = await office_of(library, g1=goal())
    await opens(office, SAM)
    form = await office.presses(SAM, "follow-up")
    await office.types(SAM, "action plan")
    shown = await office.presses(SAM, "save-follow-up", form, day="2026-11-23", note_en="n1")
    assert (shown.view.card, shown.view.note) == ("plan.follow-up", "plan.form-again")
    assert held(shown)["note_en"] == "n1"
    shown = await office.presses(SAM, "save-follow-up", None, day="2026-11-23", note_en="n1")
    assert shown.view.note == "plan.followed-up"


async def test_a_follow_up_on_a_card_that_does_not_say_its_line_asks_for_it(library: Library) -> None:
    office = await office_of(library, g1=goal())
    await opens(office, SAM)
    form = await office.presses(SAM, "follow-up")
    tokens = Tokens(office.keys)
    card = await tokens.read(form.token)
    assert card is not None
    assert card.about == "g1"
    form = replace(form, token=await tokens.seal(replace(card, about="")))
    await office.types(SAM, "action plan")
    said = {"day": "2026-11-23", "note_en": "n1"}
    shown = await office.presses(SAM, "save-follow-up", form, **said)
    assert (held(shown)["note_en"], held(shown)["goal"]) == ("n1", "")
    shown = await office.presses(SAM, "save-follow-up", None, **said)
    assert shown.view.remarks[0].en == "Line of the plan: please choose one."
    shown = await office.presses(SAM, "save-follow-up", None, **said, goal="g1")
    assert shown.view.note == "plan.followed-up"
