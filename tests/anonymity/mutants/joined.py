"""Systems that keep one thing with the answer and the same thing with the person, or with the moment."""

import time
from datetime import UTC, datetime
from typing import Any, Final

from content.model import Text
from tests.anonymity.mutants.office import Office, System
from tests.anonymity.mutants.plain import Shuffled
from tests.anonymity.script import Answers, Opens, Turns

SLOT: Final = 4096


class PlaceMoved(Shuffled):
    """A saved place of the form moves to "sent"; answers note at which event of the store they came."""

    def begin(self) -> None:
        self.events = 1000
        self.places: dict[str, dict[str, Any]] = {}

    def turns(self, act: Turns) -> None:
        self.events += 1
        self.places[f"{act.person} module"] = {
            "person": act.person,
            "flow": "module",
            "revision": self.events,
        }

    def row(self, act: Answers) -> dict[str, Any]:
        self.events += 1
        place = {"person": act.person, "flow": "feedback", "revision": self.events, "place": "sent"}
        self.places[f"{act.person} feedback"] = place
        return {"event": self.events}

    def before_a_look(self) -> None:
        super().before_a_look()
        self.write("places.json", self.places)


class LogLine(Shuffled):
    """The log says of each answer that it was kept, with its id."""

    def row(self, act: Answers) -> dict[str, Any]:
        name = self.id()
        self.say(act.at, "answer.kept", entry=name)
        return {"id": name}

    def turns(self, act: Turns) -> None:
        self.say(act.at, "turn.done", entry=self.id())


class LogOfTheMachine(Shuffled):
    """The log has the id of the answer, and the time of the machine's clock as soon as the turn is done."""

    def row(self, act: Answers) -> dict[str, Any]:
        name = self.id()
        self.say(time.time(), "answer.kept", entry=name)
        return {"id": name}

    def turns(self, act: Turns) -> None:
        self.say(time.time(), "turn.done", entry=self.id())


