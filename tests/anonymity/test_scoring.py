"""A guess is scored fairly: who knows wins all, who does not what chance gives, hearsay scores nothing."""

import numpy as np
import pytest

from tests.anonymity.evidence import Evidence, Kind, Sighting
from tests.anonymity.scoring import (
    Accomplices,
    Scores,
    Tally,
    betrayed,
    bound,
    figure,
    pooled,
    scored,
    told,
)
from tests.anonymity.script import Truth

PERIODS = ("2026-P01", "2026-P02")


def evidence(count: int, seed: int = 1, texts: int | None = None) -> tuple[Evidence, Truth]:
    """People answer in order; what they said is read in an order of chance."""
    chance = np.random.default_rng(seed)
    said = {period: [f"{period} {n % (texts or count)}".encode() for n in range(count)] for period in PERIODS}
    read = {period: [said[period][n] for n in chance.permutation(count)] for period in PERIODS}
    seen = [
        Sighting(f"person {number}", 1000.0 * turn + number, period, Kind.ANSWER, 0.0)
        for turn, period in enumerate(PERIODS)
        for number in range(count)
    ]
    return Evidence([], [], None, read, [f"person {n}" for n in range(count)], seen), Truth(said)


def perfect(found: Evidence, truth: Truth) -> Scores:
    return {
        period: np.array(
            [[float(text == said) for said in truth.texts[period]] for text in found.released[period]],
            dtype=np.float32,
        )
        for period in PERIODS
    }


def blind(found: Evidence) -> Scores:
    return {
        period: np.zeros((len(texts), len(found.presses(period))), np.float32)
        for period, texts in found.released.items()
    }


def test_who_knows_everything_links_every_answer_and_wins_every_game() -> None:
    found, truth = evidence(40)
    for accomplices in betrayed(found, truth, 1):
        did = figure(perfect(found, truth), scored(found, truth, accomplices))
        assert (did.linked, did.game, did.answers) == (1.0, 1.0, 40)
        assert did.chance == pytest.approx(1 / 20)


def test_who_knows_nothing_links_what_chance_gives_and_wins_half_the_games() -> None:
    found, truth = evidence(400)
    tallies = [
        Tally.of(blind(found), scored(found, truth, accomplices)) for accomplices in betrayed(found, truth, 1)
    ]
    did = pooled(tallies)
    assert did.answers == 800
    assert did.game == 0.5
    assert abs(did.linked - did.chance) <= 3 * did.spread


def test_both_halves_together_are_every_answer_once() -> None:
    found, truth = evidence(31)
    first, second = betrayed(found, truth, 5)
    for period in PERIODS:
        assert {*first.texts[period]} | {*second.texts[period]} == {*range(31)}
        assert not {*first.texts[period]} & {*second.texts[period]}
        rows = [scored(found, truth, each)[period].rows for each in (first, second)]
        assert sorted(np.concatenate(rows).tolist()) == [*range(31)]


def test_what_the_accomplices_told_is_never_scored() -> None:
    found, truth = evidence(30)
    accomplices, _ = betrayed(found, truth, 2)
    for period in PERIODS:
        known, rest = told(found, accomplices)[period], scored(found, truth, accomplices)[period]
        assert not {*known.rows.tolist()} & {*rest.rows.tolist()}
        assert not {*known.columns.tolist()} & {*rest.columns.tolist()}
        assert known.right.sum() == rest.right.sum() == 15


def test_two_who_wrote_the_same_are_both_right_for_both() -> None:
    found, truth = evidence(10, texts=2)
    whole = Accomplices({period: {} for period in PERIODS})
    did = figure(blind(found), scored(found, truth, whole))
    assert did.chance == pytest.approx(0.5)
    assert did.answers == 20


def test_an_answer_that_nobody_there_wrote_is_left_out() -> None:
    found, truth = evidence(10)
    read = {period: [*texts, b"from elsewhere"] for period, texts in found.released.items()}
    more = Evidence([], [], None, read, found.people, found.sightings)
    did = figure(blind(more), scored(more, truth, Accomplices({period: {} for period in PERIODS})))
    assert did.answers == 20


def test_a_tie_at_the_top_counts_half_in_the_game_and_is_broken_the_same_way_twice() -> None:
    found, truth = evidence(60)
    halves = scored(found, truth, Accomplices({period: {} for period in PERIODS}))
    assert figure(blind(found), halves, 3) == figure(blind(found), halves, 3)
    links = {figure(blind(found), halves, seed).linked for seed in range(8)}
    assert len(links) > 1


def test_who_says_nothing_of_a_pair_says_less_than_the_least_likely() -> None:
    found, truth = evidence(8)
    halves = scored(found, truth, Accomplices({period: {} for period in PERIODS}))
    right = perfect(found, truth)
    scores = {period: np.where(matrix > 0, matrix, np.nan) for period, matrix in right.items()}
    assert figure(scores, halves).linked == 1.0
    upside_down = {period: np.where(matrix > 0, np.nan, -1e30) for period, matrix in right.items()}
    assert figure(upside_down, halves).game == 0.0


def test_bounds_shrink_as_answers_grow() -> None:
    assert bound(0.01, 100) > bound(0.01, 10_000) > 0.01
    found, truth = evidence(50)
    did = figure(blind(found), scored(found, truth, Accomplices({period: {} for period in PERIODS})))
    assert did.bound == pytest.approx(bound(did.chance, did.answers))
    low, high = did.game_bounds
    assert low < 0.5 < high


def test_nothing_to_score_is_chance_itself() -> None:
    did = pooled([])
    assert (did.linked, did.chance, did.game, did.answers) == (0.0, 0.0, 0.5, 0)
