"""The real bot is caught when any one of its defences is broken: so nobody catching it whole means something.

Each life is the real bot in a process of its own, in which names of the product are replaced first
(`breakages`): this is the one place where that is the point, and the product has no hook for it.

80 answers, of which a guess links one in ten with a standard error of 3.4 points: 95 in 100 are 25 of them.

What is not here, because by itself it links nothing for who saw everybody press Send anyway:

- a line of the log with a name and a time (the line here says how many bytes as well);
- slots filled in the order of arrival, as long as they are shuffled when they are read, and the other way
  round as long as nobody could compare copies or ask the server;
- a shuffle with a known seed, as long as nobody knows which slot came first.
"""

import multiprocessing
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.anonymity.adversary.attacks import ALL, Result, tried
from tests.anonymity.broken import BROKEN, CLOSE, FACT, QUOTED, SELDOM, Broken
from tests.anonymity.canaries import search
from tests.anonymity.conftest import WORKERS
from tests.anonymity.evidence import Evidence, Kind
from tests.anonymity.product import Product
from tests.anonymity.scoring import LEAST
from tests.anonymity.scoring import Figure as Score
from tests.anonymity.script import Releases, script
from tests.anonymity.subjects import Subject
from tests.anonymity.trying import keeps_its_promise
from tests.conftest import Figure

SEED = 10
"""In this script no two answers of a period are equally long, so that their sizes tell them apart."""

WHOLE = Product("folder", CLOSE)
"""Looked at after each answer; `test_linkage` has both stores, looked at now and then."""

SIGMAS = 4.5
LONG = bool(os.environ.get("ETHOS_TORTURE"))
SHORT = ("read-by-slot", "filled-in-order", "counted-once", "receipts", "key-kept", "rows-read-in-place")
"""One of each kind: how texts are released, what is written beside, the keys, and the database."""
TRIED = [each for each in BROKEN if LONG or each.name.removeprefix("ethos-") in SHORT]
FAULTS = 40

Lives = Mapping[str, "Future[Lived]"]
Lived = tuple[Mapping[str, Result], list[str], int]
"""How every attack did, and what changed beside the mailbox while people answered, in how many looks."""


def live(subject: Subject, folder: Path) -> Lived:
    """Play a subject, let the adversary at it, and look at what changed beside the mailbox."""
    folder.mkdir()
    played = subject.play(script(subject.sizes, SEED), folder)
    changed, looks = beside_the_mailbox(played.evidence)
    return tried(played, SEED), changed, looks


def beside_the_mailbox(evidence: Evidence) -> tuple[list[str], int]:
    """Return what changed from look to look while somebody answered and nobody did anything else.

    And how often that was so. The mailbox itself is left out.
    """
    changed: list[str] = []
    looks = 0
    for before, after in pairwise(evidence.snapshots):
        done = {each.kind for each in evidence.sightings if before.taken < each.at <= after.taken}
        if not done or Kind.TURN in done:
            continue
        looks += 1
        files = {
            name: path.read_bytes() for name, path in before.files() if not name.startswith("mailboxes/")
        }
        now = {name: path.read_bytes() for name, path in after.files() if not name.startswith("mailboxes/")}
        changed += [name for name in files.keys() | now.keys() if files.get(name) != now.get(name)]
    return changed, looks


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    """Every life by its name; all begin at once, and whoever asks waits for one."""
    folder = tmp_path_factory.mktemp("lives")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        subjects: tuple[Subject, ...] = (*TRIED, FACT, WHOLE)
        yield {each.name: pool.submit(live, each, folder / each.name) for each in subjects}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_the_bot_is_caught_when_a_defence_is_broken(broken: Broken, lives: Lives, figure: Figure) -> None:
    if broken not in TRIED:
        pytest.skip("the long form, with ETHOS_TORTURE=1")
    results, _, _ = lives[broken.name].result()
    meant, best = results[broken.attack].figure, results[ALL].figure
    figure(f"{broken.name}: {meant.linked:.1%} linked by {broken.attack}, {best.linked:.1%} by all")
    assert meant.answers == broken.sizes.answers
    assert meant.chance == pytest.approx(0.1)
    assert meant.linked >= LEAST
    assert best.linked >= LEAST
    assert not keeps_its_promise(results)


def test_the_same_life_tells_nothing_when_nothing_is_broken(lives: Lives, figure: Figure) -> None:
    did = lives[WHOLE.name].result()[0][ALL].figure
    figure(f"{WHOLE.name}: {did.linked:.1%} linked, by chance {did.chance:.1%}, game {did.game:.1%}")
    assert did.answers == WHOLE.sizes.answers
    assert by_luck(did)


def by_luck(did: Score) -> bool:
    """Tell whether a figure may be that of a guess."""
    return did.linked <= did.chance + SIGMAS * did.spread and abs(did.game - 0.5) <= SIGMAS * did.game_spread


def test_who_looks_after_each_answer_sees_no_other_file_change(lives: Lives) -> None:
    _, changed, looks = lives[WHOLE.name].result()
    assert looks >= 40
    assert changed == []


def test_a_fact_that_is_kept_in_the_same_turn_is_seen(lives: Lives) -> None:
    results, changed, looks = lives[FACT.name].result()
    assert len(changed) >= LEAST * looks > 40
    assert by_luck(results[ALL].figure), (
        "who wrote was no secret to who watched; that it is kept is the breach"
    )


def test_words_in_the_log_are_found_when_errors_are_quoted(tmp_path: Path) -> None:
    lived = script(replace(SELDOM, answers=20, periods=1, others=0), SEED)
    sealed = replace(lived, acts=[act for act in lived.acts if not isinstance(act, Releases)])
    QUOTED.play(sealed, tmp_path, faults=FAULTS)
    said = [f"canary {lived.people[n % len(lived.people)]} {n:05} breaks" for n in range(FAULTS)]
    found = {each.needle for each in search([tmp_path / "errors"], said)}
    assert len(found) >= LEAST * FAULTS
