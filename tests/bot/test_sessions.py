"""The office plans a session, and the next one, in a form that fits on a card."""

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.campaign_writing import TOKEN
from bot.cards.adaptive import card
from bot.heard import Shown
from bot.session_planning import CODES
from content.model import LANGUAGES, Library, Session, Stage, Text
from content.size import MOST_BYTES
from dialogs import session_desk
from dialogs.communication_desk import Known
from dialogs.flow import Show
from dialogs.people import PersonId, Role
from dialogs.session_desk import Planning
from dialogs.views import Choice, Pressed
from storage.campaigns import campaigns, keep
from tests.bot.office import Office, person
from tests.bot.session_office import ANA, OFFICER, kept, opened, plans, starts
from tests.bot.walk_sessions import GIVEN


@pytest.fixture
async def desk(office: Office) -> Office:
    return await opened(office)


# Planning ---------------------------------------------------------------------------------------------------


async def test_a_session_is_kept_as_a_draft_with_a_code_of_its_own(desk: Office) -> None:
    shown = await plans(desk)
    assert (shown.view.card, shown.view.note) == ("sessions.card", "sessions.saved")
    session = await kept(desk)
    assert session.stage is Stage.DRAFT
    assert session.code in CODES
    assert (session.day, session.opens, session.minutes) == (date(2026, 12, 1), time(13, 30), 90)
    assert session.first_day == date(2026, 11, 24)
    assert session.last_day == session.day
    assert session.place == Text(en="Room 4", fr="Room 4")
    assert session.zone == "America/Toronto"


async def test_the_ready_invitations_fill_the_form(desk: Office, library: Library) -> None:
    await desk.types("vera", "communications")
    view = (await desk.presses("vera", "new-session")).view
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    assert [id_ for id_, _ in choice.options] == ["onboarding-session", "special-session", "empty"]
    form = (await desk.presses("vera", "use-invitation", None, draft="special-session")).view
    held = {asked.id: getattr(asked, "value", "") for asked in form.inputs}
    assert held["title_fr"] == library.drafts["special-session"].title.fr
    assert (held["minutes"], held["audience"], held["zone"]) == ("90", "everyone", "America/Toronto")
    given = GIVEN | {field: held[field] for field in ("title_en", "title_fr", "body_en", "body_fr")}
    await desk.presses("vera", "save-session", None, **given)
    assert (await kept(desk)).draft == "special-session"


async def test_two_sessions_near_each_other_never_share_a_code(desk: Office) -> None:
    for days in range(4):
        day = date(2026, 12, 1) + timedelta(days=days % 2)
        await plans(desk, day=day.isoformat())
    found = [each.campaign for each in (await campaigns(desk.store)).values()]
    codes = [each.code for each in found if isinstance(each, Session)]
    assert len(set(codes)) == 4


async def test_a_code_that_is_taken_near_the_new_day_is_drawn_again(desk: Office) -> None:
    await plans(desk)
    session = await kept(desk)
    await keep(desk.store, "other", session.model_copy(update={"day": date(2026, 12, 10)}), 0)
    shown = await desk.presses("vera", "edit-session")
    assert shown.view.card == "sessions.form"
    await desk.presses("vera", "save-session", None, **{**GIVEN, "title_en": "Another"})
    found = {id_: each.campaign for id_, each in (await campaigns(desk.store)).items()}
    other = found.pop("other")
    (mine,) = found.values()
    assert isinstance(mine, Session)
    assert isinstance(other, Session)
    assert mine.code == session.code, "on another day the same code does no harm"
    await desk.presses("vera", "edit-session")
    await desk.presses("vera", "save-session", None, **{**GIVEN, "day": "2026-12-11"})
    (moved,) = [each.campaign for id_, each in (await campaigns(desk.store)).items() if id_ != "other"]
    assert isinstance(moved, Session)
    assert moved.code != other.code


async def test_what_is_wrong_with_a_form_is_said_and_nothing_is_lost(desk: Office) -> None:
    shown = await plans(desk, opens="25:00", day="2026-11-01", place_en="", people="nobody@example.org")
    assert (shown.view.card, shown.view.note) == ("sessions.form", "campaigns.form-faults")
    assert len(shown.view.remarks) == 4
    held = {asked.id: getattr(asked, "value", "") for asked in shown.view.inputs}
    assert (held["opens"], held["people"], held["body_fr"]) == (
        "25:00",
        "nobody@example.org",
        GIVEN["body_fr"],
    )
    assert await campaigns(desk.store) == {}


