"""Lists the scenarios for an operator, and hands one out as the file of a module."""

from collections.abc import Mapping
from typing import Protocol

import click

from bot.command.operator import Operator
from bot.command.options import Settings, over_a_store
from content.model import LANGUAGES, Language, Library
from reports import scenarios
from storage.ports import Store
from storage.written import SCENARIOS

SENTENCES = "scenarios.yaml"


class Actions(Protocol):
    """What the command does; app.py wires it."""

    def scenario(self, settings: Settings, command: str, words: Mapping[str, str]) -> None:
        """List scenarios, or print one as a file."""


def add_commands(group: click.Group, operator: Operator, actions: Actions) -> None:
    """Add `scenario` and its commands."""
    speaker = operator.knowing(SENTENCES)

    @group.group(help=speaker.says("help.scenario"))
    def scenario() -> None:
        pass

    @scenario.command("list", help=speaker.says("help.scenario-list"))
    @over_a_store(operator)
    def listed(settings: Settings) -> None:
        actions.scenario(settings, "scenario list", {})

    @scenario.command("show", help=speaker.says("help.scenario-show"))
    @click.argument("id_", metavar="ID")
    @click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=operator.language,
        help=speaker.says("help.scenario-lang"),
    )
    @over_a_store(operator)
    def show(settings: Settings, id_: str, lang: str) -> None:
        actions.scenario(settings, "scenario show", {"id": id_, "lang": lang})


async def listed(store: Store, operator: Operator) -> str:
    """Return a line for each scenario that stands, the newest first."""
    found = {id_: each.body for id_, each in (await SCENARIOS.lines(store)).items()}
    lines = [
        operator.says(
            "scenario.line", id=id_, day=each.day.isoformat(), title=each.title.of(operator.language)
        )
        for id_, each in scenarios.ordered(found)
    ]
    return "".join(f"{line}\n" for line in lines or [operator.says("scenario.none")])


async def shown(store: Store, library: Library, operator: Operator, id_: str, language: Language) -> str:
    """Return one as the file of a module. Raises Refusal for none of that id, or one that was taken back."""
    found = (await SCENARIOS.lines(store)).get(id_)
    if found is None:
        raise operator.refuses("scenario.unknown", 1, id=id_)
    return scenarios.as_module(library, id_, found.body, language)
