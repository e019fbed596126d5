"""Chance in a made-up year falls the same way for the same seed, and evenly."""

from collections import Counter

from bot.command.simulation.dice import Dice


def test_whoever_repeats_a_year_throws_the_same_dice() -> None:
    def throws(seed: str) -> list[int]:
        dice = Dice(seed).of("habits", "ana")
        return [dice.between(1, 1000) for _ in range(20)]

    assert throws("7") == throws("7")
    assert throws("7") != throws("8")


def test_what_one_person_throws_changes_nothing_for_another() -> None:
    dice = Dice("7")
    ana, ben = dice.of("ana"), dice.of("ben")
    alone = [dice.of("ben").between(1, 6) for _ in range(1)]
    ana.between(1, 6)
    assert [ben.between(1, 6)] == alone
    assert dice.of("ids").drawn(16) != dice.of("other").drawn(16)


def test_a_share_is_a_share() -> None:
    dice = Dice("7")
    fallen = Counter(dice.by_share({"often": 82, "seldom": 15, "never": 0, "rarely": 3}) for _ in range(5000))
    assert fallen["often"] > 3900
    assert 600 < fallen["seldom"] < 900
    assert 80 < fallen["rarely"] < 230
    assert "never" not in fallen
    assert 400 < sum(dice.chance(0.1) for _ in range(5000)) < 600
    assert {dice.between(2, 4) for _ in range(100)} == {2, 3, 4}
    assert len(dice.drawn(100)) == 100
