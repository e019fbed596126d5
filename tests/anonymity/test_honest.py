"""Who keeps the promise is not accused: on honest systems the adversary does no better than a guess."""

import os

import pytest

from tests.anonymity.adversary.attacks import ALL, ATTACKS
from tests.anonymity.conftest import Attempts
from tests.anonymity.mutants import HONEST, System
from tests.anonymity.trying import attempt, keeps_its_promise
from tests.conftest import Figure

TORTURE = bool(os.environ.get("ETHOS_TORTURE"))
SIGMAS = 4.5
"""For the best and worst of so many attacks on so many systems."""


@pytest.mark.parametrize("system", HONEST, ids=lambda system: system.name)
def test_nobody_is_linked_where_the_promise_is_kept(
    system: System, attempts: Attempts, figure: Figure
) -> None:
    results = attempts(system.name)
    did = results[ALL].figure
    figure(f"{system.name}: {did.linked:.1%} linked, by chance {did.chance:.1%}, game {did.game:.1%}")
    assert did.answers == system.sizes.answers
    assert keeps_its_promise(results)


@pytest.mark.parametrize("system", HONEST, ids=lambda system: system.name)
def test_no_single_attack_does_better_than_luck_allows(system: System, attempts: Attempts) -> None:
    for attack in ATTACKS:
        did = attempts(system.name)[attack].figure
        assert did.linked <= did.chance + SIGMAS * did.spread, attack
        assert abs(did.game - 0.5) <= SIGMAS * did.game_spread, attack


@pytest.mark.skipif(not TORTURE, reason="10,000 answers a system, in `make torture`")
@pytest.mark.parametrize("system", HONEST, ids=lambda system: system.name)
def test_nobody_is_linked_at_length_either(system: System, figure: Figure) -> None:
    results = attempt(system.name, long=True)
    did = results[ALL].figure
    figure(f"{system.name}: {did.linked:.2%} of {did.answers} linked, game {did.game:.2%}")
    assert keeps_its_promise(results)
