"""The form of a session: what it holds, what it asks, and what is wrong with it."""

from datetime import date, timedelta

import pytest

from content.model import LANGUAGES, Library, Text
from dialogs import planning, writing
from dialogs.views import Choice, DateInput, TextInput, WordsInput
from tests.bot.walk_sessions import GIVEN
from tests.dialogs.visitor import TODAY

Changed = dict[str, str]


def faults(library: Library, **changed: str) -> list[str]:
    held = planning.cleaned({**GIVEN, **changed})
    return [fault.en for fault in planning.faults(library, TODAY, held)]


def test_a_form_without_faults_is_a_session_and_back(library: Library) -> None:
    held = planning.cleaned(GIVEN)
    assert planning.faults(library, TODAY, held) == ()
    session = planning.session_of(held, "4821")
    assert (session.code, session.spread_days, session.spoken) == ("4821", 0, "both")
    assert session.first_day == date(2026, 11, 24)
    assert planning.held_by(library, session, {}) == held
    assert planning.session_of(planning.held_by(library, session, {}), "4821") == session


def test_a_session_has_a_theme_to_be_counted_under_or_none(library: Library) -> None:
    themed = planning.session_of(planning.cleaned(GIVEN), "4821")
    assert themed.topic == "onboarding"
    without = planning.session_of(planning.cleaned({**GIVEN, "topic": "other"}), "4821")
    assert without.topic is None
    assert planning.held_by(library, without, {})["topic"] == "other"
    unsaid = planning.cleaned({field: words for field, words in GIVEN.items() if field != "topic"})
    assert planning.session_of(unsaid, "4821").topic is None
    assert planning.faults(library, TODAY, unsaid) == ()


@pytest.mark.parametrize("spoken", ["en", "fr", "both"])
def test_place_and_language_stay_as_they_were_written(library: Library, spoken: str) -> None:
    held = planning.cleaned({**GIVEN, "place_fr": "Salle 4", "spoken": spoken})
    session = planning.session_of(held, "4821")
    assert (session.place, session.spoken) == (Text(en="Room 4", fr="Salle 4"), spoken)
    assert planning.held_by(library, session, {})["place_fr"] == "Salle 4"


def test_days_and_hours_may_be_written_as_people_write_them(library: Library) -> None:
    held = planning.cleaned(
        {**GIVEN, "day": "1er décembre 2026", "invited": "November 24, 2026", "opens": "13 h 30"}
    )
    assert (held["day"], held["invited"], held["opens"]) == ("2026-12-01", "2026-11-24", "13:30")
    assert planning.faults(library, TODAY, held) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title_en": ""}, "Title in English: nothing is written yet."),
        ({"body_fr": "Un."}, "Paragraphs: 2 in English and 1 in French. Each needs its counterpart."),
        (
            {"day": "2026-11-22"},
            "Day of the session: choose a day from November 23, 2026 to November 24, 2027.",
        ),
        ({"day": ""}, "Day of the session: choose a day from November 23, 2026 to November 24, 2027."),
        (
            {"invited": "2026-12-02"},
            "First day of the invitation: choose a day from November 23, 2026 to December 1, 2026.",
        ),
        (
            {"invited": "soon"},
            "First day of the invitation: choose a day from November 23, 2026 to December 1, 2026.",
        ),
        ({"opens": "13"}, "Begins at (hour): write it as 13:30 or 1:30 pm."),
        ({"minutes": "61"}, "Lasts: please choose one."),
        ({"zone": "Mars/Olympus"}, "Time zone of the place: please choose one."),
        ({"spoken": ""}, "Language of the session: please choose one."),
        ({"topic": "weather"}, "Theme: please choose one."),
        ({"place_en": " "}, "Place or link, in English or for both: nothing is written yet."),
        (
            {"place_fr": "x" * 301},
            "Place or link in French, if it differs: 301 characters; the maximum is 300.",
        ),
        ({"place_en": "a\nb"}, "Place or link, in English or for both: please keep it to one line."),
        (
            {"place_en": "Room {n}"},
            "Place or link, in English or for both: "  # noqa: ISC004 - one sentence
            "Ethos does not fill in {n} here. Write it out, or take it out.",
        ),
        ({"audience": "list"}, "A list was chosen, and nobody stands in it."),
    ],
)
def test_what_is_wrong_is_said_field_by_field(library: Library, changed: Changed, said: str) -> None:
    assert faults(library, **changed) == [said]


