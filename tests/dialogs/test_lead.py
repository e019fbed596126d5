"""Booking a session to lead, and its private card, as the pure core sees it."""

from datetime import date, timedelta

import pytest

from content.model import LANGUAGES, Library, Text
from dialogs import lead, lead_cards, places
from dialogs.flow import Next, Opened, Past, Ref, Remind, Show, Typed
from dialogs.people import Path
from dialogs.views import Pressed, View
from dialogs.ways import DOORS
from tests.dialogs.visitor import TODAY, Visitor

MAY = lead.Known(TODAY, may=True)
DAY = "2026-12-04"
CHARTER, SCENARIO = f"charter~{DAY}", f"M03~{DAY}"
FRONT = lead.AtSessions(f"{SCENARIO} {CHARTER}")


def heard(
    library: Library, place: lead.Place, said: Pressed | Opened | Typed, known: lead.Known = MAY
) -> Next[lead.Place]:
    return lead.step(library, known, place, said)


def view_of(following: Next[lead.Place]) -> View:
    (view,) = (effect.view for effect in following.effects if isinstance(effect, Show))
    return view


def reminds(following: Next[lead.Place]) -> list[Remind]:
    return [effect for effect in following.effects if isinstance(effect, Remind)]


def texts_of(value: object) -> tuple[Text, ...]:
    assert isinstance(value, tuple)
    return value


# Booking ----------------------------------------------------------------------------------------------------


def test_a_manager_chooses_what_and_when_and_has_the_card_at_once(library: Library) -> None:
    asked = heard(library, lead.Choosing(), Pressed("lead-what", {"subject": "charter"}))
    assert (asked.place, view_of(asked).card) == (lead.Dating("", "charter"), "lead.day")
    booked = heard(library, asked.place, Pressed("lead-on", {"day": DAY}))
    assert booked.place == lead.AtSession(CHARTER, CHARTER)
    assert (view_of(booked).card, view_of(booked).note) == ("lead.card", "lead.noted")
    assert reminds(booked) == [Remind(date(2026, 12, 4), Ref("lead-reminder", CHARTER))]


def test_a_charter_and_a_scenario_of_every_module_can_be_led(library: Library) -> None:
    (asked,) = lead.here(library, MAY, lead.Choosing()).inputs
    assert [key for key, _ in getattr(asked, "options", ())] == ["charter", *library.modules]
    assert getattr(asked, "compact", False)


@pytest.mark.parametrize("given", [{}, {"subject": ""}, {"subject": "M99"}])
def test_who_chooses_nothing_is_asked_again(library: Library, given: dict[str, str]) -> None:
    following = heard(library, lead.Choosing(), Pressed("lead-what", given))
    assert (following.place, view_of(following).note) == (lead.Choosing(), "option-required")


@pytest.mark.parametrize("day", ["", "soon", "2026-11-22", "2027-11-24", "2026-02-30"])
def test_a_day_gone_by_or_too_far_away_books_nothing(library: Library, day: str) -> None:
    following = heard(library, lead.Dating("", "M01"), Pressed("lead-on", {"day": day}))
    assert (following.place, view_of(following).note) == (lead.Dating("", "M01"), "lead.date-required")
    assert reminds(following) == []


@pytest.mark.parametrize("days", [0, 365])
def test_today_and_a_year_from_now_can_be_booked(library: Library, days: int) -> None:
    day = (TODAY + timedelta(days=days)).isoformat()
    following = heard(library, lead.Dating("", "M01"), Pressed("lead-on", {"day": day}))
    assert following.place == lead.AtSession(f"M01~{day}", f"M01~{day}")


def test_twelve_sessions_are_enough_for_one_person(library: Library) -> None:
    twelve = " ".join(f"M01~2026-12-{day:02}" for day in range(1, 13))
    following = heard(library, lead.AtSessions(twelve), Pressed("book-session"))
    assert (following.place, view_of(following).note) == (lead.AtSessions(twelve), "lead.full")
    fewer = heard(library, FRONT, Pressed("book-session"))
    assert (fewer.place, view_of(fewer).card) == (lead.Choosing(FRONT.keys), "lead")
    assert "lead" in [button.verb for button in view_of(fewer).buttons]


# The card ---------------------------------------------------------------------------------------------------


def test_the_card_of_a_charter_coaches_whoever_leads(library: Library) -> None:
    values = lead.here(library, MAY, lead.AtSession(CHARTER, CHARTER)).values
    note = library.facilitation["charter"]
    assert (values["purpose"], values["close"], values["day"]) == (
        note.purpose,
        note.close,
        date(2026, 12, 4),
    )
    for name, count in (("questions", 3), ("traps", 2), ("arrange", 5), ("begin", 3)):
        assert len(values[name]) == count, name  # type: ignore[arg-type] # a list of texts
    said = " ".join(text.en + text.fr for text in texts_of(values["begin"]))
    assert "mention it there with “charter”" in said
    assert "«\N{NO-BREAK SPACE}charte\N{NO-BREAK SPACE}»" in said
    assert "You see no line before the others do" in said
    arranged = str(values["arrange"])
    assert "both official languages" in arranged
    assert "sign language, captions" in arranged
    assert "Check that the team's answer will be respected." in arranged
    assert str(library.organization.contacts["ve_office"].reached[0].en) in str(values["refer"])  # type: ignore[union-attr] # it is there


