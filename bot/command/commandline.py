"""The commands, their options and settings; every help text is a sentence of content/."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import click

from bot.command import (
    assessment_orders,
    authoring,
    campaigns,
    doctor,
    package,
    recommended,
    register_orders,
    released,
    scenario_orders,
)
from bot.command.counted import FILES
from bot.command.operator import Operator
from bot.command.options import (
    ADDRESS,
    CHANNEL,
    LOOPBACK,
    RATE,
    Option,
    Serving,
    Settings,
    check_address,
    given,
    listed,
    over_a_folder,
    over_a_store,
)
from bot.command.simulation import command as simulation
from content.model import LANGUAGES, Language
from reports.participation import Dimension

TICK: Option = (
    "--tick-seconds",
    "ETHOS_TICK_SECONDS",
    {"type": click.FloatRange(0.05, 3600), "default": 5.0},
)
SEND: Option = ("--send-rate", "ETHOS_SEND_RATE", {"type": click.IntRange(1, 48), "default": RATE})


class Actions(Protocol):
    """What the commands do; app.py wires it."""

    def serve(self, settings: Settings, serving: Serving) -> None:
        """Serve until stopped."""

    def play(self, settings: Settings, who: str, file: Path | None) -> None:
        """Talk in the terminal."""

    def import_people(self, settings: Settings, file: Path) -> None:
        """Import a roster."""

    def report(self, settings: Settings, words: Mapping[str, str], out: Path | None) -> None:
        """Print or write counts."""

    def campaign(self, settings: Settings, command: str, words: Mapping[str, str]) -> None:
        """Look after campaigns."""

    def feedback(self, settings: Settings) -> None:
        """List what was released of answers without a name."""

    def register(self, settings: Settings, command: str, file: Path | None, out: Path | None) -> None:
        """Bring a file into what officials write, list that, or write it out."""

    def selfassessment(self, settings: Settings, words: Mapping[str, str], out: Path | None) -> None:
        """Draft a self-assessment of the organization, keep it, or print a kept one again."""

    def recommendations(self, settings: Settings, words: Mapping[str, str], out: Path | None) -> None:
        """Print or write the page for the deputy head."""

    def scenario(self, settings: Settings, command: str, words: Mapping[str, str]) -> None:
        """List scenarios, or print one as a file."""

    def back_up(self, settings: Settings, out: Path) -> None:
        """Copy the data folder into a file."""

    def restore(self, settings: Settings, file: Path) -> None:
        """Make a data folder from a copy."""

    def migrate(self, data: Path, to: str) -> None:
        """Bring a data folder into a database."""

    def check(self, path: Path, language: Language, *, seal: bool) -> None:
        """Check content."""


class Ethos(click.Group):
    """The commands; without one, everything that is given is for `serve`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `serve` before options that stand alone, so that both ways are one."""
        helped = args and args[0] in self.get_help_option_names(ctx)
        serves = not args or (args[0].startswith("-") and not helped)
        return super().parse_args(ctx, ["serve", *args] if serves else args)


def commands(
    operator: Operator, actions: Actions, content: Path, tools: doctor.Instruments, parts: simulation.Parts
) -> click.Group:
    """Build the command line around the actions; `tools` are what the doctor looks with.

    `parts` are what a simulation is made of.
    """

    @click.group(cls=Ethos, help=operator.says("help.ethos"))
    def ethos() -> None:
        pass

    _serve(ethos, operator, actions)
    _play(ethos, operator, actions)
    _people(ethos, operator, actions)
    _report(ethos, operator, actions)
    campaigns.add_commands(ethos, operator, actions)
    released.add_commands(ethos, operator, actions)
    register_orders.add_commands(ethos, operator, actions)
    assessment_orders.add_commands(ethos, operator, actions)
    recommended.add_commands(ethos, operator, actions)
    scenario_orders.add_commands(ethos, operator, actions)
    _copies(ethos, operator, actions)
    _check(ethos, operator, actions, content)
    authoring.add_commands(ethos, operator, content)
    package.add_commands(ethos, operator, content)
    doctor.add_commands(ethos, operator, tools)
    simulation.add_commands(ethos, operator, parts)
    return ethos


def _serve(group: click.Group, operator: Operator, actions: Actions) -> None:
    @group.command(help=operator.says("help.serve"))
    @listed(operator, (*ADDRESS, TICK, SEND, *CHANNEL))
    @over_a_store(operator)
    def serve(
        settings: Settings, host: str, port: int, tick_seconds: float, send_rate: int, **channel: Any
    ) -> None:
        serving = Serving(host, port, tick_seconds, send_rate, given(channel))
        if not serving.teams and host not in LOOPBACK:
            raise operator.refuses("serve.not-loopback", 2)
        actions.serve(settings, serving)


def _play(group: click.Group, operator: Operator, actions: Actions) -> None:
    @group.command(help=operator.says("help.play"))
    @click.option("--as", "who", required=True, metavar="PERSON", help=operator.says("help.as"))
    @click.option(
        "--transcript",
        "file",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=operator.writable,
        help=operator.says("help.transcript"),
    )
    @over_a_store(operator)
    def play(settings: Settings, who: str, file: Path | None) -> None:
        actions.play(settings, who, file)


def _people(group: click.Group, operator: Operator, actions: Actions) -> None:
    @group.group(help=operator.says("help.people"))
    def people() -> None:
        pass

    @people.command("import", help=operator.says("help.import"))
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @over_a_store(operator)
    def import_people(settings: Settings, file: Path) -> None:
        actions.import_people(settings, file)


def _report(group: click.Group, operator: Operator, actions: Actions) -> None:
    @group.command(help=operator.says("help.report"))
    @click.option("--period", required=True, help=operator.says("help.period"))
    @click.option(
        "--by",
        type=click.Choice([dimension.value for dimension in Dimension]),
        default="unit",
        help=operator.says("help.by"),
    )
    @click.option(
        "--format",
        "kind",
        type=click.Choice(["table", "json", "csv", *FILES]),
        default="table",
        help=operator.says("help.format"),
    )
    @click.option(
        "--lang",
        type=click.Choice([*LANGUAGES, "both"]),
        default="both",
        help=operator.says("help.report-lang"),
    )
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=operator.writable,
        help=operator.says("help.out"),
    )
    @over_a_store(operator)
    def report(settings: Settings, kind: str, out: Path | None, **words: str) -> None:
        if kind in FILES and out is None:
            raise operator.refuses("report.needs-out", 2)
        actions.report(settings, {**words, "format": kind}, out)


def _copies(group: click.Group, operator: Operator, actions: Actions) -> None:
    def only_files(settings: Settings) -> Settings:
        """Refuse a database, which has its own tools for copies."""
        if settings.database:
            raise operator.refuses("backup.database", 2)
        return settings

    @group.command(help=operator.says("help.backup"))
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path), callback=operator.writable)
    @over_a_store(operator)
    def backup(settings: Settings, file: Path) -> None:
        actions.back_up(only_files(settings), file)

    @group.command(help=operator.says("help.restore"))
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @over_a_store(operator)
    def restore(settings: Settings, file: Path) -> None:
        actions.restore(only_files(settings), file)

    @group.command(help=operator.says("help.migrate"))
    @click.option("--to", envvar="ETHOS_DATABASE", required=True, help=operator.says("help.to"))
    @over_a_folder(operator)
    def migrate(data: Path, to: str) -> None:
        check_address(operator, to)
        actions.migrate(data, to)


def _check(group: click.Group, operator: Operator, actions: Actions, content: Path) -> None:
    @group.command(help=operator.says("help.check"))
    @click.argument("path", type=click.Path(exists=True, path_type=Path), default=content)
    @click.option("--seal", is_flag=True, help=operator.says("help.seal"))
    @click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default=operator.language,
        help=operator.says("help.lang"),
    )
    def check(path: Path, language: Language, *, seal: bool) -> None:
        actions.check(path, language, seal=seal)
