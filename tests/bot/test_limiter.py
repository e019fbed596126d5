"""Few answers a day, and nothing remembered that could say whose."""

import os
from datetime import date, timedelta

from bot.limiter import MOST, Limiter
from dialogs.people import PersonId

TODAY = date(2026, 11, 23)
ANA, BEN = PersonId("ana"), PersonId("ben")


def nonce(number: int) -> bytes:
    return bytes([7] * 15 + [number])


def test_each_person_form_and_day_has_room_of_its_own() -> None:
    limiter = Limiter(bytes(32))
    for number in range(MOST):
        assert limiter.allows(ANA, "feedback", TODAY, nonce(number))
    assert not limiter.allows(ANA, "feedback", TODAY, nonce(MOST))
    assert limiter.allows(BEN, "feedback", TODAY, nonce(MOST))
    assert limiter.allows(ANA, "pulse", TODAY, nonce(MOST))
    assert limiter.allows(ANA, "feedback", TODAY + timedelta(days=1), nonce(MOST))


def test_the_same_card_again_takes_no_room() -> None:
    limiter = Limiter(bytes(32))
    assert all(limiter.allows(ANA, "feedback", TODAY, nonce(1)) for _ in range(10))
    assert limiter.allows(ANA, "feedback", TODAY, nonce(2))


def test_what_is_counted_once_is_counted_once() -> None:
    limiter = Limiter(bytes(32))
    assert limiter.allows(ANA, "doors/ear", TODAY, nonce(1), most=1)
    assert not limiter.allows(ANA, "doors/ear", TODAY, nonce(2), most=1)


def test_it_remembers_no_person_no_form_and_no_nonce() -> None:
    limiter = Limiter(os.urandom(32))
    drawn = os.urandom(16)
    limiter.allows(PersonId("0f8fad5b-d9cb-469f-a165-70867728950e"), "feedback", TODAY, drawn)
    (seen,) = limiter._days.values()
    held = repr(vars(limiter)).encode() + b"".join(b"".join(each) for each in seen.items())
    assert b"0f8fad5b" not in held
    assert b"feedback" not in held
    assert drawn not in held
    assert {len(value) for value in seen.values()} == {1}


def test_two_processes_remember_the_same_person_under_different_names() -> None:
    first, second = Limiter(os.urandom(32)), Limiter(os.urandom(32))
    for limiter in (first, second):
        limiter.allows(ANA, "feedback", TODAY, nonce(1))
    assert first._days[TODAY].keys().isdisjoint(second._days[TODAY])


def test_around_midnight_nobody_gets_room_back_because_it_is_another_day_elsewhere() -> None:
    limiter = Limiter(bytes(32))
    for number in range(MOST):
        assert limiter.allows(ANA, "feedback", TODAY, nonce(number))
        limiter.allows(BEN, "feedback", TODAY + timedelta(days=1), nonce(number))
    assert not limiter.allows(ANA, "feedback", TODAY, nonce(MOST))


def test_the_day_before_yesterday_is_forgotten() -> None:
    limiter = Limiter(bytes(32))
    limiter.allows(ANA, "feedback", TODAY, nonce(1))
    limiter.allows(BEN, "feedback", TODAY + timedelta(days=1), nonce(1))
    assert TODAY in limiter._days
    limiter.allows(BEN, "feedback", TODAY + timedelta(days=2), nonce(1))
    assert TODAY not in limiter._days
