"""What the commands do over an open store, the same whether a command opened it or a running `serve` did."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import click
import orjson

from bot.command import released
from bot.command.campaign_orders import Clerk
from bot.command.checkup import staff
from bot.command.checkup.findings import written
from bot.command.operator import Operator, Refusal
from bot.command.staff_changes import part_by_part
from bot.counting import Look, counts, you_said
from bot.plans import Plans
from content.model import Language, Library
from dialogs.people import Person
from reports.evidence import as_csv, as_json, as_text
from reports.participation import Dimension
from reports.periods import Kind, Period, PeriodUnknown, parse
from reports.snapshots import SnapshotUnreadable
from storage.ports import NotSaved, Store


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

    When `code` is not 0 the last line is the sentence of the refusal.
    """

    text: str = ""
    errors: tuple[str, ...] = ()
    code: int = 0


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


async def perform(means: Means, operator: Operator, order: Order) -> Printed:
    """Carry out an order and return what it prints; a refusal is printed too.

    Raises UnknownOrder.
    """
    operation = OPERATIONS.get(order.command)
    if operation is None:
        raise UnknownOrder(order.command)
    speaker = operator.speaking(order.language)
    served = means.library.organization.id
    try:
        if order.organization != served:
            raise speaker.refuses("control.other-organization", 2, served=served, wanted=order.organization)
        return await operation(means, speaker, order)
    except Refusal as refusal:
        return refused(refusal)
    except NotSaved:
        return refused(speaker.refuses("folder.not-saved"))
    except SnapshotUnreadable:
        return refused(speaker.refuses("report.kept-unreadable"))


def show(printed: Printed, operator: Operator, out: Path | None = None) -> None:
    """Show what a command printed: in the file that was asked for, or here. Raises its refusal."""
    if out is None:
        click.echo(printed.text, nl=False)
    elif not printed.code:
        operator.write(out, printed.text)
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


async def report(means: Means, operator: Operator, order: Order) -> Printed:
    """Count a period, write the look down, and print it; the words are `period`, `by` and `format`."""
    period, by = period_named(operator, order.word("period")), _dimension(order.word("by"))
    if means.library.organization.small and period.kind is not Kind.FISCAL_YEAR:
        raise operator.refuses("report.whole-years", 2)
    (found,) = await counts(means.store, means.library, period, (by,), means.look())
    told = await you_said(means.store, period)
    match order.word("format"):
        case "json":
            return Printed(orjson.dumps(as_json(found, told), option=orjson.OPT_INDENT_2).decode() + "\n")
        case "csv":
            return Printed(as_csv(found, means.library, told))
        case "table":
            return Printed(as_text(found, means.library, told, operator.language))
        case other:
            raise UnknownOrder(other)


def period_named(operator: Operator, words: str) -> Period:
    """Return the period that the words name; raises a refusal for any other words."""
    try:
        return parse(words)
    except PeriodUnknown:
        raise operator.refuses("report.period-unknown", 2) from None


def _dimension(word: str) -> Dimension:
    try:
        return Dimension(word)
    except ValueError:
        raise UnknownOrder(word) from None


async def import_people(means: Means, operator: Operator, order: Order) -> Printed:
    """Bring the rows of a file onto the roster; print what changed and what was wrong."""
    # A large staff list takes seconds to read, and conversations go on meanwhile.
    rows = await asyncio.to_thread(means.read, order.body)
    before = {person.id: person for person in await means.store.people.everyone()}
    changes = await means.store.people.bring_in(rows.people)
    sizes = {name: len(getattr(changes, name)) for name in ("added", "changed", "same", "absent")}
    done = operator.says("import.done", **sizes) + "\n"
    changed = frozenset(changes.changed)
    done += part_by_part(operator, before, [each for each in rows.people if each.id in changed])
    if not rows.faults:
        return Printed(done)
    lines = [_named(operator, fault) for fault in rows.faults]
    return Printed(done, (*lines, operator.says("import.faults", count=len(lines))), 1)


def _named(operator: Operator, fault: RowFault) -> str:
    reason = operator.says(f"import.{fault.reason}")
    return operator.says("import.fault", line=str(fault.line), column=fault.column, reason=reason)


async def somebody(store: Store, operator: Operator, who: str) -> Person:
    """Find a person by id, by e-mail, or by the only name that contains the words; else raise a refusal."""
    everyone = await store.people.everyone()
    exact = [person for person in everyone if who.casefold() in (person.id, person.email.casefold())]
    found = exact or [person for person in everyone if who.casefold() in person.name.casefold()]
    if len(found) != 1:
        raise operator.refuses("play.who", 2, found=len(found))
    return found[0]


async def seal(means: Means, operator: Operator, _order: Order) -> Printed:
    """Seal what was written until now, so that a backup can take it; print the number of the last file."""
    if means.seal is None:
        raise operator.refuses("backup.database", 2)
    return Printed(str(await means.seal()))


async def doctor(means: Means, _operator: Operator, _order: Order) -> Printed:
    """Look at the staff list and the directory for a `doctor` that cannot open what this process holds."""
    return Printed(written(await staff.staff(means.store, means.library, means.look().now)))


async def campaign(means: Means, operator: Operator, order: Order) -> Printed:
    """Look after campaigns; the words are `id`, `format` and `who`, as far as the command has them."""
    if means.plans is None:
        raise UnknownOrder(order.command)
    speaker = operator.knowing("campaigns.yaml")
    clerk = Clerk(means.store, means.library, means.plans, speaker, means.look())
    match order.command.removeprefix(CAMPAIGN):
        case "list":
            return Printed(await clerk.listed(as_json=_as_json(order)))
        case "rehearse":
            looks = clerk.receivers if order.word("who") else clerk.rehearsed
            return Printed(await looks(order.word("id"), as_json=_as_json(order)))
        case "status":
            return Printed(await clerk.standing(order.word("id"), as_json=_as_json(order)))
        case "start":
            return Printed(await clerk.started(order.word("id")))
        case _:
            return Printed(await clerk.paused(order.word("id")))


async def feedback(means: Means, operator: Operator, _order: Order) -> Printed:
    """List what was released of answers without a name; no counts, so nothing is looked at."""
    return Printed(await released.listed(means.store, means.library, operator, means.look().today))


def _as_json(order: Order) -> bool:
    kind = order.word("format")
    if kind not in ("table", "json"):
        raise UnknownOrder(kind)
    return kind == "json"


CAMPAIGN = "campaign "

OPERATIONS: Mapping[str, Operation] = {
    **{CAMPAIGN + name: campaign for name in ("list", "rehearse", "status", "start", "pause")},
    "doctor": doctor,
    "feedback list": feedback,
    "report": report,
    "people import": import_people,
    "seal": seal,
}
"""Every command that a running `serve` carries out for others, by name."""
