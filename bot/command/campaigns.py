"""The commands for campaigns: their options, and the operation each one is."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import click

from bot.command.campaign_orders import Clerk
from bot.command.operations import Means, Operation, Order, Printed, UnknownOrder
from bot.command.operator import Operator
from bot.command.options import Settings, over_a_store

SENTENCES = "campaigns.yaml"
JSON, TABLE = "json", "table"


class Actions(Protocol):
    """What the commands do; app.py wires it."""

    def campaign(self, settings: Settings, command: str, words: Mapping[str, str]) -> None:
        """Carry out an order about campaigns and print what it says."""


def add_commands(group: click.Group, operator: Operator, actions: Actions) -> None:
    """Add `campaign` and its commands; an id may be cut short where one campaign alone begins so."""

    @group.group(help=operator.says("help.campaign"))
    def campaign() -> None:
        pass

    form = click.option(
        "--format", "kind", type=click.Choice([TABLE, JSON]), default=TABLE, help=operator.says("help.format")
    )
    who = click.option("--who", is_flag=True, help=operator.says("help.who"))

    @campaign.command("list", help=operator.says("help.campaign-list"))
    @form
    @over_a_store(operator)
    def listed(settings: Settings, kind: str) -> None:
        actions.campaign(settings, "list", {"format": kind})

    @campaign.command("rehearse", help=operator.says("help.campaign-rehearse"))
    @click.argument("id_", metavar="ID")
    @who
    @form
    @over_a_store(operator)
    def rehearse(settings: Settings, id_: str, kind: str, *, who: bool) -> None:
        actions.campaign(settings, "rehearse", {"id": id_, "format": kind, "who": "yes" if who else ""})

    @campaign.command("status", help=operator.says("help.campaign-status"))
    @click.argument("id_", metavar="ID")
    @form
    @over_a_store(operator)
    def status(settings: Settings, id_: str, kind: str) -> None:
        actions.campaign(settings, "status", {"id": id_, "format": kind})

    @campaign.command("start", help=operator.says("help.campaign-start"))
    @click.argument("id_", metavar="ID")
    @over_a_store(operator)
    def start(settings: Settings, id_: str) -> None:
        actions.campaign(settings, "start", {"id": id_})

    @campaign.command("pause", help=operator.says("help.campaign-pause"))
    @click.argument("id_", metavar="ID")
    @over_a_store(operator)
    def pause(settings: Settings, id_: str) -> None:
        actions.campaign(settings, "pause", {"id": id_})


def _operation(does: Callable[[Clerk, Order], Awaitable[str]]) -> Operation:
    async def operation(means: Means, operator: Operator, order: Order) -> Printed:
        if means.plans is None:
            raise UnknownOrder(order.command)
        clerk = Clerk(means.store, means.library, means.plans, operator.knowing(SENTENCES), means.look())
        return Printed(await does(clerk, order))

    return operation


def _as_json(order: Order) -> bool:
    kind = order.word("format")
    if kind not in (TABLE, JSON):
        raise UnknownOrder(kind)
    return kind == JSON


def _rehearse(clerk: Clerk, order: Order) -> Awaitable[str]:
    looks = clerk.receivers if order.word("who") else clerk.rehearsed
    return looks(order.word("id"), as_json=_as_json(order))


OPERATIONS: Mapping[str, Operation] = {
    "campaign list": _operation(lambda clerk, order: clerk.listed(as_json=_as_json(order))),
    "campaign rehearse": _operation(_rehearse),
    "campaign status": _operation(
        lambda clerk, order: clerk.standing(order.word("id"), as_json=_as_json(order))
    ),
    "campaign start": _operation(lambda clerk, order: clerk.started(order.word("id"))),
    "campaign pause": _operation(lambda clerk, order: clerk.paused(order.word("id"))),
}
"""The orders about campaigns that a running `serve` carries out for others, by name."""
