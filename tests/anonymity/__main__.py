"""python -m tests.anonymity NAME: plays a script through a system and says what the adversary made of it."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence

from content.model import Language
from tests.anonymity import words
from tests.anonymity.adversary.attacks import ALL, Result
from tests.anonymity.registry import SUBJECTS
from tests.anonymity.trying import SEED, attempt, keeps_its_promise


def main(given: Sequence[str] | None = None) -> int:
    """Run the command: 0 kept, 1 broken, 2 no such system."""
    parser = argparse.ArgumentParser(prog="python -m tests.anonymity")
    parser.add_argument("name", nargs="?")
    parser.add_argument("--language", choices=("en", "fr"), default="en")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--ways", action="store_true")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(given)
    language: Language = asked.language
    if asked.name is None:
        print_all([words.NAMES.of(language), *_names(language)])
        return 0
    if asked.name not in SUBJECTS:
        sys.stderr.write(words.UNKNOWN.of(language).format(name=asked.name) + "\n")
        return 2
    how = SUBJECTS[asked.name].how.of(language)
    print_all([words.PERSEVERED.of(language).format(name=asked.name, how=how)])
    results = attempt(asked.name, asked.seed, long=asked.long)
    kept = keeps_its_promise(results)
    print_all(
        [*table(results, language, ways=asked.ways), (words.KEPT if kept else words.BROKEN).of(language)]
    )
    return 0 if kept else 1


def print_all(lines: Sequence[str]) -> None:
    """Write lines to standard output, at once."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _names(language: Language) -> Iterator[str]:
    for name, subject in SUBJECTS.items():
        yield f"  {name:24} {subject.how.of(language)}"


def table(results: Mapping[str, Result], language: Language, *, ways: bool = False) -> Iterator[str]:
    """Give a line for each attack: what it linked, what chance links, what it won in the game.

    With `ways` also how, in the attacker's own shorthand: files, fields and what was done with them.
    """
    heads = (words.ATTACK, words.LINKED, words.CHANCE, words.GAME)
    name, linked, chance, game = (each.of(language) for each in heads)
    yield f"{name:32} {linked:>9} {chance:>10} {game:>11}"
    for attack, result in results.items():
        did, shown = result.figure, words.ATTACKS[attack].of(language)
        figures = f"{share(did.linked, language):>9} {share(did.chance, language):>10}"
        line = f"{shown:32} {figures} {share(did.game, language):>11}"
        yield f"{line}  {result.views[0]}".rstrip() if ways else line
    did = results[ALL].figure
    low, high = did.game_bounds
    yield words.ANSWERS.of(language).format(
        count=did.answers,
        bound=share(did.bound, language),
        low=share(low, language),
        high=share(high, language),
    )


def share(value: float, language: Language) -> str:
    """Return a share as a percentage, written as the language does."""
    text = f"{100 * value:.1f}"
    return f"{text}%" if language == "en" else f"{text.replace('.', ',')}\u00a0%"


if __name__ == "__main__":
    sys.exit(main())