def test_an_empty_form_says_everything_at_once(library: Library) -> None:
    found = planning.faults(library, TODAY, planning.cleaned({}))
    assert len(found) == 4 + 1 + 2 + 1 + 3 + 1
    assert all(fault.fr and fault.fr != fault.en for fault in found)


def test_the_last_day_of_all_may_be_chosen(library: Library) -> None:
    last = (TODAY + writing.FURTHEST).isoformat()
    assert faults(library, day=last, invited=last) == []


@pytest.mark.parametrize("draft", ["onboarding-session", "special-session"])
def test_a_ready_invitation_needs_only_a_day_an_hour_and_a_place(library: Library, draft: str) -> None:
    held = planning.from_draft(library, draft, "America/Vancouver")
    assert held["zone"] == "America/Vancouver"
    added = {"day": "2026-12-01", "invited": "2026-11-24", "opens": "10:00", "place_en": "Room 4"}
    assert planning.faults(library, TODAY, planning.cleaned({**held, **added})) == ()
    assert held["audience"] == library.drafts[draft].audience


def test_an_empty_form_begins_with_the_zone_of_the_organization_where_ours_is_unknown(
    library: Library,
) -> None:
    held = planning.from_draft(library, "empty", "Europe/Paris")
    assert (held["zone"], held["minutes"], held["spoken"]) == ("America/Toronto", "60", "both")
    assert "title_en" not in held


def test_an_organization_elsewhere_may_choose_its_own_zone(library: Library) -> None:
    moved = library.organization.model_copy(update={"time_zone": "America/Moncton"})
    there = library.model_copy(update={"organization": moved})
    assert planning.zones(there)[-1][0] == "America/Moncton"
    assert planning.from_draft(there, "", "America/Moncton")["zone"] == "America/Moncton"
    assert len(planning.zones(library)) == len(planning.ZONES)


@pytest.mark.parametrize(
    ("months", "today", "day", "invited"),
    [
        (1, TODAY, "2027-01-05", "2026-12-29"),
        (3, TODAY, "2027-03-02", "2027-02-23"),
        (1, date(2027, 1, 4), "2027-01-05", "2027-01-04"),  # the day of the invitation is over
        (1, date(2027, 4, 1), "2027-04-06", "2027-04-01"),  # and so is the month
    ],
)
def test_the_next_one_has_the_same_texts_and_the_same_weekday(
    library: Library, months: int, today: date, day: str, invited: str
) -> None:
    session = planning.session_of(planning.cleaned(GIVEN), "4821")
    held = planning.again(library, session, {}, months, today)
    assert (held["day"], held["invited"]) == (day, invited)
    assert {**held, "day": "", "invited": ""} == {**planning.cleaned(GIVEN), "day": "", "invited": ""}


def test_every_field_comes_back_with_what_it_held(library: Library) -> None:
    held = planning.cleaned(GIVEN)
    asked = planning.inputs(library, TODAY, held, "save-session")
    assert [each.id for each in asked if isinstance(each, DateInput)] == ["day", "invited"]
    assert [each.id for each in asked if isinstance(each, TextInput)] == ["opens"]
    assert {each.id: each.value for each in asked} == held
    assert {each.submit for each in asked} == {"save-session"}
    days = [each for each in asked if isinstance(each, DateInput)]
    assert {(each.earliest, each.latest) for each in days} == {(TODAY, TODAY + timedelta(days=366))}
    for each in asked:
        for language in LANGUAGES:
            assert each.label.of(language)
        if isinstance(each, Choice):
            assert each.compact
            assert held[each.id] in dict(each.options)
        if isinstance(each, WordsInput):
            assert each.required is (each.id not in {"people", "place_fr"})
