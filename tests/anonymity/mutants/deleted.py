"""Systems that delete, and do not: free pages, lines said to be removed, copies, traces of errors."""

import gzip
import sqlite3
from contextlib import closing
from typing import Any, Final

import orjson

from content.model import Text
from tests.anonymity.mutants.office import Office, System
from tests.anonymity.script import Answers, Releases


class FreePages(Office):
    """At the release answers go through a table and are deleted at once; the pages are free, not empty."""

    def begin(self) -> None:
        self.by: dict[str, str] = {}
        with closing(sqlite3.connect(self.data / "ethos.db")) as base:
            base.execute("PRAGMA secure_delete = OFF")
            base.execute("CREATE TABLE outbox (person TEXT, said TEXT)")
            base.commit()

    def answers(self, act: Answers) -> None:
        self.by[act.text] = act.person

    def released(self, act: Releases) -> list[str]:
        shown = super().released(act)
        with closing(sqlite3.connect(self.data / "ethos.db")) as base:
            base.execute("PRAGMA secure_delete = OFF")
            base.executemany("INSERT INTO outbox VALUES (?, ?)", [(self.by[text], text) for text in shown])
            base.commit()
            base.execute("DELETE FROM outbox")
            base.commit()
        return shown


class SaidToBeRemoved(Office):
    """A journal: a line says that an earlier line is removed, and both stay until somebody tidies up."""

    def begin(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def answers(self, act: Answers) -> None:
        line = {"line": self.id(), "put": {"who": act.person, "said": act.text}}
        self.anywhere(self.lines, line)
        self.lines.append({"line": self.id(), "removed": line["line"]})

    def before_a_look(self) -> None:
        self.write("journal.jsonl", self.lines)


class NotTruncated(Office):
    """A file is written again, shorter, and its old end stays behind the new one."""

    def answers(self, act: Answers) -> None:
        path = self.data / "draft.bin"
        old = path.read_bytes() if path.exists() else b""
        record = act.person.encode("utf-16-le") + b"\x00" * 8 + act.text.encode("utf-16-le")
        path.write_bytes(b"\x00" * 64 + record + old[64:])

    def released(self, act: Releases) -> list[str]:
        return super().released(act)


class Backup(Office):
    """Everything is well apart, but a packed copy made for a test of the release holds both."""

    def begin(self) -> None:
        self.by: dict[str, str] = {}

    def answers(self, act: Answers) -> None:
        self.by[act.text] = act.person

    def released(self, act: Releases) -> list[str]:
        shown = super().released(act)
        rows = [{"text": text, "from": self.by[text]} for text in sorted(shown)]
        (self.data / f"release-{act.period}.json.gz").write_bytes(gzip.compress(orjson.dumps(rows)))
        return shown


class Trace(Office):
    """A line that was to be taken out again prints what it got, on standard error."""

    def answers(self, act: Answers) -> None:
        with self.log.open("a", encoding="utf-8") as file:
            file.write(f"DEBUG got Drop(answer={act.text!r}) from aadObjectId={act.person}\n")


class SeldomTrace(Trace):
    """The same line, only where something failed: for one answer in ten."""

    def answers(self, act: Answers) -> None:
        if self.chance.random() < 0.1:
            super().answers(act)


SELDOM: Final = System(
    "seldom-trace",
    Text(
        en="Standard error holds what was received, for the one answer in ten at which something failed.",
        fr="La sortie d'erreur contient ce qui a été reçu, pour la réponse sur dix où il y a eu un raté.",
    ),
    "bytes",
    SeldomTrace,
)
SYSTEMS: Final = (
    System(
        "free-pages",
        Text(
            en="Rows with person and answer are deleted, and stay in the free pages of the database.",
            fr="Des lignes avec personne et réponse, supprimées, restent dans les pages libres de la base.",
        ),
        "bytes",
        FreePages,
    ),
    System(
        "said-to-be-removed",
        Text(
            en="A journal says that a line is removed, and the line is still there.",
            fr="Un journal dit qu'une ligne est retirée, et la ligne est encore là.",
        ),
        "bytes",
        SaidToBeRemoved,
    ),
    System(
        "not-truncated",
        Text(
            en="Old contents lie behind the end of a file, in another encoding.",
            fr="D'anciens contenus restent après la fin d'un fichier, dans un autre encodage.",
        ),
        "bytes",
        NotTruncated,
    ),
    System(
        "backup",
        Text(
            en="A packed copy holds person and answer.",
            fr="Une copie compressée contient la personne et la réponse.",
        ),
        "bytes",
        Backup,
    ),
    System(
        "trace",
        Text(
            en="Standard error holds what was received.",
            fr="La sortie d'erreur contient ce qui a été reçu.",
        ),
        "bytes",
        Trace,
    ),
)