async def test_somebody_on_the_list_whom_nobody_knows_is_named(desk: Office) -> None:
    await desk.hires(replace(person("ana", "policy"), id=PersonId(ANA)))
    shown = await plans(desk, audience="list", people="ana@example.org nobody@example.org")
    assert [remark.en for remark in shown.view.remarks] == [
        "Not on the staff list, or there more than once: nobody@example.org."
    ]
    listed = {"audience": "list", "people": "ana@example.org"}
    await desk.presses("vera", "save-session", None, **{**GIVEN, **listed})
    assert (await kept(desk)).audience.people == (ANA,)
    form = (await desk.presses("vera", "edit-session")).view
    assert {asked.id: getattr(asked, "value", "") for asked in form.inputs}["people"] == "ana@example.org"


async def test_a_form_that_is_saved_twice_is_one_session(desk: Office) -> None:
    await desk.types("vera", "communications")
    await desk.presses("vera", "new-session")
    form = await desk.presses("vera", "use-invitation", None, draft="empty")
    first = await desk.presses("vera", "save-session", form, **GIVEN)
    again = await desk.presses("vera", "save-session", form, **GIVEN)
    assert first.view.card == again.view.card == "sessions.card"
    await kept(desk)


async def test_a_form_out_of_date_keeps_what_was_written(desk: Office) -> None:
    await desk.types("vera", "communications")
    await desk.presses("vera", "new-session")
    form = await desk.presses("vera", "use-invitation", None, draft="empty")
    await desk.types("vera", "communications")
    shown = await desk.presses("vera", "save-session", form, **GIVEN)
    assert (shown.view.card, shown.view.note) == ("sessions.form", "campaigns.form-again")
    held = {asked.id: getattr(asked, "value", "") for asked in shown.view.inputs}
    assert (held["title_en"], held["opens"]) == (GIVEN["title_en"], "13:30")


async def test_a_form_that_somebody_else_changed_meanwhile_is_not_kept(desk: Office) -> None:
    await plans(desk)
    await desk.presses("vera", "edit-session")
    (found,) = (await campaigns(desk.store)).values()
    await keep(desk.store, found.id, (await kept(desk)).model_copy(update={"minutes": 30}), found.revision)
    shown = await desk.presses("vera", "save-session", None, **{**GIVEN, "minutes": "45"})
    assert shown.view.note == "campaigns.form-changed"
    assert (await kept(desk)).minutes == 30
    shown = await desk.presses("vera", "save-session", None, **{**GIVEN, "minutes": "45"})
    assert (shown.view.note, (await kept(desk)).minutes) == ("sessions.saved", 45)


async def test_a_change_of_the_place_has_to_be_looked_at_again(desk: Office) -> None:
    await plans(desk)
    for verb in ("preview-en", "preview-fr", "back"):
        await desk.presses("vera", verb)
    assert (await kept(desk)).previewed == ("en", "fr")
    await desk.presses("vera", "edit-session")
    await desk.presses("vera", "save-session", None, **GIVEN)
    assert (await kept(desk)).previewed == ("en", "fr"), "nothing was changed"
    await desk.presses("vera", "edit-session")
    await desk.presses("vera", "save-session", None, **{**GIVEN, "place_fr": "Salle 4"})
    assert (await kept(desk)).previewed == ()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VE_OFFICER}))
async def test_nobody_else_plans_a_session_even_with_the_buttons(desk: Office, role: Role) -> None:
    await desk.hires(person("eve", "policy", role))
    await desk.settles_in("eve")
    await desk.types("vera", "communications")
    await desk.presses("vera", "new-session")
    form = await desk.presses("vera", "use-invitation", None, draft="empty")
    await desk.types("eve", "communications")
    shown = await desk.presses("eve", "save-session", form, **GIVEN)
    assert shown.view.card == "campaigns.not-allowed"
    assert await campaigns(desk.store) == {}


