"""Tells an operator what was released of answers without a name, in words: never how many, nor what."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

import click

from bot.command.operator import Operator
from bot.command.options import Settings, over_a_store
from content.model import Library
from dialogs.anonymous import offered
from reports.asked import form
from reports.periods import current_quarter, last_quarter
from reports.tables import aligned
from storage.batches import Batch, finished
from storage.ports import Store

COLUMNS = ("form", "version", "period", "state")


class Actions(Protocol):
    """What the command does; app.py wires it."""

    def feedback(self, settings: Settings) -> None:
        """List what was released of answers without a name."""


def add_commands(group: click.Group, operator: Operator, actions: Actions) -> None:
    """Add `feedback` and its command."""

    @group.group(help=operator.says("help.feedback"))
    def feedback() -> None:
        pass

    @feedback.command("list", help=operator.says("help.feedback-list"))
    @over_a_store(operator)
    def listed(settings: Settings) -> None:
        actions.feedback(settings)


async def listed(store: Store, library: Library, operator: Operator, today: date) -> str:
    """Return a table: whatever was released, and how each form of today stands in this quarter and the last.

    Nobody can tell from it whether few answered or nobody did.
    """
    found = await finished(store)
    rows = {(each.form, each.period, str(each.version)): "released" for each in found}
    for id_ in offered(library):
        version = form(library, id_).version
        for period, state in ((current_quarter(today), "open"), (last_quarter(today), "nothing")):
            if not _has(found, id_, period.id):
                rows[id_, period.id, str(version) if version else ""] = state
    said = [
        [id_, version, period, operator.says(f"feedback.{state}")]
        for (id_, period, version), state in sorted(rows.items())
    ]
    header = [operator.says(f"feedback.column-{column}") for column in COLUMNS]
    return "".join(f"{line}\n" for line in aligned([header, *said]))


def _has(found: Collection[Batch], id_: str, period: str) -> bool:
    return any((each.form, each.period) == (id_, period) for each in found)
