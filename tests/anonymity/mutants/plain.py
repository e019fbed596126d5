"""Systems that keep order or time: in lines, in ids, in files, in a shuffle that anyone can redo."""

import os
import random
import time
import uuid
from datetime import UTC, datetime
from typing import Any, Final

from content.model import Text
from tests.anonymity.mutants.office import HOUR, Office, System
from tests.anonymity.script import Answers, Opens, Releases, Turns


class OrderKept(Office):
    """Answers are appended to one file, who did what when to another."""

    def answers(self, act: Answers) -> None:
        self.append(f"answers-{act.period}.jsonl", {"form": "feedback", "text": act.text})
        self.append("turns.jsonl", {"at": round(act.at, 3), "person": act.person, "flow": "feedback"})

    def turns(self, act: Turns) -> None:
        self.append("turns.jsonl", {"at": round(act.at, 3), "person": act.person, "flow": "module"})


class ReadInOrder(Office):
    """Nothing is kept but what officers read, and that is in the order of arrival."""

    def released(self, act: Releases) -> list[str]:
        return self.texts[act.period]


class Shuffled(Office):
    """Keeps rows of answers in a file that is rewritten, each row where chance puts it."""

    def opens(self, act: Opens) -> None:
        self.period = act.period
        self.rows: list[dict[str, Any]] = []

    def answers(self, act: Answers) -> None:
        self.anywhere(self.rows, {**self.row(act), "text": act.text})

    def row(self, act: Answers) -> dict[str, Any]:
        """Return what stands beside the text."""
        return {}

    def before_a_look(self) -> None:
        self.write(f"answers-{self.period}.jsonl", self.rows)


class Milliseconds(Shuffled):
    """The row has the time."""

    def row(self, act: Answers) -> dict[str, Any]:
        return {"ms": int(act.at * 1000)}


class SortedWithinHour(Shuffled):
    """The row has the hour, nobody needs more; the file is sorted by it, as things came within the hour."""

    def row(self, act: Answers) -> dict[str, Any]:
        return {"hour": datetime.fromtimestamp(act.at // HOUR * HOUR, UTC).isoformat()}

    def answers(self, act: Answers) -> None:
        self.rows.append({**self.row(act), "text": act.text})


class TimeInTheId(Shuffled):
    """The row has an id of the modern kind, which begins with the millisecond."""

    def row(self, act: Answers) -> dict[str, Any]:
        bits = (int(act.at * 1000) << 80) | (7 << 76) | (self.chance.getrandbits(12) << 64) | (2 << 62)
        return {"id": str(uuid.UUID(int=bits | self.chance.getrandbits(62)))}


class Numbered(Shuffled):
    """The row has a number that counts up over all forms, for support."""

    number = 41_000

    def row(self, act: Answers) -> dict[str, Any]:
        self.number += self.chance.randint(1, 9)
        return {"reference": f"FB-{self.number:07d}"}


class FilePerAnswer(Office):
    """Each answer is a file with a random name; the medium notes when it was written."""

    def answers(self, act: Answers) -> None:
        self.write(f"answers/{act.period}/{self.id()}.json", {"text": act.text}, act.at)


class MachineClock(Office):
    """Each answer is a file with a random name, which the medium stamps with the machine's own clock."""

    def answers(self, act: Answers) -> None:
        self.write(f"answers/{self.id()}.json", {"text": act.text}, time.time())


class SealedFilePerAnswer(Office):
    """Each answer is a sealed file with a random name, and officers read them by that name."""

    def opens(self, act: Opens) -> None:
        self.named: dict[str, str] = {}

    def answers(self, act: Answers) -> None:
        name = self.id()
        self.named[name] = act.text
        path = self.data / "answers" / act.period / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.chance.randbytes(4096))
        os.utime(path, (act.at, act.at))

    def released(self, act: Releases) -> list[str]:
        return [self.named[name] for name in sorted(self.named)]


class SeedOnDisk(Office):
    """Nothing is kept but the settings, and the shuffle begins from a seed in them."""

    def begin(self) -> None:
        self.seed = self.chance.randrange(1 << 31)
        self.write("settings.json", {"language": "en", "threshold": 10, "shuffle": self.seed})

    def released(self, act: Releases) -> list[str]:
        texts = self.texts[act.period]
        random.Random(f"{self.seed}:{act.period}").shuffle(texts)
        return texts


SYSTEMS: Final = (
    System(
        "order-kept",
        Text(
            en="The file of answers is in the order of arrival; another file has the time of each turn.",
            fr="Le fichier des réponses suit l'ordre d'arrivée; un autre fichier a l'heure de chaque geste.",
        ),
        "order",
        OrderKept,
    ),
    System(
        "read-in-order",
        Text(
            en="Officers read the answers in the order in which they came.",
            fr="Les agents lisent les réponses dans l'ordre où elles sont arrivées.",
        ),
        "order",
        ReadInOrder,
    ),
    System(
        "milliseconds",
        Text(
            en="Each answer has the millisecond of its arrival beside it.",
            fr="Chaque réponse porte la milliseconde de son arrivée.",
        ),
        "times",
        Milliseconds,
    ),
    System(
        "sorted-within-hour",
        Text(
            en="Only the hour is kept, but the file is in the order of arrival.",
            fr="Seule l'heure ronde est gardée, mais le fichier suit l'ordre d'arrivée.",
        ),
        "order",
        SortedWithinHour,
    ),
    System(
        "time-in-the-id",
        Text(
            en="The random id of an answer begins with the time.",
            fr="L'identifiant aléatoire d'une réponse commence par l'heure.",
        ),
        "times",
        TimeInTheId,
    ),
    System(
        "numbered",
        Text(
            en="Each answer has a reference number that counts up.",
            fr="Chaque réponse porte un numéro de référence qui croît.",
        ),
        "order",
        Numbered,
    ),
    System(
        "file-per-answer",
        Text(
            en="Each answer is a file, and a file has a time.",
            fr="Chaque réponse est un fichier, et un fichier a une date.",
        ),
        "files",
        FilePerAnswer,
    ),
    System(
        "sealed-file-per-answer",
        Text(
            en="Each answer is a sealed file with a time, and officers read them by file name.",
            fr="Chaque réponse est un fichier scellé et daté; les agents les lisent par nom de fichier.",
        ),
        "files",
        SealedFilePerAnswer,
    ),
    System(
        "machine-clock",
        Text(
            en="Each answer is a file; nothing says when but the machine's clock, which nobody thought of.",
            fr="Chaque réponse est un fichier; seule l'horloge de la machine, oubliée, dit quand.",
        ),
        "times",
        MachineClock,
        machine=True,
    ),
    System(
        "seed-on-disk",
        Text(
            en="The answers are shuffled, but from a seed that stands in the settings.",
            fr="Les réponses sont mêlées, mais à partir d'un germe qui figure dans les paramètres.",
        ),
        "seeds",
        SeedOnDisk,
    ),
)
