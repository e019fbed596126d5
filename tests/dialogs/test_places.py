"""Places, people and steps as values: what is saved can be read, and wrong states cannot be written."""

import json
from dataclasses import replace
from datetime import date

import pytest

from dialogs import confirm, module, places
from dialogs.flow import Ask, Next, Show
from dialogs.people import ALLOWED, Person, PersonId, Role
from dialogs.questions import OwnRecordAsked
from dialogs.views import View


@pytest.mark.parametrize(
    ("flow", "place"),
    [
        (module.FLOW, module.Reading(2, "page-3")),
        (module.FLOW, module.Adding(1, "for-managers")),
        (module.FLOW, module.Done()),
        (confirm.FLOW, confirm.Confirming("coi", "2026-Q4", 1, "1", "filed-on", {"filed_on": "2026-11-01"})),
    ],
)
def test_a_place_survives_saving(flow: object, place: object) -> None:
    assert places.load(flow, places.save(flow, place)) == place  # type: ignore[arg-type]  # flows of several kinds


def test_a_place_of_an_earlier_version_is_read_as_it_was() -> None:
    saved = json.dumps({"v": 1, "at": "Reading", "page": 2}).encode()
    assert places.load(module.FLOW, saved) == module.Reading(2)
    assert places.load(module.FLOW, json.dumps({"v": 1, "at": "Deciding"}).encode()) == module.Deciding()


@pytest.mark.parametrize(
    "saved",
    [
        b"",
        b"[]",
        b"{}",
        json.dumps({"v": 3, "at": "Reading", "page": 1, "id": "page-2"}).encode(),
        json.dumps({"v": 2, "at": "Adding", "page": 1}).encode(),
        json.dumps({"v": 1, "at": "Elsewhere"}).encode(),
        json.dumps({"v": 1, "at": "Reading"}).encode(),
        json.dumps({"v": 1, "at": "Reading", "page": "1"}).encode(),
        json.dumps({"v": 1, "at": "Reading", "page": True}).encode(),
        json.dumps({"v": 1, "at": "Reading", "page": 1, "option": "a"}).encode(),
    ],
)
def test_a_place_nobody_wrote_is_refused(saved: bytes) -> None:
    with pytest.raises(places.UnreadablePlace):
        places.load(module.FLOW, saved)


@pytest.mark.parametrize(
    "effects", [(), (Show(View("home")), Show(View("help"))), (Show(View("home")), Ask(OwnRecordAsked()))]
)
def test_a_step_answers_once(effects: tuple[Show | Ask, ...]) -> None:
    with pytest.raises(ValueError, match="answers once"):
        Next(module.Opening(), effects)


def test_who_works_here_and_who_is_away() -> None:
    person = Person(
        PersonId("a"),
        start=date(2026, 1, 5),
        end=date(2026, 12, 31),
        leave_from=date(2026, 3, 1),
        leave_to=date(2026, 3, 31),
    )
    assert [person.here_on(date(2026, *day)) for day in ((1, 4), (1, 5), (12, 31))] == [False, True, True]
    assert not person.here_on(date(2027, 1, 1))
    assert [person.on_leave(date(2026, *day)) for day in ((2, 28), (3, 1), (3, 31), (4, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert Person(PersonId("b"), leave_from=date(2026, 3, 1)).on_leave(date(2030, 1, 1))
    assert Person(PersonId("c")).here_on(date(2030, 1, 1))
    assert not Person(PersonId("c")).on_leave(date(2030, 1, 1))


def test_only_an_official_who_works_here_may_see_counts_or_records() -> None:
    official = Person(PersonId("sam"), role=Role.SENIOR_OFFICIAL, end=date(2026, 1, 31))
    assert official.may(date(2026, 1, 31)) == ALLOWED[Role.SENIOR_OFFICIAL] >= {"report", "assessment"}
    assert official.may(date(2026, 2, 1)) == frozenset()
    contact = replace(official, role=Role.ATIP_CONTACT)
    assert contact.may(date(2026, 1, 31)) == {"records"}
    assert contact.may(date(2026, 2, 1)) == frozenset()
    assert Person(PersonId("ana")).may(date(2026, 1, 31)) == frozenset()
