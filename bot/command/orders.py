"""What a command orders, what it works with, and what it prints."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import click

from bot.command.operator import Operator, Refusal
from bot.counting import Look
from bot.plans import Plans
from content.model import Language, Library
from dialogs.people import Person
from storage.ports import Store


class UnknownOrder(Exception):
    """A command, or a word of one, that this version of Ethos does not know."""


@dataclass(frozen=True, slots=True)
class Order:
    """One command as somebody typed it: the language, the organization, its words, and a file's bytes."""

    command: str
    language: Language
    organization: str
    words: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def word(self, name: str) -> str:
        """Return one of the words. Raises UnknownOrder when it was not given."""
        try:
            return self.words[name]
        except KeyError:
            raise UnknownOrder(name) from None


@dataclass(frozen=True, slots=True)
class Printed:
    """What a command prints: standard output as it is, lines of standard error, and how it exits.

    When `code` is not 0 the last line is the sentence of the refusal. A `body` is a file that no terminal can
    show: it goes where `--out` says, in place of the text.
    """

    text: str = ""
    errors: tuple[str, ...] = ()
    code: int = 0
    body: bytes = b""


class RowFault(Protocol):
    """What is wrong where in a file; never what the cell holds."""

    @property
    def line(self) -> int:
        """The line, from 1."""

    @property
    def column(self) -> str:
        """The column's name, or its number."""

    @property
    def reason(self) -> str:
        """What names the sentence."""


class Rows(Protocol):
    """A staff list that was read."""

    @property
    def people(self) -> Sequence[Person]:
        """The people of the good rows."""

    @property
    def faults(self) -> Sequence[RowFault]:
        """Every fault."""


Seal = Callable[[], Awaitable[int]]
"""Seals what was written until now and returns the number of the last sealed file."""


@dataclass(frozen=True, slots=True)
class Means:
    """What an operation works with. `look` draws a new look at counts; `read` reads a staff list.

    `seal` is there when the data are files, `plans` where campaigns can be looked after.
    """

    store: Store
    library: Library
    look: Callable[[], Look]
    read: Callable[[bytes], Rows]
    seal: Seal | None = None
    plans: Plans | None = None


Operation = Callable[[Means, Operator, Order], Awaitable[Printed]]


def show(printed: Printed, operator: Operator, out: Path | None = None) -> None:
    """Show what a command printed: in the file that was asked for, or here. Raises its refusal."""
    if out is None:
        click.echo(printed.text, nl=False)
    elif not printed.code:
        operator.write_bytes(out, printed.body or printed.text.encode())
    for line in printed.errors[:-1] if printed.code else printed.errors:
        click.echo(line, err=True)
    if printed.code:
        raise Refusal(printed.errors[-1], printed.code)


def text_of(printed: Printed) -> str:
    """Return the text of what a command printed. Raises its refusal."""
    if printed.code:
        raise Refusal(printed.errors[-1], printed.code)
    return printed.text


def refused(refusal: Refusal) -> Printed:
    """Return what a refusal prints."""
    return Printed("", (refusal.message,), refusal.exit_code)
