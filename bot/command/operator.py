"""Speaks with whoever runs the commands, in their language, with the sentences of content/."""

import copy
import errno
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

import click

from bot.logs import Descriptor, log_to
from content import faults
from content.model import Language
from content.wording import fill

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""How a medium says that there is no room."""


class Refusal(click.ClickException):
    """One sentence for the operator, from content/. Exit code 1: data or content; 2: the call."""

    exit_code: int  # type: ignore[misc]  # click declares it for the class, and reads it of the instance

    def __init__(self, said: str, code: int = 1) -> None:
        """Keep the sentence and the code."""
        super().__init__(said)
        self.exit_code = code

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence alone, on standard error."""
        click.echo(self.message, file=file or sys.stderr)


class Operator:
    """Speaks with whoever runs the commands, in the language of their terminal or `ETHOS_LANGUAGE`."""

    def __init__(self, content: Path, environment: Mapping[str, str]) -> None:
        """Choose the language once."""
        wanted = next(
            (environment[name] for name in ("ETHOS_LANGUAGE", "LC_ALL", "LANG") if environment.get(name)), ""
        )
        self.language: Language = "fr" if wanted.lower().startswith("fr") else "en"
        self._folder = content / "sentences"
        self._sentences = faults.spoken(self._folder / "commands.yaml")

    def speaking(self, language: Language) -> "Operator":
        """Return the same in another language."""
        other = copy.copy(self)
        other.language = language
        return other

    def knowing(self, file: str) -> "Operator":
        """Return the same with the sentences of one more file: those that a single command has."""
        other = copy.copy(self)
        other._sentences = {**self._sentences, **faults.spoken(self._folder / file)}  # noqa: SLF001 our own
        return other

    def says(self, name: str, /, **values: str | int) -> str:
        """Return a sentence."""
        return fill(self._sentences[name], values, self.language)

    def refuses(self, name: str, code: int = 1, /, **values: str | int) -> Refusal:
        """Return a refusal to raise."""
        return Refusal(self.says(name, **values), code)

    def of_system(self, error: OSError) -> Refusal | None:
        """Return a refusal for a path that cannot be used or a full disk; None for any other fault."""
        if isinstance(error.filename, str):
            return self.refuses("file.unusable", file=error.filename)
        return self.refuses("folder.not-saved") if error.errno in FULL else None

    def writable(self, _context: object, _option: object, file: Path | None) -> Path | None:
        """Refuse a file that cannot be written, before anything is done for it; a callback of an option."""
        if file is None:
            return None
        new = not file.exists()
        self._written(file, "ab", b"")
        if new:
            file.unlink()
        return file

    def write(self, file: Path, text: str) -> None:
        """Write what was asked for to a file, as UTF-8."""
        self._written(file, "wb", text.encode())

    def write_bytes(self, file: Path, body: bytes) -> None:
        """Write what was asked for to a file, as it is."""
        self._written(file, "wb", body)

    def _written(self, file: Path, mode: str, body: bytes) -> None:
        try:
            with file.open(mode) as stream:
                stream.write(body)
        except OSError:
            raise self.refuses("file.not-written", 2, file=str(file)) from None

    def faults(self, found: Iterable[faults.Fault]) -> None:
        """Print every fault, one a line."""
        for fault in found:
            click.echo(fault.sentence(self.language), err=True)


def log_to_standard_error() -> None:
    """Write one JSON object for each event to standard error, or nowhere when the process has none."""
    try:
        number = sys.stderr.fileno()
    except (AttributeError, OSError, ValueError):  # There is none, or it is no file.
        number = os.open(os.devnull, os.O_WRONLY)
    log_to(Descriptor(number))
