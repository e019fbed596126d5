"""What happens in a run: who answers what and when, what else people do, and when the attacker looks."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

BEGIN: Final = datetime(2026, 7, 1, tzinfo=UTC)
PERIOD: Final = timedelta(days=91)
AFTER: Final = timedelta(days=2)
"""How long after a period has ended what was written in it is released: later than its last late answer."""

LOOKS: Final = 5
"""How often the attacker looks at one period: opening, first and second answer, all of them, release."""

REPEATED: Final = 0.03
"""Of so many answers the reply is lost, and they are sent again."""

SYLLABLES: Final = (
    *("ac", "bal", "cer", "dé", "en", "fi", "gra", "hon", "in", "ju", "lé", "man", "no", "où", "par", "qua"),
    *("ré", "sin", "té", "un", "va", "xi", "yo", "zel", "ça", "œu", "ment", "tion", "ness", "ship", "ité"),
)
VOCABULARY: Final = 4_000
"""Words there are, made up: answers share words and no more, as those of people do."""

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much happens. With `every` the attacker looks after each answer, otherwise `looks` times in all.

    `longest` is that of an answer, in characters.
    """

    answers: int
    periods: int
    people: int
    others: int
    looks: int = 20
    longest: int = 3_300
    every: bool = False


SHORT: Final = Sizes(answers=600, periods=4, people=400, others=1_200)
LONG: Final = Sizes(answers=10_000, periods=20, people=2_500, others=30_000)
CLOSE: Final = Sizes(answers=160, periods=4, people=120, others=160, every=True)
"""A run in which somebody looks after every answer."""


@dataclass(frozen=True, slots=True)
class Opens:
    """A period begins."""

    at: float
    period: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Somebody presses Send on the form without a name; `again`: the same once more, its reply was lost."""

    at: float
    period: str
    person: str
    text: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Turns:
    """Somebody does anything else with the bot."""

    at: float
    period: str
    person: str


@dataclass(frozen=True, slots=True)
class Looks:
    """The attacker copies everything."""

    at: float


@dataclass(frozen=True, slots=True)
class Releases:
    """What was written in a period is handed to those who read it, and the period is over."""

    at: float
    period: str


Act = Opens | Answers | Turns | Looks | Releases


@dataclass(frozen=True, slots=True)
class Truth:
    """Who said what, which only scoring sees: by period a text for each press, in order of the presses."""

    texts: Mapping[str, Sequence[bytes]]


@dataclass(frozen=True, slots=True)
class Script:
    """A run: everything that happens, in order; `seed` is what it was made from."""

    seed: int
    sizes: Sizes
    people: Sequence[str]
    periods: Sequence[str]
    acts: Sequence[Act]

    def truth(self) -> Truth:
        """Return who said what."""
        texts: dict[str, list[bytes]] = {period: [] for period in self.periods}
        for act in self.acts:
            if isinstance(act, Answers) and not act.again:
                texts[act.period].append(act.text.encode())
        return Truth(texts)


def script(sizes: Sizes, seed: int) -> Script:
    """Make a run; the same sizes and seed make the same."""
    chance = random.Random(seed)
    people = [_person(chance) for _ in range(sizes.people)]
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(VOCABULARY)]
    periods = [f"2026-P{number + 1:02d}" for number in range(sizes.periods)]
    acts: list[Act] = []
    for number, period in enumerate(periods):
        acts += _period(chance, sizes, _Folk(people, words), number, period)
    return Script(seed, sizes, people, periods, acts)


def _person(chance: random.Random) -> str:
    """Return an id as a directory gives it: random, of 32 hexadecimal digits."""
    digits = f"{chance.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@dataclass(frozen=True, slots=True)
class _Folk:
    """Who there is and the words they have."""

    people: Sequence[str]
    words: Sequence[str]


def _period(chance: random.Random, sizes: Sizes, folk: _Folk, number: int, period: str) -> list[Act]:
    begin = (BEGIN + number * PERIOD).timestamp()
    span = (PERIOD - AFTER).total_seconds()
    answers, others = sizes.answers // sizes.periods, sizes.others // sizes.periods
    acts: list[Act] = [Opens(begin, period)]
    for at, person in zip(
        _moments(chance, begin, span, answers), chance.sample(folk.people, answers), strict=True
    ):
        text = _text(chance, folk.words, sizes.longest)
        acts.append(Answers(at, period, person, text))
        if chance.random() < REPEATED:
            acts.append(Answers(round(at + chance.uniform(1, 40), 6), period, person, text, again=True))
    acts += [Turns(at, period, chance.choice(folk.people)) for at in _moments(chance, begin, span, others)]
    acts.append(Releases(begin + PERIOD.total_seconds() - 60, period))
    acts.sort(key=lambda act: act.at)
    return [*_with_looks(acts, sizes, number)]


def _moments(chance: random.Random, begin: float, span: float, count: int) -> list[float]:
    """Return moments between the first and the last minute of a span, in order, to the microsecond."""
    return sorted(round(begin + chance.uniform(60, span), 6) for _ in range(count))


def _text(chance: random.Random, words: Sequence[str], longest: int) -> str:
    """Return an answer that no other is like, of about 60 characters or more."""
    canary = "".join(chance.choices(LETTERS, k=16))
    length = chance.randint(60, longest)
    spoken = chance.choices(words, k=length // 3)
    return " ".join([canary, *spoken])[:length].rstrip()


def _with_looks(acts: Sequence[Act], sizes: Sizes, number: int) -> Iterator[Act]:
    """Put in when the attacker looks: at some periods, the last among them, as often as `LOOKS` says."""
    times = max(1, sizes.looks // LOOKS)
    chosen = {round((each + 1) * sizes.periods / times) - 1 for each in range(times)}
    total = sum(isinstance(act, Answers) and not act.again for act in acts)
    after = set(range(1, total + 1)) if sizes.every else {1, 2} if number in chosen else set()
    looked = sizes.every or number in chosen
    seen = 0
    for act in acts:
        if isinstance(act, Releases) and looked:
            yield Looks(act.at - 1)
        yield act
        if isinstance(act, Answers) and not act.again:
            seen += 1
            if seen in after:
                yield Looks(act.at + 0.000_001)
        if isinstance(act, Opens | Releases) and looked:
            yield Looks(act.at + 1)