class RequestId(Shuffled):
    """The log has a number for each request and the first letters of an id; the answer has the number."""

    def row(self, act: Answers) -> dict[str, Any]:
        request = self.chance.randbytes(6).hex()
        self.say(act.at // 86_400 * 86_400, "request", request=request, who=f"{act.person[:8]}")
        return {"request": request}


class DoubleAndSlot(Office):
    """So that a second delivery has no effect, a row says which slot a person's answer went to."""

    def opens(self, act: Opens) -> None:
        self.box = self.data / "box" / act.period
        self.box.parent.mkdir(exist_ok=True)
        self.box.write_bytes(bytes(SLOT * self.room))
        self.free = self.chance.sample(range(self.room), self.room)
        self.seen: list[dict[str, Any]] = []
        self.period = act.period

    def answers(self, act: Answers) -> None:
        slot = self.free.pop()
        with self.box.open("r+b") as file:
            file.seek(slot * SLOT)
            file.write(act.text.encode())
        self.anywhere(self.seen, {"person": act.person, "slot": slot})

    def before_a_look(self) -> None:
        self.write(f"seen-{self.period}.jsonl", self.seen)


class Receipt(Shuffled):
    """Whoever wrote may take it back: the same receipt is kept with the answer and with the person."""

    def begin(self) -> None:
        self.receipts: dict[str, list[str]] = {}

    def row(self, act: Answers) -> dict[str, Any]:
        receipt = "-".join(self.chance.randbytes(2).hex() for _ in range(3))
        self.receipts.setdefault(act.person, []).insert(0, receipt)
        return {"receipt": receipt}

    def before_a_look(self) -> None:
        super().before_a_look()
        self.write("people.json", {person: {"receipts": kept} for person, kept in self.receipts.items()})


class LastActed(Shuffled):
    """The answer has the minute; so has the person, as when they last did something."""

    def begin(self) -> None:
        self.acted: dict[str, str] = {}

    def row(self, act: Answers) -> dict[str, Any]:
        minute = datetime.fromtimestamp(act.at // 60 * 60, UTC).isoformat()
        self.acted[act.person] = minute
        return {"minute": minute}

    def before_a_look(self) -> None:
        super().before_a_look()
        self.write("people.json", {person: {"acted": at} for person, at in sorted(self.acted.items())})


class Chained(Shuffled):
    """The answer has an id; a second file says to which slot it went; a third when the slot was filled."""

    def begin(self) -> None:
        self.slots: list[dict[str, Any]] = []
        self.filled: list[dict[str, Any]] = []

    def row(self, act: Answers) -> dict[str, Any]:
        name, slot = self.id(), self.chance.randbytes(5).hex()
        self.anywhere(self.slots, {"entry": name, "slot": slot})
        self.anywhere(self.filled, {"slot": slot, "when": round(act.at, 1)})
        return {"id": name}

    def before_a_look(self) -> None:
        super().before_a_look()
        self.write("slots.jsonl", self.slots)
        self.write("filled.jsonl", self.filled)


class SizeOfRecord(Office):
    """The journal has a sealed record for each turn, padded to nothing: it is as long as the answer."""

    def answers(self, act: Answers) -> None:
        sealed = self.chance.randbytes(28 + len(act.text.encode()))
        self.append("journal.jsonl", {"flow": "feedback", "person": act.person, "sealed": sealed.hex()})

    def turns(self, act: Turns) -> None:
        sealed = self.chance.randbytes(40)
        self.append("journal.jsonl", {"flow": "module", "person": act.person, "sealed": sealed.hex()})


class SizeInTheLog(Office):
    """The log says how many bytes each request had."""

    def answers(self, act: Answers) -> None:
        self.say(act.at, "turn.done", bytes=611 + len(act.text.encode()))

    def turns(self, act: Turns) -> None:
        self.say(act.at, "turn.done", bytes=self.chance.randint(500, 700))


SYSTEMS: Final = (
    System(
        "place-moved",
        Text(
            en="The answer notes the number of an event; the person's saved place notes the same number.",
            fr="La réponse note le numéro d'un événement; la place enregistrée de la personne note le même.",
        ),
        "places",
        PlaceMoved,
    ),
    System(
        "log-line",
        Text(
            en="A line of the log has the id of the answer, and the time.",
            fr="Une ligne du journal a l'identifiant de la réponse, et l'heure.",
        ),
        "log",
        LogLine,
    ),
    System(
        "log-of-the-machine",
        Text(
            en="A line of the log has the id of the answer, and the time of another clock.",
            fr="Une ligne du journal a l'identifiant de la réponse, et l'heure d'une autre horloge.",
        ),
        "log",
        LogOfTheMachine,
        machine=True,
    ),
    System(
        "request-id",
        Text(
            en="The answer has the number of a request, which the log has beside the first letters of an id.",
            fr="La réponse a le numéro d'une requête; le journal a ce numéro et le début d'un identifiant.",
        ),
        "log",
        RequestId,
    ),
    System(
        "double-and-slot",
        Text(
            en="To drop a second delivery, a row has the person and the slot of the answer.",
            fr="Pour écarter un second envoi, une ligne a la personne et la case de la réponse.",
        ),
        "joined",
        DoubleAndSlot,
    ),
    System(
        "receipt",
        Text(
            en="The same receipt is kept with the answer and with the person.",
            fr="Le même reçu est gardé avec la réponse et avec la personne.",
        ),
        "joined",
        Receipt,
    ),
    System(
        "last-acted",
        Text(
            en="The answer has its minute, and the person the minute in which they last acted.",
            fr="La réponse a sa minute, et la personne celle de son dernier geste.",
        ),
        "places",
        LastActed,
    ),
    System(
        "chained",
        Text(
            en="The answer has an id, a second file its slot, a third the time at which the slot was filled.",
            fr="La réponse a un identifiant, un second fichier sa case, un troisième l'heure de la case.",
        ),
        "joined",
        Chained,
    ),
    System(
        "size-of-record",
        Text(
            en="A sealed record beside the person's id is as long as the answer.",
            fr="Un enregistrement scellé, à côté de l'identifiant, a la longueur de la réponse.",
        ),
        "sizes",
        SizeOfRecord,
    ),
    System(
        "size-in-the-log",
        Text(
            en="The log says how long each request was.",
            fr="Le journal dit la longueur de chaque requête.",
        ),
        "sizes",
        SizeInTheLog,
    ),
)
