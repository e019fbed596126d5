"""The commands for campaigns and their options."""

from collections.abc import Mapping
from typing import Protocol

import click

from bot.command.operator import Operator
from bot.command.options import Settings, over_a_store

FORMATS = ("table", "json")


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
        "--format",
        "kind",
        type=click.Choice(FORMATS),
        default=FORMATS[0],
        help=operator.says("help.campaign-format"),
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
