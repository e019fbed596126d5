"""The options of the commands, each with its variable and its default, parsed once into frozen types."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from bot.command.operator import Operator
from bot.teams_settings import SINGLE_TENANT, Given

LOOPBACK = ("127.0.0.1", "localhost")
"""What the door checks `Host` against; an IPv6 address would be listened on and never answered."""

POSTGRESQL = ("postgresql://", "postgres://")
"""How the address of a database begins."""

RATE = 25
"""How many messages begin in a second where nobody says."""

Command = Callable[..., None]
Decorator = Callable[[Command], Command]
Option = tuple[str, str, dict[str, Any]]

ANYTHING = _FILE = click.Path(path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)

ADDRESS: tuple[Option, ...] = (
    ("--host", "ETHOS_HOST", {"default": "127.0.0.1"}),
    ("--port", "ETHOS_PORT", {"type": click.IntRange(0, 65535), "default": 3978}),
)
CHANNEL: tuple[Option, ...] = (
    ("--app-id", "ETHOS_APP_ID", {"default": ""}),
    ("--tenant", "ETHOS_TENANT", {"default": ""}),
    ("--app-type", "ETHOS_APP_TYPE", {"default": SINGLE_TENANT}),
    ("--app-secret-file", "ETHOS_APP_SECRET_FILE", {"type": _FILE}),
    ("--app-certificate", "ETHOS_APP_CERTIFICATE", {"type": _FILE}),
    ("--cloud", "ETHOS_CLOUD", {"default": "public"}),
    ("--service-host", "ETHOS_SERVICE_HOSTS", {"default": ""}),
    ("--file-host", "ETHOS_FILE_HOSTS", {"default": ""}),
    ("--metrics-key-file", "ETHOS_METRICS_KEY_FILE", {"type": _FILE}),
)
SECRET, METRICS_KEY = "ETHOS_APP_SECRET", "ETHOS_METRICS_KEY"
"""What has no option: what a command line holds, every account of the machine can read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything lies. With a `database` the data folder is not used."""

    data: Path
    keys: Path
    organization: str
    database: str | None = None

    @property
    def held(self) -> Path | None:
        """The data folder that whoever serves holds; nobody holds a database."""
        return None if self.database else self.data


@dataclass(frozen=True, slots=True)
class Serving:
    """What `serve` serves, and where; with an app id it serves Teams, without one this machine alone."""

    host: str
    port: int
    tick_seconds: float
    send_rate: int
    channel: Given

    @property
    def teams(self) -> bool:
        """Tell whether an app id was given."""
        return bool(self.channel.app_id)


def over_a_folder(operator: Operator, kind: click.Path = _FOLDER) -> Decorator:
    """Give a command the option that names the data folder; `kind` says what may lie there."""
    words = operator.says("help.data")
    return click.option("--data", envvar="ETHOS_DATA", type=kind, default=Path("data"), help=words)


def over_a_store(operator: Operator, kind: click.Path = _FOLDER) -> Decorator:
    """Give a command the options that say where the data are, handed over as one `settings`."""

    def decorate(command: Command) -> Command:
        @over_a_folder(operator, kind)
        @click.option("--keys", envvar="ETHOS_KEYS", type=kind, help=operator.says("help.keys"))
        @click.option(
            "--organization",
            envvar="ETHOS_ORGANIZATION",
            default="demo",
            help=operator.says("help.organization"),
        )
        @click.option("--database", envvar="ETHOS_DATABASE", help=operator.says("help.database"))
        @wraps(command)
        def with_settings(
            *, data: Path, keys: Path | None, organization: str, database: str | None, **rest: Any
        ) -> None:
            if database is not None:
                check_address(operator, database)
            command(settings=Settings(data, keys or beside(data), organization, database), **rest)

        return with_settings

    return decorate


def beside(data: Path) -> Path:
    """Return where the keys of a data folder are when nobody says."""
    absolute = data.resolve()
    return absolute.with_name(absolute.name + ".keys")


def check_address(operator: Operator, database: str) -> None:
    """Refuse what is no address of a database."""
    if not database.startswith(POSTGRESQL):
        raise operator.refuses("database.not-an-address", 2)


def listed(operator: Operator, options: tuple[Option, ...]) -> Decorator:
    """Give a command the options of a list; the help of `--name` is the sentence `help.name`."""

    def decorate(command: Command) -> Command:
        for name, variable, more in reversed(options):
            words = operator.says(f"help.{name.removeprefix('--')}")
            command = click.option(name, envvar=variable, help=words, **more)(command)
        return command

    return decorate


def given(found: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Given:
    """Gather the settings of Teams mode from options and variables; nothing of them is believed yet."""
    return Given(
        app_id=found["app_id"],
        tenant=found["tenant"],
        app_type=found["app_type"],
        cloud=found["cloud"],
        hosts=_hosts(found["service_host"]),
        uploads=_hosts(found["file_host"]),
        secret=environment.get(SECRET, ""),
        secret_file=found["app_secret_file"],
        certificate=found["app_certificate"],
        metrics_key=environment.get(METRICS_KEY, ""),
        metrics_key_file=found["metrics_key_file"],
    )


def _hosts(listed: str) -> tuple[str, ...]:
    return tuple(host.strip() for host in listed.split(",") if host.strip())
