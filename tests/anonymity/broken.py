"""The real bot with one defence broken: unless it is caught, that nobody catches the whole one says nothing.

`python -m tests.anonymity.broken NAME FOLDER` breaks what its name says, in that process, and lives as
`tests.anonymity.live` does.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from content.model import Text
from tests.anonymity import breakages, live
from tests.anonymity.product import Product, Store
from tests.anonymity.script import Script, Sizes
from tests.anonymity.subjects import Played

CLOSE: Final = Sizes(answers=80, periods=4, people=30, others=30, longest=300, every=True)
"""Ten accomplices and ten others in each period: who guesses links a tenth, give or take 3.4 points.

To link 95 of 100 is 25 standard errors from that. Somebody looks after each answer.
"""

SELDOM: Final = Sizes(answers=80, periods=4, people=30, others=30, longest=300)
"""The same with five looks in each period: at its opening, twice early on, before and after its release."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Ethos, broken by `breaks` before it lives below a folder; `attack` is the one that finds it."""

    name: str
    how: Text
    attack: str
    breaks: Callable[[Path], None]
    store: Store = "folder"
    sizes: Sizes = CLOSE

    def play(self, script: Script, folder: Path, *, faults: int = 0) -> Played:
        """Live through a script below an empty folder; `faults` of the last answers meet an error."""
        program = ("tests.anonymity.broken", self.name)
        product = Product(self.store, self.sizes, program, raw=False)
        return product.play(script, folder, faults=faults)


BROKEN: Final[Sequence[Broken]] = (
    Broken(
        "ethos-read-by-slot",
        Text(
            en="Ethos, but a box is read slot by slot, and somebody copies it after each answer.",
            fr="Ethos, mais une boîte est lue case par case, et quelqu'un la copie après chaque réponse.",
        ),
        "differences",
        breakages.read_by_slot,
    ),
    Broken(
        "ethos-filled-in-order",
        Text(
            en="Ethos, but slots are filled and read one after the other.",
            fr="Ethos, mais les cases sont remplies et lues l'une après l'autre.",
        ),
        "order",
        breakages.filled_in_order,
        sizes=SELDOM,
    ),
    Broken(
        "ethos-ids-from-the-start",
        Text(
            en="Ethos, but a text has an id from when it came in, with the time in it.",
            fr="Ethos, mais un texte porte dès son arrivée un identifiant, qui contient l'heure.",
        ),
        "times",
        breakages.ids_from_the_start,
        sizes=SELDOM,
    ),
    Broken(
        "ethos-counted-once",
        Text(
            en="Ethos, but the id of a text is a hash of the person who sent it.",
            fr="Ethos, mais l'identifiant d'un texte est l'empreinte de la personne qui l'a envoyé.",
        ),
        "hashes",
        breakages.counted_once,
        sizes=SELDOM,
    ),
    Broken(
        "ethos-receipts",
        Text(
            en="Ethos, but the mailbox notes the time and a digest of what it takes in.",
            fr="Ethos, mais la boîte note l'heure et l'empreinte de ce qu'elle reçoit.",
        ),
        "times",
        breakages.receipts,
        sizes=SELDOM,
    ),
    Broken(
        "ethos-written-ahead",
        Text(
            en="Ethos, but what was written lies in a file of its own as well, as it came.",
            fr="Ethos, mais ce qui est écrit se trouve aussi dans un fichier, par ordre d'arrivée.",
        ),
        "bytes",
        breakages.written_ahead,
        sizes=SELDOM,
    ),
    Broken(
        "ethos-said-in-the-log",
        Text(
            en="Ethos, but the log says who sent something, shortened, and how many bytes.",
            fr="Ethos, mais le journal dit qui a envoyé, en abrégé, et combien d'octets.",
        ),
        "log",
        breakages.said_in_the_log,
        sizes=SELDOM,
    ),
    Broken(
        "ethos-key-kept",
        Text(
            en="Ethos, but the key of a box stays, and copies have its slots.",
            fr="Ethos, mais la clé d'une boîte reste, et des copies en ont les cases.",
        ),
        "keys",
        breakages.key_kept,
    ),
    Broken(
        "ethos-padded-after",
        Text(
            en="Ethos, but an answer is filled up to the size of a slot only after it was sealed.",
            fr="Ethos, mais une réponse n'est allongée à la taille d'une case qu'une fois scellée.",
        ),
        "sizes",
        breakages.padded_after,
    ),
    Broken(
        "ethos-rows-read-in-place",
        Text(
            en="Ethos on PostgreSQL, but slots are read in order; the server knows when each was written.",
            fr="Ethos sur PostgreSQL, mais lu case par case; le serveur sait quand chacune a été écrite.",
        ),
        "order",
        breakages.read_by_slot,
        "postgres",
        SELDOM,
    ),
    Broken(
        "ethos-key-of-rows-kept",
        Text(
            en="Ethos on PostgreSQL, but the key stays; the server knows when each slot was written.",
            fr="Ethos sur PostgreSQL, mais la clé reste; le serveur sait quand chaque case a été écrite.",
        ),
        "keys",
        breakages.key_kept,
        "postgres",
        SELDOM,
    ),
)
"""What lets answers be linked to people."""

FACT: Final = Broken(
    "ethos-fact-in-the-turn",
    Text(
        en="Ethos, but it keeps of a person that they took part.",
        fr="Ethos, mais la participation d'une personne est conservée.",
    ),
    "",
    breakages.fact_in_the_turn,
)
"""Links nothing for who saw everybody press, and breaks the promise that nothing is kept with a person."""

QUOTED: Final = Broken(
    "ethos-errors-quoted",
    Text(
        en="Ethos, but the log says what errors say.",
        fr="Ethos, mais le journal répète le texte des erreurs.",
    ),
    "",
    breakages.errors_quoted,
    sizes=SELDOM,
)
"""Leaks words, and only where something breaks."""

BY_NAME: Final[Mapping[str, Broken]] = {each.name: each for each in (*BROKEN, FACT, QUOTED)}


def main() -> None:
    """Break it, and live."""
    BY_NAME[sys.argv[1]].breaks(Path(sys.argv[-1]))
    live.main()


if __name__ == "__main__":
    main()
