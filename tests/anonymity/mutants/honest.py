"""Systems that keep their promise: nobody must be able to link what they release."""

from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from content.model import Text
from tests.anonymity.mutants.office import Office, System
from tests.anonymity.mutants.sealed import Slots
from tests.anonymity.script import CLOSE, Answers, Opens, Releases, Turns


class NothingKept(Office):
    """Answers are in memory until they are read, shuffled; of other turns everything is kept."""

    def turns(self, act: Turns) -> None:
        self.append("journal.jsonl", {"person": act.person, "at": act.at, "flow": "module"})
        self.say(act.at, "turn.done", who=act.person[:4] + "\N{HORIZONTAL ELLIPSIS}")


class CountedTurns(NothingKept):
    """As the first, and every turn is logged, on the form too: that somebody wrote is no secret."""

    def begin(self) -> None:
        self.count = 0

    def answers(self, act: Answers) -> None:
        self.count += 1
        self.say(act.at, "turn.done", who=act.person[:4] + "\N{HORIZONTAL ELLIPSIS}", count=self.count)

    def released(self, act: Releases) -> list[str]:
        shown = super().released(act)
        self.write(f"released-{act.period}.json", [{"id": self.id(), "text": text} for text in shown])
        return shown


class SealedAndDestroyed(Slots):
    """Slots of one size in random places, sealed; box and key are destroyed before anybody reads."""

    def turns(self, act: Turns) -> None:
        self.append("journal.jsonl", {"person": act.person, "at": act.at, "flow": "module"})

    def released(self, act: Releases) -> list[str]:
        shown = super().released(act)
        self.write(f"released-{act.period}.jsonl", [{"text": text} for text in shown])
        return shown


class SealedUnderFreshKeys(NothingKept):
    """Each answer is appended at once, sealed to one length under a key that is in memory only."""

    def opens(self, act: Opens) -> None:
        self.key = self.chance.randbytes(32)

    def answers(self, act: Answers) -> None:
        nonce = self.chance.randbytes(12)
        sealed = nonce + AESGCM(self.key).encrypt(nonce, act.text.encode().ljust(4000, b"\x00"), None)
        self.append(
            f"sealed-{act.period}.jsonl", {"at": act.at, "person": act.person, "sealed": sealed.hex()}
        )


SYSTEMS: Final = (
    System(
        "nothing-kept",
        Text(
            en="Answers are in memory until they are read, shuffled.",
            fr="Les réponses restent en mémoire jusqu'à leur lecture, mêlées.",
        ),
        "",
        NothingKept,
    ),
    System(
        "counted-turns",
        Text(
            en="That somebody wrote is logged to the microsecond; what they wrote is in the shuffled batch.",
            fr="Le fait d'écrire est noté à la microseconde; ce qui est écrit n'est que dans le lot mêlé.",
        ),
        "",
        CountedTurns,
    ),
    System(
        "sealed-and-destroyed",
        Text(
            en="Sealed slots of one size in random places; box and key are destroyed at the release.",
            fr="Des cases scellées de même taille, placées au hasard; boîte et clé sont détruites.",
        ),
        "",
        SealedAndDestroyed,
        CLOSE,
    ),
    System(
        "sealed-under-fresh-keys",
        Text(
            en="Person and time stand beside a sealed answer of one length; its key was never written down.",
            fr="Personne et heure côtoient une réponse scellée de longueur fixe, à la clé jamais écrite.",
        ),
        "",
        SealedUnderFreshKeys,
    ),
)