def test_the_card_of_a_scenario_is_that_of_its_module(library: Library) -> None:
    view = lead.here(library, MAY, lead.AtSession(SCENARIO, SCENARIO))
    assert (view.values["what"], view.values["purpose"]) == (
        library.modules["M03"].title,
        library.facilitation["M03"].purpose,
    )
    assert "mention it there with “scenario”" in str(view.values["begin"])
    assert [button.verb for button in view.buttons] == ["lead-move", "lead-cancel", "lead", "home"]


def test_agenda_and_trouble_stand_beside_a_charter_and_leave_no_trace(library: Library) -> None:
    at = lead.AtSession(CHARTER, CHARTER)
    agenda, trouble = (heard(library, at, Pressed(verb)) for verb in ("agenda", "lead-difficult"))
    assert [(view_of(each).card, each.place) for each in (agenda, trouble)] == [
        ("lead.agenda", at),
        ("lead.difficult", at),
    ]
    assert view_of(agenda).passing
    assert view_of(trouble).passing
    steps, cases = (
        texts_of(view_of(each).values[name]) for each, name in ((agenda, "steps"), (trouble, "cases"))
    )
    assert (steps[0].en[:16], steps[-1].fr[:16]) == ("Minutes 0 to 3: ", "Minutes 44 à 45\N{NO-BREAK SPACE}")
    assert (len(steps), len(cases)) == (8, 5)
    beside = heard(library, lead.AtSession(SCENARIO, SCENARIO), Pressed("agenda"))
    assert (view_of(beside).card, view_of(beside).note) == ("lead.card", "here-again")


def test_the_steps_of_the_agenda_follow_each_other_and_fill_45_minutes() -> None:
    ends = [0, *(end for _, _, end in lead_cards.AGENDA)]
    assert [start for _, start, _ in lead_cards.AGENDA] == ends[:-1]
    assert ends[-1] == 45


# Later ------------------------------------------------------------------------------------------------------


def test_what_is_booked_is_listed_and_can_be_looked_at_again(library: Library) -> None:
    front = heard(library, lead.AtSession(FRONT.keys, CHARTER), Opened())
    assert (front.place, view_of(front).card) == (lead.AtSessions(f"{SCENARIO} {CHARTER}"), "lead.booked")
    chosen = heard(library, front.place, Pressed("open", {"session": CHARTER}))
    assert chosen.place == lead.AtSession(f"{SCENARIO} {CHARTER}", CHARTER)
    nothing = heard(library, FRONT, Pressed("open", {"session": "M01~2026-12-04"}))
    assert view_of(nothing).note == "option-required"


def test_the_day_can_be_changed_and_the_card_comes_before_the_new_one(library: Library) -> None:
    moving = heard(library, lead.AtSession(f"{SCENARIO} {CHARTER}", CHARTER), Pressed("lead-move"))
    assert moving.place == lead.Dating(f"{SCENARIO} {CHARTER}", "charter", CHARTER)
    moved = heard(library, moving.place, Pressed("lead-on", {"day": "2026-12-11"}))
    assert moved.place == lead.AtSession(f"{SCENARIO} charter~2026-12-11", "charter~2026-12-11")
    assert (view_of(moved).note, [each.ref.key for each in reminds(moved)]) == (
        "lead.moved",
        ["charter~2026-12-11"],
    )


def test_a_cancelled_session_is_gone_and_the_last_one_leads_to_the_beginning(library: Library) -> None:
    left = heard(library, lead.AtSession(f"{SCENARIO} {CHARTER}", CHARTER), Pressed("lead-cancel"))
    assert (left.place, view_of(left).note) == (lead.AtSessions(SCENARIO), "lead.cancelled")
    none = heard(library, lead.AtSession(CHARTER, CHARTER), Pressed("lead-cancel"))
    assert (none.place, view_of(none).card, view_of(none).note) == (lead.Choosing(), "lead", "lead.cancelled")


@pytest.mark.parametrize(
    "place",
    [
        lead.AtSession("charter~2026-11-22", "charter~2026-11-22"),
        lead.Dating("charter~2026-11-22", "charter", "charter~2026-11-22"),
        lead.Dating("", "M99"),
        lead.AtSessions("charter~2026-11-22 M99~2026-12-04"),
    ],
)
def test_a_session_is_forgotten_once_its_day_is_over(library: Library, place: lead.Place) -> None:
    assert lead.here(library, MAY, place).card == "lead"
    assert heard(library, place, Opened()).place == lead.Choosing()


def test_whatever_else_is_pressed_shows_the_place_again(library: Library) -> None:
    for place in (FRONT, lead.Choosing(), lead.AtSession(SCENARIO, SCENARIO)):
        assert view_of(heard(library, place, Pressed("nonsense"))).note == "here-again"
    moving = heard(library, lead.Dating("", "charter"), Pressed("nonsense"))
    assert view_of(moving).card == "lead.day"


