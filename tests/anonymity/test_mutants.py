"""Whoever builds it carelessly is caught: by the attack that is meant for it, and by all together."""

import os
from pathlib import Path

import numpy as np
import pytest

from tests.anonymity.adversary.attacks import ALL, ATTACKS, Adversary
from tests.anonymity.conftest import Attempts
from tests.anonymity.mutants import LEAKY, SELDOM, System
from tests.anonymity.scoring import LEAST, betrayed, scored
from tests.anonymity.script import SHORT, script
from tests.anonymity.trying import attempt, keeps_its_promise
from tests.conftest import Figure

TORTURE = bool(os.environ.get("ETHOS_TORTURE"))
AT_LENGTH = (
    *("order-kept", "file-per-answer", "key-in-settings", "double-and-slot"),
    *("chained", "size-of-record", "appended-and-key-kept", "backup"),
)
"""What is played at length: of each kind one that keeps what it kept."""


@pytest.mark.parametrize("system", LEAKY, ids=lambda system: system.name)
def test_a_leaky_system_is_caught_by_the_attack_meant_for_it_and_by_all(
    system: System, attempts: Attempts, figure: Figure
) -> None:
    results = attempts(system.name)
    meant, best = results[system.attack].figure, results[ALL].figure
    figure(f"{system.name}: {meant.linked:.1%} linked by {system.attack}, {best.linked:.1%} by all")
    assert meant.answers == system.sizes.answers
    assert meant.chance < 0.1
    assert meant.linked >= LEAST
    assert best.linked >= LEAST
    assert not keeps_its_promise(results)


def test_a_system_that_leaks_one_answer_in_ten_has_not_kept_its_promise(attempts: Attempts) -> None:
    results = attempts(SELDOM.name)
    assert 0.05 < results[SELDOM.attack].figure.linked < 0.2
    assert not keeps_its_promise(results)


def test_every_attack_but_the_trained_one_is_meant_for_some_system() -> None:
    assert {*ATTACKS} - {system.attack for system in LEAKY} == {"trained"}


def test_the_classifier_alone_catches_most_of_what_leaks(attempts: Attempts) -> None:
    caught = [system.name for system in LEAKY if attempts(system.name)["trained"].figure.linked >= LEAST]
    assert len(caught) >= 0.9 * len(LEAKY), sorted({system.name for system in LEAKY} - {*caught})


def test_no_two_systems_have_the_same_name_or_say_the_same() -> None:
    assert len({system.name for system in LEAKY}) == len(LEAKY)
    assert len({system.how.en for system in LEAKY}) == len({system.how.fr for system in LEAKY}) == len(LEAKY)


def test_with_twenty_copies_those_who_answered_alone_between_two_of_them_are_linked(tmp_path: Path) -> None:
    run = script(SHORT, 11)
    played = next(each for each in LEAKY if each.name == "read-by-slot").play(run, tmp_path)
    adversary, linked = Adversary(played.evidence), {}
    for accomplices in betrayed(played.evidence, played.truth, 11):
        scores = adversary.guesses(accomplices)["differences"].scores
        for period, half in scored(played.evidence, played.truth, accomplices).items():
            top = half.columns[scores[period][np.ix_(half.rows, half.columns)].argmax(axis=1)]
            for row, press in zip(half.right.T, half.columns.tolist(), strict=True):
                linked[period, press] = bool((top[row] == press).all())
    assert len(linked) == SHORT.answers
    alone = [linked[period, press] for period in run.periods for press in (0, 1)]
    assert alone == [True] * len(alone)
    assert sum(linked.values()) < LEAST * len(linked)


@pytest.mark.skipif(not TORTURE, reason="10,000 answers a system, in `make torture`")
@pytest.mark.parametrize("name", AT_LENGTH)
def test_a_leaky_system_is_caught_at_length_too(name: str, figure: Figure) -> None:
    results = attempt(name, long=True)
    did = results[ALL].figure
    figure(f"{name}: {did.linked:.1%} of {did.answers} linked")
    assert did.linked >= LEAST
