"""What the commands do over an open store, the same whether a command opened it or a running `serve` did."""

import asyncio
from collections.abc import Mapping

from bot.command import assessment_orders, recommended, register_orders, released, scenario_orders
from bot.command.campaign_orders import Clerk
from bot.command.checkup import staff
from bot.command.checkup.findings import written
from bot.command.counted import counted
from bot.command.operator import Operator, Refusal
from bot.command.orders import Means, Operation, Order, Printed, RowFault, UnknownOrder, refused
from bot.command.staff_changes import part_by_part
from bot.counts_file import Wanted, languages
from content.model import LANGUAGES, Language
from dialogs.register_shapes import SHAPES
from reports.participation import Dimension
from reports.periods import Kind, Period, PeriodUnknown, parse
from reports.snapshots import SnapshotUnreadable
from storage.ports import NotSaved


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


async def report(means: Means, operator: Operator, order: Order) -> Printed:
    """Count a period, write the look down, and print it; the words are `period`, `by`, `format` and `lang`.

    A workbook or a document is in the language that `lang` names, or in both.
    """
    period, by = period_named(operator, order.word("period")), _dimension(order.word("by"))
    if means.library.organization.small and period.kind is not Kind.FISCAL_YEAR:
        raise operator.refuses("report.whole-years", 2)
    form = order.word("format")
    wanted = Wanted(period, by, form, languages(form, order.words.get("lang", "")))
    match await counted(means.store, means.library, wanted, means.look(), operator.language):
        case None:
            raise UnknownOrder(form)
        case bytes(body):
            return Printed(body=body)
        case str(text):
            return Printed(text)


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


async def register(means: Means, operator: Operator, order: Order) -> Printed:
    """Bring a file into one of the registers that officials fill, list it, or write it out as a file."""
    name, _, act = order.command.rpartition(" ")
    speaker = operator.knowing("registers.yaml")
    registrar = register_orders.Registrar(means.store, means.library, speaker, means.look(), name)
    match act:
        case "import":
            said, faults = await registrar.imported(order.body)
            return Printed(said, faults, 1 if faults else 0)
        case "list":
            return Printed(await registrar.listed())
        case _:
            return Printed(await registrar.exported())


async def selfassessment(means: Means, operator: Operator, order: Order) -> Printed:
    """Draft a self-assessment, keep it, or print a kept one again; the words are those of the command."""
    speaker = operator.knowing(assessment_orders.SENTENCES)
    clerk = assessment_orders.Clerk(means.store, means.library, speaker, means.look())
    text, said, body = await clerk.does(order.words)
    return Printed(text, said, body=body)


async def recommendations(means: Means, _operator: Operator, order: Order) -> Printed:
    """Hand out the page for the deputy head; the words are `format` and `lang`."""
    kind, language = order.word("format"), order.word("lang")
    match await recommended.recommended(means.store, means.library, means.look(), kind, language):
        case None:
            raise UnknownOrder(f"{kind} {language}")
        case bytes(body):
            return Printed(body=body)
        case str(text):
            return Printed(text)


async def scenario(means: Means, operator: Operator, order: Order) -> Printed:
    """List scenarios, or print one as a file; the words of that are `id` and `lang`."""
    speaker = operator.knowing(scenario_orders.SENTENCES)
    if order.command == "scenario list":
        return Printed(await scenario_orders.listed(means.store, speaker))
    spoken: Mapping[str, Language] = {each: each for each in LANGUAGES}
    language = spoken.get(order.word("lang"))
    if language is None:
        raise UnknownOrder(order.word("lang"))
    id_ = order.word("id")
    return Printed(await scenario_orders.shown(means.store, means.library, speaker, id_, language))


def _as_json(order: Order) -> bool:
    kind = order.word("format")
    if kind not in ("table", "json"):
        raise UnknownOrder(kind)
    return kind == "json"


CAMPAIGN = "campaign "

OPERATIONS: Mapping[str, Operation] = {
    **{CAMPAIGN + name: campaign for name in ("list", "rehearse", "status", "start", "pause")},
    **{f"{name} {act}": register for name in SHAPES for act in register_orders.ACTS},
    "doctor": doctor,
    "feedback list": feedback,
    "recommendations": recommendations,
    "report": report,
    "scenario list": scenario,
    "scenario show": scenario,
    "people import": import_people,
    "seal": seal,
    "selfassessment": selfassessment,
}
"""Every command that a running `serve` carries out for others, by name."""