def test_nobody_else_books_anything(library: Library) -> None:
    may_not = lead.Known(TODAY, may=False)
    following = heard(library, lead.Dating("", "M01"), Pressed("lead-on", {"day": DAY}), may_not)
    assert (following.place, view_of(following).card) == (lead.Dating("", "M01"), "lead.not-allowed")
    assert reminds(following) == []
    assert lead.here(library, may_not, FRONT).card == "lead.not-allowed"


# The card that comes by itself ------------------------------------------------------------------------------


def coming(library: Library, key: str) -> lead.Coming:
    found = lead.REMINDERS.script(library, key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("known", "settled", "card", "note"),
    [
        (lead.Awaited(TODAY, may=True, booked=True), False, "lead.card", "lead.reminded"),
        (lead.Awaited(TODAY, may=True, booked=False), True, "lead.card", "lead.not-booked"),
        (lead.Awaited(TODAY, may=False, booked=True), True, "lead.not-allowed", ""),
    ],
)
def test_the_card_comes_only_for_what_is_still_booked_by_somebody_who_leads(
    library: Library, known: lead.Awaited, settled: object, card: str, note: str
) -> None:
    view = lead.REMINDERS.here(coming(library, CHARTER), known, lead.Reading())
    assert (lead.REMINDERS.settled(known), view.card, view.note) == (settled, card, note)


def test_the_card_that_came_has_its_other_pages_and_nothing_to_change(library: Library) -> None:
    known, of = lead.Awaited(TODAY, may=True, booked=True), coming(library, CHARTER)
    shown = [
        effect.view
        for said in (Pressed("agenda"), Pressed("lead-difficult"), Pressed("lead-cancel"), Opened())
        for effect in lead.REMINDERS.step(of, known, lead.Reading(), said).effects
        if isinstance(effect, Show)
    ]
    assert [view.card for view in shown] == ["lead.agenda", "lead.difficult", "lead.card", "lead.card"]
    assert all(view.passing for view in shown)
    assert [button.verb for button in shown[-1].buttons] == ["agenda", "lead-difficult", "lead", "home"]
    nobody = lead.Awaited(TODAY, may=False, booked=True)
    (effect,) = lead.REMINDERS.step(of, nobody, lead.Reading(), Pressed("agenda")).effects
    assert effect == Show(lead_cards.not_allowed())


@pytest.mark.parametrize("key", ["", "charter", "M99~2026-12-04"])
def test_nothing_comes_about_what_nobody_can_book(library: Library, key: str) -> None:
    assert lead.REMINDERS.script(library, key) is None
    assert lead.FLOW.script(library, "charter") is None


def test_what_is_booked_is_read_from_the_saved_place() -> None:
    assert lead.booked(places.save(lead.FLOW, FRONT)) == {CHARTER, SCENARIO}
    assert lead.booked(b"nonsense") == frozenset()


# Said -------------------------------------------------------------------------------------------------------


def test_a_session_is_booked_with_typed_words_alone(library: Library) -> None:
    visitor = Visitor(library, may=("lead",))
    visitor.settles_in("fr")
    assert visitor.types("animer une séance").card == "lead"
    assert visitor.types("1").card == "lead.day"
    assert visitor.types("4 décembre 2026").note == "lead.noted"
    assert visitor.types("ordre du jour").card == "lead.agenda"
    assert visitor.types("si cela devient difficile").card == "lead.difficult"
    assert visitor.types("changer le jour").card == "lead.day"
    assert visitor.types("2026-12-07").note == "lead.moved"
    assert visitor.types("lead a session").card == "lead.booked"
    assert visitor.types("1").card == "lead.card"
    assert visitor.types("annuler la séance").note == "lead.cancelled"


def test_the_door_of_whoever_leads_stands_at_home(library: Library) -> None:
    assert DOORS["lead"] == ("lead", "")
    visitor = Visitor(library, may=("team", "lead"))
    assert [button.verb for button in visitor.settles_in().buttons if button.verb in ("team", "lead")] == [
        "team",
        "lead",
    ]


def test_a_library_without_the_note_of_a_charter_offers_only_scenarios(library: Library) -> None:
    notes = {id_: each for id_, each in library.facilitation.items() if id_.startswith("M0")}
    without = library.model_copy(update={"facilitation": notes})
    assert list(lead_cards.subjects(without)) == [id_ for id_ in library.modules if id_ in notes]
    for language in LANGUAGES:
        assert all(title.of(language) for title in lead_cards.subjects(without).values())


@pytest.mark.parametrize(
    ("today", "booked"), [("2026-12-03", True), ("2026-12-04", True), ("2026-12-05", False)]
)
def test_a_booking_counts_until_its_day_is_over(library: Library, today: str, booked: object) -> None:
    past = Past(
        date.fromisoformat(today), Path.MANAGER, "en", frozenset({"lead"}), (), booked=frozenset({CHARTER})
    )
    known = lead.REMINDERS.know(coming(library, CHARTER), past)
    assert (known.may, known.booked) == (True, booked)
