"""Systems that seal answers well, and give them away: slots seen changing, keys that outlive the release."""

from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from content.model import Text
from tests.anonymity.mutants.office import Office, System
from tests.anonymity.script import CLOSE, Answers, Opens, Releases

SLOT: Final = 4096


class Slots(Office):
    """Sealed slots in random places of a file of random bytes: what is full looks like what is not."""

    def opens(self, act: Opens) -> None:
        self.box = self.data / f"box-{act.period}"
        self.box.write_bytes(self.chance.randbytes(SLOT * self.room))
        self.key = self.chance.randbytes(32)
        (self.keys / f"box-{act.period}").write_bytes(self.key)
        self.free = self.chance.sample(range(self.room), self.room)
        self.full: dict[int, str] = {}

    def answers(self, act: Answers) -> None:
        slot = self.free.pop()
        self.full[slot] = act.text
        nonce, text = self.chance.randbytes(12), act.text.encode()
        said = (len(text).to_bytes(2, "big") + text).ljust(SLOT - 28, b"\x00")
        with self.box.open("r+b") as file:
            file.seek(slot * SLOT)
            file.write(nonce + AESGCM(self.key).encrypt(nonce, said, None))

    def released(self, act: Releases) -> list[str]:
        (self.keys / f"box-{act.period}").unlink()
        self.box.unlink()
        return super().released(act)


class ReadBySlot(Slots):
    """Officers read slot by slot."""

    def released(self, act: Releases) -> list[str]:
        super().released(act)
        return [self.full[slot] for slot in sorted(self.full)]


class KeyOfSlotsKept(Slots):
    """Officers read in any order, but the key stays when the box is gone."""

    def released(self, act: Releases) -> list[str]:
        shown = super().released(act)
        (self.keys / f"box-{act.period}").write_bytes(self.key)
        return shown


class AppendedAndKeyKept(Office):
    """Sealed records, one after the other in a file; one key for all time."""

    def begin(self) -> None:
        self.key = self.chance.randbytes(32)
        (self.keys / "answers.1").write_text(f"{self.chance.randbytes(4).hex()} {self.key.hex()}\n")

    def answers(self, act: Answers) -> None:
        nonce = self.chance.randbytes(12)
        sealed = nonce + ChaCha20Poly1305(self.key).encrypt(nonce, act.text.encode(), None)
        self.append(f"answers-{act.period}.jsonl", {"form": "feedback", "sealed": sealed.hex()})


class KeyInTheData(Office):
    """What is sealed says from whom it is; the key of the period stands in the settings."""

    def opens(self, act: Opens) -> None:
        self.rows: list[dict[str, str]] = []
        self.period = act.period
        self.key = self.chance.randbytes(16)
        self.write("settings.json", {"secret": self.key.hex()})

    def answers(self, act: Answers) -> None:
        nonce = self.chance.randbytes(12)
        sealed = AESGCM(self.key).encrypt(nonce, f"{act.person}\n{act.text}".encode(), None)
        self.anywhere(self.rows, {"sealed": (nonce + sealed).hex()})

    def before_a_look(self) -> None:
        self.write(f"answers-{self.period}.jsonl", self.rows)


SYSTEMS: Final = (
    System(
        "read-by-slot",
        Text(
            en="Copies of the file show which slot changed; officers read slot by slot.",
            fr="Des copies du fichier montrent quelle case a changé; les agents lisent case par case.",
        ),
        "differences",
        ReadBySlot,
        CLOSE,
    ),
    System(
        "key-of-slots-kept",
        Text(
            en="Copies of the file show which slot changed when, and its key is still there.",
            fr="Des copies du fichier montrent quelle case a changé et quand, et sa clé est encore là.",
        ),
        "keys",
        KeyOfSlotsKept,
        CLOSE,
    ),
    System(
        "appended-and-key-kept",
        Text(
            en="Sealed answers lie in the order of arrival, and their key is still there.",
            fr="Les réponses scellées suivent l'ordre d'arrivée, et leur clé est encore là.",
        ),
        "keys",
        AppendedAndKeyKept,
    ),
    System(
        "key-in-the-data",
        Text(
            en="What is sealed holds the person as well, and the key stands in the settings.",
            fr="Ce qui est scellé contient aussi la personne, et la clé figure dans les paramètres.",
        ),
        "keys",
        KeyInTheData,
    ),
)