async def test_a_role_that_was_taken_away_meanwhile_keeps_nothing(desk: Office) -> None:
    await desk.types("vera", "communications")
    await desk.presses("vera", "new-session")
    await desk.presses("vera", "use-invitation", None, draft="empty")
    await desk.hires(replace(OFFICER, role=Role.EMPLOYEE))
    shown = await desk.presses("vera", "save-session", None, **GIVEN)
    assert shown.view.card == "campaigns.not-allowed"
    assert await campaigns(desk.store) == {}


# The next one -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "day", "invited"),
    [
        ("plan-next-month", "2027-01-05", "2026-12-29"),
        ("plan-next-quarter", "2027-03-02", "2027-02-23"),
    ],
)
async def test_the_next_one_is_a_form_filled_in_and_nothing_happens_by_itself(
    desk: Office, verb: str, day: str, invited: str
) -> None:
    await plans(desk)
    await starts(desk)
    shown = await desk.presses("vera", "open", None, more=verb)
    assert shown.view.card == "sessions.form"
    held = {asked.id: getattr(asked, "value", "") for asked in shown.view.inputs}
    assert (held["day"], held["invited"], held["title_fr"]) == (day, invited, GIVEN["title_fr"])
    assert len(await campaigns(desk.store)) == 1
    french = await desk.presses("vera", "language-fr")
    assert {asked.id: getattr(asked, "value", "") for asked in french.view.inputs} == held
    await desk.presses("vera", "save-session", None, **{**GIVEN, "day": day, "invited": invited})
    first, second = (each.campaign for each in (await campaigns(desk.store)).values())
    assert {first.stage, second.stage} == {Stage.RUNNING, Stage.DRAFT}


# The form on a card -----------------------------------------------------------------------------------------

LONGEST = {
    "title_en": 120,
    "title_fr": 120,
    "body_en": 1_050,
    "body_fr": 1_050,
    "people": 800,
    "place_en": 300,
    "place_fr": 300,
    "opens": 200,
    "day": 200,
    "invited": 200,
}


@pytest.mark.parametrize("letters", ["x", '"', "é\n", "\N{GRINNING FACE}", "\\"])
def test_the_longest_form_with_everything_wrong_fits_on_a_card(library: Library, letters: str) -> None:
    written = {field: (letters * most)[:most] for field, most in LONGEST.items()}
    known = Known(date(2026, 11, 23), allowed=True)
    following = session_desk.step(library, known, Planning(), Pressed("save-session", {**GIVEN, **written}))
    (effect,) = following.effects
    assert isinstance(effect, Show)
    for language in LANGUAGES:
        drawn = card(library, Shown(effect.view, language, TOKEN))
        assert len(json.dumps(drawn, ensure_ascii=False).encode("utf-16-le")) <= MOST_BYTES


async def test_a_full_form_of_plain_words_comes_back_whole(desk: Office) -> None:
    full = {"body_en": "word " * 210, "body_fr": "mots " * 210, "place_en": "x" * 300, "opens": "soon"}
    shown = await plans(desk, **full)
    held = {asked.id: getattr(asked, "value", "") for asked in shown.view.inputs}
    assert {field: held[field] for field in full} == {field: words.strip() for field, words in full.items()}


async def test_a_list_of_unknown_people_fits_on_the_card_too(desk: Office) -> None:
    names = " ".join(f"somebody-{number:02}@example.org" for number in range(28))
    full = {"body_en": "word " * 210, "body_fr": "mots " * 210, "place_en": "x" * 300, "place_fr": "y" * 300}
    shown = await plans(desk, audience="list", people=names, **full)
    assert len(shown.view.remarks) == 1
    drawn = card(desk.library, shown)
    assert len(json.dumps(drawn, ensure_ascii=False).encode("utf-16-le")) <= MOST_BYTES


async def test_after_the_reminder_each_guest_is_still_counted_once(desk: Office) -> None:
    await plans(desk)
    await starts(desk)
    for day in (24, 30):
        desk.at = desk.at.replace(day=day)
        await desk.ticks()
    (id_,) = await campaigns(desk.store)
    rows = await desk.store.deliveries.find("session", id_)
    assert sorted({each.key.nth for each in rows}) == [1, 2]
    assert len(rows) == 24
    await desk.types("vera", "communications")
    (table,) = (await desk.presses("vera", "open", None, campaign=id_)).view.tables
    assert [row[1] for row in table.rows] == [0, 12, 0, 0]
