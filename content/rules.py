"""Rules that look at more than one text: a module, the typed words, an organization."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from content.faults import Fault
from content.model import (
    LANGUAGES,
    MARGIN,
    Cadence,
    Checklist,
    Draft,
    Duty,
    Ending,
    Module,
    Organization,
    PathName,
    RecordKind,
    Reminders,
    Value,
    VerbText,
)
from content.overlay import texts, texts_of
from content.seal import SEALED
from content.shelf import Entry
from content.wording import fold
from content.yaml_source import Node

MOST_OPTION = 110
"""An option stays short, so that its length does not give an answer away."""

MOST_DRAFT = 1200
"""A message of the year is read between two others."""

LEAST_MONTHS = 24
"""Personal information is kept for two years at least: Privacy Regulations, s. 4(1)(a)."""

IMPERSONAL = frozenset({RecordKind.ACCESS, RecordKind.FEEDBACK})
"""What names nobody."""

TRANSITORY = frozenset(
    {
        RecordKind.REMINDER_ANSWERED,
        RecordKind.REMINDER_SENT,
        RecordKind.FILE_ANSWERED,
        RecordKind.MESSAGE_SENT,
        RecordKind.SNOOZED,
        RecordKind.PLACE,
        RecordKind.ADDRESS,
        RecordKind.DELIVERY,
    }
)
"""What an organization may call transitory. The rest accounts for what people were told and have done."""

ONCE_ONLY = frozenset({RecordKind.REMINDER_ANSWERED, RecordKind.REMINDER_SENT, RecordKind.DELIVERY})
"""What tells that a reminder need not leave again."""

CIRCULATED = "code"
"""The duty by which an organization circulates its code."""

SHORTEST_MONTH = 28
"""Days: so many months are always longer than that many times it."""

SHORTEST = {Cadence.MONTHLY: 28, Cadence.QUARTERLY: 90, Cadence.YEARLY: 365}
"""How many days the shortest occurrence of each cadence has."""


def module(entry: Entry, found: Module) -> Iterator[Fault]:
    """Check a module: the options of both steps of its dilemma, and the two values that pull apart."""
    options: tuple[str | int, ...] = ("dilemma", "options")
    yield from _options(entry, options, found.dilemma.options)
    for number, option in enumerate(found.dilemma.options):
        if option.then:
            yield from _options(entry, (*options, number, "then", "options"), option.then.options)
    for number, value in enumerate(found.dilemma.tension):
        if value is Value.ALL:
            five = ", ".join(each for each in Value if each is not Value.ALL)
            line = entry.node.at(("dilemma", "tension", number))
            yield entry.blame(line, "not-one-of", where=f"{entry.id} > tension", expected=five)


def _options(entry: Entry, path: tuple[str | int, ...], options: Sequence[Ending]) -> Iterator[Fault]:
    """Check one list of options: short in both languages, and one of them at least a strong one."""
    if all(option.support != "strong" for option in options):
        yield entry.blame(entry.node.at(path), "strong-missing", id=entry.id)
    for number, option in enumerate(options):
        for language in LANGUAGES:
            length = len(option.text.of(language))
            if length > MOST_OPTION:
                line = entry.node.at((*path, number, "text", language)).line
                yield entry.fault(line, "option-too-long", length=length, language=language, most=MOST_OPTION)


def draft(entry: Entry, found: Draft) -> Iterator[Fault]:
    """Check a draft: a message that people read to its end, in both languages."""
    for language in LANGUAGES:
        length = sum(len(text.of(language)) for text in found.body)
        if length > MOST_DRAFT:
            line = entry.node.at(("body",)).line
            yield entry.fault(line, "draft-too-long", length=length, language=language, most=MOST_DRAFT)


def duty(entry: Entry, found: Duty) -> Iterator[Fault]:
    """Check that a duty has questions to take turns; only the code is circulated without any."""
    if found.id != CIRCULATED and not found.questions:
        line = entry.node.at(("questions",)).line
        yield entry.fault(line, "too-few", field="questions", where=entry.id, least=1)


def verbs(entries: Mapping[str, Entry], found: Mapping[str, VerbText]) -> Iterator[Fault]:
    """Check that each typed word, and each label, means one thing, whichever language it is in."""
    owners: dict[str, str] = {}
    for verb, text in found.items():
        entry = entries[verb]
        for path, word in _typed(text):
            line, folded = entry.node.at(path).line, fold(word)
            if folded.isdigit():
                yield entry.fault(line, "word-number", word=word)
            owner = owners.setdefault(folded, verb)
            if owner != verb:
                yield entry.fault(line, "word-twice", word=word, verb=owner, other=verb)


def _typed(text: VerbText) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for language in LANGUAGES:
        yield ("label", language), text.label.of(language)
        for number, word in enumerate(text.en if language == "en" else text.fr):
            yield (language, number), word


def ids(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Check that what is sealed shares no id: its archive is one folder."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.kind in SEALED:
            other = seen.setdefault(entry.id, entry)
            if other is not entry:
                line = entry.node.at(("id",)).line
                yield entry.fault(line, "id-twice", found=entry.id, other=other.file)


def values(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Check that values.yaml names the five values and the word for all of them, and nothing else."""
    found = {entry.id: entry for entry in entries if entry.kind == "value"}
    for id_, entry in found.items():
        if id_ not in set(Value):
            yield entry.fault(entry.node.line, "not-one-of", where=id_, expected=", ".join(Value))
    for entry in list(found.values())[:1]:
        for missing in [value for value in Value if value.value not in found]:
            yield entry.fault(0, "field-missing", field=missing.value, where="values")


