"""Rules for questions without a name: each can be answered, and what is promised is said first."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from content.faults import Fault
from content.model import LANGUAGES, AnswerOption, AskedQuestion, Questionnaire
from content.overlay import texts
from content.shelf import Entry
from content.wording import PLACEHOLDER
from content.yaml_source import Node

RESERVED = ("reason", "token", "verb")
"""What a button of the form sends besides the answers."""
ONE_EACH = ("feedback", "pulse", "rating")
"""Kinds of which there is one; it is opened by that name. Any other questionnaire is a poll."""
TAPS = ("self-check", "talk-not-yet", "doors")
CHECKS = "check-"
"""Under which names single presses are counted; the second is how those of dilemmas begin."""
PROMISED = frozenset({"end", "least"})
"""What is filled in at the moment: the first day on which answers are read, and how many there have to be."""
ROOM, ROOM_FOR_WORDS = 64, 4032
"""Bytes of an answer: what a slot of 128 or of 4,096 has left beside its marks and its seal."""
AROUND, WIDEST = 3, 4
"""Bytes around one word that is stored, at most, and of one character of it."""
LEAST_OPTIONS = 2
PLAIN = re.compile("[a-z0-9-]+")
"""An id that can name a file."""

Path = tuple[str | int, ...]


def decided(entry: Entry, organization: Node) -> Entry:
    """Leave a question about the person out, unless the organization names the decision that allows it."""
    if entry.kind != "questionnaire" or not isinstance(entry.node.value, Mapping):
        return entry
    listed = organization.at(("privacy", "factors")).value
    allowed = [each.at(("id",)).value for each in (listed if isinstance(listed, list) else ())]
    if entry.node.at(("factor", "id")).value in allowed:
        return entry
    kept = {name: node for name, node in entry.node.value.items() if name != "factor"}
    return replace(entry, node=replace(entry.node, value=kept))


def rules(entry: Entry, found: Questionnaire) -> Iterator[Fault]:
    """Check one questionnaire: what it is, whom it asks and when, and each of its questions."""
    yield from _named(entry, found)
    yield from _asked_whom(entry, found)
    yield from _promise(entry)
    taken = [*RESERVED, *([found.factor.id] if found.factor else [])]
    for number, question in enumerate(found.questions):
        path: Path = ("questions", number)
        if question.id in taken:
            line = entry.node.at((*path, "id")).line
            yield entry.fault(line, "id-twice", found=question.id, other=entry.file)
        yield from _question(entry, path, question)
    longest, room = _longest(found), ROOM_FOR_WORDS if found.wordy else ROOM
    if longest > room:
        yield entry.blame(entry.node.at(("questions",)), "answer-too-long", length=longest, most=room)


def _named(entry: Entry, found: Questionnaire) -> Iterator[Fault]:
    if found.id in TAPS or found.id.startswith(CHECKS):
        yield entry.blame(entry.node.at(("id",)), "id-taken", found=found.id)
    if not PLAIN.fullmatch(found.id):
        yield entry.blame(entry.node.at(("id",)), "id-not-plain", found=found.id)
    kind = found.id if found.id in ONE_EACH else "poll"
    if found.kind != kind:
        where = f"{found.id} > kind"
        yield entry.blame(entry.node.at(("kind",)), "not-one-of", where=where, expected=kind)


def _asked_whom(entry: Entry, found: Questionnaire) -> Iterator[Fault]:
    """Check that only a poll has days and an audience, and that nobody can be found in either."""
    if found.kind != "poll":
        given = [name for name in ("audience", "first_day", "last_day") if name in _parts(entry.node)]
        for name in given:
            yield entry.blame(entry.node.at((name,)), "field-unknown", field=name, where=found.id)
        return
    for name in found.audience.model_fields_set - {"paths"}:
        yield entry.blame(entry.node.at(("audience", name)), "poll-of-people")
    days = {"first_day": found.first_day, "last_day": found.last_day}
    if found.first_day and found.last_day:
        if found.last_day < found.first_day:
            said = {name: day.isoformat() for name, day in days.items() if day}
            yield entry.blame(entry.node.at(("last_day",)), "days-reversed", **said)
        return
    for name, other in (("first_day", "last_day"), ("last_day", "first_day")):
        if days[other] and not days[name]:
            yield entry.blame(entry.node.at((other,)), "field-missing", field=name, where=found.id)


def _promise(entry: Entry) -> Iterator[Fault]:
    """Check that the opening says when answers are read and from how many, and fills nothing else."""
    for text in texts(entry.node):
        for name in sorted(_filled([text]) - PROMISED):
            yield entry.blame(text, "questionnaire-fills", found=name)
    opening = entry.node.at(("opening",))
    for name in sorted(PROMISED - _filled(texts(opening))):
        yield entry.blame(opening, "promise-missing", field=name)


def _filled(found: Iterable[Node]) -> frozenset[str]:
    """Return the names in single braces that some texts hold."""
    words = [text.at((language,)).value for text in found for language in LANGUAGES]
    return frozenset(name for each in words for name in PLACEHOLDER.findall(str(each)))


def _question(entry: Entry, path: Path, question: AskedQuestion) -> Iterator[Fault]:
    where = f"{entry.id} > {question.id}"
    if question.kind == "words":
        if question.options:
            field = {"field": "options", "where": where}
            yield entry.blame(entry.node.at((*path, "options")), "field-unknown", **field)
        return
    if len(question.options) < LEAST_OPTIONS:
        said: dict[str, str | int] = {"where": f"{where} > options", "least": LEAST_OPTIONS}
        yield entry.blame(entry.node.at((*path, "options")), "too-few", **said)
    given = "most" in _parts(entry.node.at(path))
    if question.kind == "one" and given:
        yield entry.blame(entry.node.at((*path, "most")), "field-unknown", field="most", where=where)
    elif question.kind == "several" and question.most > len(question.options):
        said = {"where": where, "most": len(question.options)}
        yield entry.blame(entry.node.at((*path, "most")), "several-without-most", **said)


def _longest(found: Questionnaire) -> int:
    """Return how many bytes the longest answer takes as it is stored: ids, and words that were written."""
    words = [word for question in found.questions for word in (question.id, _answer(question))]
    if found.factor:
        words += [found.factor.id, _id(found.factor.options)]
    written = sum(AROUND + WIDEST * question.most for question in found.questions if question.kind == "words")
    return sum(1 + len(word) for word in words) + written


def _answer(question: AskedQuestion) -> str:
    """Return the longest ids that can be chosen together."""
    if question.kind != "several":
        return _id(question.options)
    ids = sorted((option.id for option in question.options), key=len, reverse=True)
    return " ".join(ids[: question.most])


def _id(options: Collection[AnswerOption]) -> str:
    return max((option.id for option in options), key=len, default="")


def _parts(node: Node) -> Mapping[str, Node]:
    return node.value if isinstance(node.value, Mapping) else {}
