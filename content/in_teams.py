"""Rules of what Teams shows of the app: lengths, commands that mean something, addresses that are safe."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from content.faults import Fault
from content.model import LANGUAGES, AppText, Command, Language, Organization, Text, VerbText
from content.shelf import Entry
from content.wording import fold
from content.yaml_source import Node

MOST_NAME, MOST_FULL_NAME, MOST_SHORT, MOST_FULL = 30, 100, 80, 4000
MOST_TITLE, MOST_SAYS = 32, 128
MOST_DEVELOPER, MOST_ADDRESS = 32, 2048
"""Characters; Teams refuses a package in which one of these is longer."""

BETWEEN = "\n\n"
"""What stands between two paragraphs of the long description."""

HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
"""The name of a computer on the Internet, in small letters: no address in figures, no port, no wildcard."""

Path = tuple[str | int, ...]


def app(entry: Entry, found: AppText, verbs: Mapping[str, VerbText]) -> Iterator[Fault]:
    """Check the app's own texts, with every name filled."""
    for field, text, most in (
        ("name", found.name, MOST_NAME),
        ("full_name", found.full_name, MOST_FULL_NAME),
        ("short", found.short, MOST_SHORT),
    ):
        yield from _long(entry, (field,), text, most)
    for language in LANGUAGES:
        length = len(in_full(found, language))
        if length > MOST_FULL:
            said = {"language": language, "length": length, "most": MOST_FULL}
            yield entry.blame(entry.node.at(("full",)), "app-too-long", **said)
    for field, commands in (("private", found.private), ("shared", found.shared)):
        yield from _commands(entry, field, commands, verbs)


def in_full(found: AppText, language: Language) -> str:
    """Return the long description in one language, paragraph by paragraph."""
    return BETWEEN.join(text.of(language) for text in found.full)


def _long(entry: Entry, path: Path, text: Text, most: int) -> Iterator[Fault]:
    for language in LANGUAGES:
        length = len(text.of(language))
        if length > most:
            node = entry.node.at((*path, language))
            yield entry.blame(node, "app-too-long", language=language, length=length, most=most)


def _commands(
    entry: Entry, field: str, commands: tuple[Command, ...], verbs: Mapping[str, VerbText]
) -> Iterator[Fault]:
    """Check that each command of a list is one Ethos understands in that language, and stands there once."""
    seen: set[tuple[Language, str]] = set()
    for number, command in enumerate(commands):
        path: Path = (field, number)
        yield from _long(entry, (*path, "title"), command.title, MOST_TITLE)
        yield from _long(entry, (*path, "says"), command.says, MOST_SAYS)
        if command.verb not in verbs:
            yield entry.blame(entry.node.at((*path, "verb")), "command-unknown", found=command.verb)
            continue
        for language in LANGUAGES:
            title = command.title.of(language)
            node, meant = entry.node.at((*path, "title", language)), (language, fold(title))
            if meant[1] not in _typed(verbs[command.verb], language):
                yield entry.blame(node, "command-not-understood", found=title, verb=command.verb)
            if meant in seen:
                yield entry.blame(node, "command-twice", found=title)
            seen.add(meant)


def _typed(text: VerbText, language: Language) -> frozenset[str]:
    """Return what means a button when typed in one language."""
    words = text.en if language == "en" else text.fr
    return frozenset(fold(word) for word in (text.label.of(language), *words))


def organization(file: str, node: Node, found: Organization) -> Iterator[Fault]:
    """Check what an organization says of its app."""
    if found.app is None:
        return

    def fault(field: str, id_: str, **values: str | int) -> Fault:
        return Fault(file, node.at(("app", *field.split())).line, id_, values)

    for language in LANGUAGES if found.app.name else ():
        length = len(found.app.name.of(language)) if found.app.name else 0
        if length > MOST_NAME:
            yield fault(f"name {language}", "app-too-long", language=language, length=length, most=MOST_NAME)
    if len(found.app.developer) > MOST_DEVELOPER:
        yield fault(
            "developer", "app-developer-too-long", length=len(found.app.developer), most=MOST_DEVELOPER
        )
    for field in ("website", "privacy", "terms"):
        address: str = getattr(found.app, field)
        if not safe(address):
            yield fault(field, "app-address", found=address)


def safe(address: str) -> bool:
    """Tell whether an address is one that Teams takes: https, a host by its name, no account, no spaces."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = address.isascii() and not re.search(r"\s", address) and len(address) <= MOST_ADDRESS
    named = parts.scheme == "https" and HOST.fullmatch(parts.hostname or "") and "@" not in parts.netloc
    return bool(plain and named and port is None)