def paths(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Check that paths.yaml names every path, and modules that exist."""
    known = {entry.id for entry in entries if entry.kind == "module"}
    found = {entry.id: entry for entry in entries if entry.kind == "path"}
    expected = get_args(PathName)
    for id_, entry in found.items():
        if id_ not in expected:
            yield entry.fault(entry.node.line, "not-one-of", where=id_, expected=", ".join(expected))
        listed = entry.node.at(("modules",)).value
        for module in listed if isinstance(listed, list) else []:
            if module.value not in known:
                yield entry.fault(module.line, "module-unknown", found=str(module.value))
    for entry in list(found.values())[:1]:
        for missing in [name for name in expected if name not in found]:
            yield entry.fault(0, "field-missing", field=missing, where="paths")


def organization(
    file: str, node: Node, found: Organization, duties: Iterable[str], checklists: Iterable[Checklist]
) -> Iterator[Fault]:
    """Check an organization: reminders of duties that exist, a real time zone.

    `checklists` say for how long people are asked about a talk; their message must not leave twice.
    """
    for number, own in enumerate(found.own_values):
        if own.own is None and own.rule is None:
            line = node.at(("own_values", number)).line
            yield Fault(file, line, "field-missing", {"field": "own", "where": f"own_values > {number + 1}"})
    for number, reminder in enumerate(found.reminders):
        path: tuple[str | int, ...] = ("reminders", number)
        if reminder.duty not in duties:
            yield Fault(file, node.at((*path, "duty")).line, "duty-unknown", {"found": reminder.duty})
        if reminder.closes <= reminder.opens:
            opens, closes = reminder.opens.isoformat("minutes"), reminder.closes.isoformat("minutes")
            hours = {"opens": opens, "closes": closes}
            yield Fault(file, node.at((*path, "closes")).line, "hours-reversed", hours)
        yield from _reminder(file, node, path, reminder, {unit.id for unit in found.units})
    try:
        ZoneInfo(found.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Fault(file, node.at(("time_zone",)).line, "zone-unknown", {"found": found.time_zone})
    asked = max((checklist.window_days for checklist in checklists), default=0)
    yield from _retention(file, node, found, -(-asked // SHORTEST_MONTH))
    for text in texts(node):
        if any(brace in words for words in texts_of(text).values() for brace in "{}"):
            yield Fault(file, text.line, "braces-in-value")


def _reminder(
    file: str, node: Node, path: tuple[str | int, ...], found: Reminders, units: Collection[str]
) -> Iterator[Fault]:
    """Check one reminder: a month only for a year, a ladder that has room, an audience that there is."""
    if found.month and found.cadence is not Cadence.YEARLY:
        yield Fault(
            file, node.at((*path, "month")).line, "month-not-yearly", {"cadence": found.cadence.value}
        )
    if found.duty == CIRCULATED and (found.ladder or found.on_path_change):
        field = "ladder" if found.ladder else "on_path_change"
        yield Fault(file, node.at((*path, field)).line, "code-asks-plainly", {"field": field})
    room = SHORTEST[found.cadence] - 1 - MARGIN
    if found.ladder and found.ladder.days > room:
        said = {"days": found.ladder.days, "room": room, "cadence": found.cadence.value}
        yield Fault(file, node.at((*path, "ladder")).line, "ladder-too-long", said)
    for number, unit in enumerate(found.audience.units):
        if unit not in units:
            line = node.at((*path, "audience", "units", number)).line
            yield Fault(file, line, "unit-unknown", {"found": unit})


def _retention(file: str, node: Node, found: Organization, asked_months: int) -> Iterator[Fault]:
    """Check that a kind has one entry, and that no record goes before the law and the messages allow it."""
    seen: dict[RecordKind, int] = {}
    between = max((reminder.cadence.months for reminder in found.reminders), default=0)
    for number, entry in enumerate(found.retention.records if found.retention else ()):
        path: tuple[str | int, ...] = ("retention", "records", number)
        said: dict[str, str | int] = {"kind": entry.kind.value, "least": LEAST_MONTHS}
        months = node.at((*path, "months")).line
        if entry.kind in seen:
            yield Fault(file, node.at((*path, "kind")).line, "retention-twice", said)
        seen[entry.kind] = entry.months
        if entry.transitory and entry.kind not in TRANSITORY | IMPERSONAL:
            yield Fault(file, node.at((*path, "transitory")).line, "retention-not-transitory", said)
        elif entry.months < LEAST_MONTHS and not entry.transitory and entry.kind not in IMPERSONAL:
            either = entry.kind in TRANSITORY
            yield Fault(
                file, months, "retention-short-or-transitory" if either else "retention-too-short", said
            )
        least = max(between, asked_months) if entry.kind is RecordKind.DELIVERY else between
        if entry.kind in ONCE_ONLY and entry.months < least:
            yield Fault(file, months, "retention-before-reminder", {**said, "least": least})
    asked_again = seen.get(RecordKind.NOTICE_SEEN)
    for kind in (RecordKind.LANGUAGE_CHOSEN, RecordKind.TEXT_ONLY_CHOSEN):
        if (chosen := seen.get(kind)) and (asked_again is None or asked_again > chosen):
            line = node.at(("retention", "records")).line
            yield Fault(file, line, "retention-without-language", {"kind": kind.value})
    person = seen.get(RecordKind.PERSON)
    for kind in (RecordKind.PLACE, RecordKind.ADDRESS):
        if person and not 0 < seen.get(kind, 0) <= person:
            yield Fault(
                file, node.at(("retention", "records")).line, "retention-person-first", {"kind": kind.value}
            )
