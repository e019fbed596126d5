"""Systems with a database server: where rows lie, by which transaction, what its log of writes holds."""

import hashlib
import os
from typing import Any, Final

from content.model import Text
from tests.anonymity.mutants.office import Office, System
from tests.anonymity.mutants.plain import Shuffled
from tests.anonymity.script import Answers, Opens, Releases, Turns


class RowPlaces(Office):
    """A table of PostgreSQL: rows lie in the order in which they came, whatever id they are sorted by."""

    def begin(self) -> None:
        self.transaction = 700
        self.count = 0

    def answers(self, act: Answers) -> None:
        self.transaction += 1
        self.count += 1
        row = {"ctid": f"({self.count // 4},{self.count % 4 + 1})", "id": self.id(), "text": act.text}
        self.append(f"tables/answers_{act.period}.jsonl", row)

    def turns(self, act: Turns) -> None:
        self.transaction += 1
        row = {"ctid": f"({self.transaction // 60},{self.transaction % 60})", "person": act.person}
        self.append("tables/turns.jsonl", {**row, "at": round(act.at, 3)})


class SameTransaction(Shuffled):
    """Two tables, of answers and of turns seen, are written in one transaction; both note its number."""

    def begin(self) -> None:
        self.transaction = 90_000
        self.turned: list[dict[str, Any]] = []

    def turns(self, act: Turns) -> None:
        self.transaction += 1
        seen = hashlib.sha256(os.fsencode(f"{act.at}")).hexdigest()
        self.turned.append({"xmin": str(self.transaction), "digest": seen, "at": int(act.at)})

    def row(self, act: Answers) -> dict[str, Any]:
        self.turns(Turns(act.at, act.period, act.person))
        return {"xmin": str(self.transaction)}

    def before_a_look(self) -> None:
        self.write(f"tables/answers_{self.period}.jsonl", self.rows)
        self.write("tables/turns.jsonl", self.turned)


class LogOfWrites(Shuffled):
    """The table lies in an order of chance, but the server's log of writes has rows as they came."""

    def answers(self, act: Answers) -> None:
        super().answers(act)
        path = self.data / "server" / "pg_wal" / "000000010000000000000001"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(self.chance.randbytes(60) + act.text.encode() + bytes(-len(act.text) % 8))

    def before_a_look(self) -> None:
        self.write(f"tables/answers_{self.period}.jsonl", self.rows)


class SlotsInATable(Office):
    """Slots are rows, sealed, in places of chance; an update notes its transaction; officers read by slot."""

    transaction = 500

    def opens(self, act: Opens) -> None:
        self.period = act.period
        self.full: dict[int, str] = {}
        self.free = self.chance.sample(range(self.room), self.room)
        self.rows = [self.row(slot) for slot in range(self.room)]

    def row(self, slot: int) -> dict[str, Any]:
        """Return a row as the server has it just now."""
        return {"xmin": str(self.transaction), "slot": slot, "sealed": self.chance.randbytes(64).hex()}

    def turns(self, act: Turns) -> None:
        self.transaction += 1

    def answers(self, act: Answers) -> None:
        self.transaction += 1
        slot = self.free.pop()
        self.full[slot] = act.text
        self.rows[slot] = self.row(slot)

    def before_a_look(self) -> None:
        self.write(f"tables/box_{self.period}.jsonl", self.rows)

    def released(self, act: Releases) -> list[str]:
        return [self.full[slot] for slot in sorted(self.full)]


SYSTEMS: Final = (
    System(
        "row-places",
        Text(
            en="Rows of a database lie where they were written, in the order of arrival.",
            fr="Les lignes d'une base restent là où elles ont été écrites, dans l'ordre d'arrivée.",
        ),
        "order",
        RowPlaces,
    ),
    System(
        "same-transaction",
        Text(
            en="The answer and a mark of the turn were written in one transaction, whose number both keep.",
            fr="La réponse et une marque du geste gardent le numéro de la transaction qui les a écrites.",
        ),
        "joined",
        SameTransaction,
    ),
    System(
        "log-of-writes",
        Text(
            en="The table is shuffled, but the server's log of writes has the answers as they came.",
            fr="La table est mêlée, mais le journal du serveur a les réponses dans l'ordre d'arrivée.",
        ),
        "bytes",
        LogOfWrites,
    ),
    System(
        "slots-in-a-table",
        Text(
            en="Each slot notes the transaction that filled it; officers read slot by slot.",
            fr="Chaque case note la transaction qui l'a remplie; les agents lisent case par case.",
        ),
        "order",
        SlotsInATable,
    ),
)
