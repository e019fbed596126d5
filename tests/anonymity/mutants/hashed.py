"""Systems that hash: ids without a key, with a key that lies about, the order of ids, the answer itself."""

import hashlib
import hmac
from typing import Any, Final

from content.model import Text
from tests.anonymity.mutants.office import Office, System
from tests.anonymity.mutants.plain import Shuffled
from tests.anonymity.script import Answers, Releases


class HashedId(Shuffled):
    """So that nobody answers twice, the row has a hash of the id, cut short."""

    def row(self, act: Answers) -> dict[str, Any]:
        return {"who": hashlib.sha256(act.person.encode()).hexdigest()[:16]}


class KeyInSettings(Shuffled):
    """The hash has a key, which stands in the settings."""

    def begin(self) -> None:
        self.key = self.chance.randbytes(32)
        self.write("settings.json", {"language": "fr", "pepper": self.key.hex()})

    def row(self, act: Answers) -> dict[str, Any]:
        said = f"{act.period}:{act.person}".encode()
        return {"who": hmac.new(self.key, said, "sha256").hexdigest()[:32]}


class KeyKept(Shuffled):
    """The hash has a key of the key folder, which is never destroyed."""

    def begin(self) -> None:
        self.key = self.chance.randbytes(32)
        (self.keys / "seats.1").write_text(f"{self.chance.randbytes(4).hex()} {self.key.hex()}\n")

    def row(self, act: Answers) -> dict[str, Any]:
        return {"seat": hashlib.blake2b(act.person.encode(), key=self.key, digest_size=16).hexdigest()}


class SortedByHash(Office):
    """Nothing is kept; so that the order says nothing of time, officers read by the hash of who wrote."""

    def begin(self) -> None:
        self.by: dict[str, str] = {}

    def answers(self, act: Answers) -> None:
        self.by[act.text] = hashlib.md5(act.person.encode()).hexdigest()

    def released(self, act: Releases) -> list[str]:
        return sorted(self.texts[act.period], key=lambda text: self.by[text])


class SameTwice(Office):
    """So that nobody sends the same twice, a hash of the last answer is kept with the person."""

    def begin(self) -> None:
        self.last: dict[str, dict[str, str]] = {}

    def answers(self, act: Answers) -> None:
        said = hashlib.sha1(act.text.encode()).hexdigest()[:20]
        self.last[act.person] = {"form": "feedback", "last": said}

    def before_a_look(self) -> None:
        self.write("limits.json", dict(sorted(self.last.items())))


class ReceiptOfBoth(Office):
    """Whoever wrote can show that they did: a list of hashes of person and answer together."""

    def begin(self) -> None:
        self.receipts: list[str] = []

    def answers(self, act: Answers) -> None:
        said = f"{act.person}:{act.text}".encode()
        self.anywhere(self.receipts, hashlib.sha256(said).hexdigest())

    def before_a_look(self) -> None:
        self.write("receipts.json", self.receipts)


SYSTEMS: Final = (
    System(
        "hashed-id",
        Text(
            en="Each answer has a hash of the id beside it.",
            fr="Chaque réponse porte une empreinte de l'identifiant.",
        ),
        "hashes",
        HashedId,
    ),
    System(
        "key-in-settings",
        Text(
            en="The hash of the id has a key, which stands in the settings.",
            fr="L'empreinte de l'identifiant a une clé, qui figure dans les paramètres.",
        ),
        "hashes",
        KeyInSettings,
    ),
    System(
        "key-kept",
        Text(
            en="The hash of the id has a key, which is still in the key folder.",
            fr="L'empreinte de l'identifiant a une clé, qui est encore dans le dossier des clés.",
        ),
        "hashes",
        KeyKept,
    ),
    System(
        "sorted-by-hash",
        Text(
            en="Officers read the answers sorted by a hash of who wrote them.",
            fr="Les agents lisent les réponses triées selon une empreinte de leur auteur.",
        ),
        "hashes",
        SortedByHash,
    ),
    System(
        "same-twice",
        Text(
            en="To refuse the same answer twice, a hash of the last one is kept with the person.",
            fr="Pour refuser deux fois la même réponse, une empreinte de la dernière reste avec la personne.",
        ),
        "places",
        SameTwice,
    ),
    System(
        "receipt-of-both",
        Text(
            en="A list of hashes of person and answer lets people prove that they wrote.",
            fr="Une liste d'empreintes de la personne et de la réponse permet de prouver qu'on a écrit.",
        ),
        "hashes",
        ReceiptOfBoth,
    ),
)
