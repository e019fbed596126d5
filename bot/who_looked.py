"""Adds up the access list for everyone: in which month which roles opened what, how often; nobody's name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from content.model import Library, Text
from content.wording import period_in_words
from dialogs.flow import Answer
from dialogs.people import Role
from dialogs.views import Table, Value
from dialogs.who_looked import NOBODY
from reports.parts import parts
from storage.ports import Store

KINDS = (
    "feedback",
    "feedback-words",
    "report",
    "report-file",
    "signals",
    "unanswered",
    "unreached",
    "rehearsal",
    "record",
    "evidence",
    "self-assessment",
    "self-assessment-file",
)
"""What is looked at, in the order in which it is shown; anything else is the last. The sentence
`who-looked.<kind>` names each."""

OTHER = "other"


async def who_looked(store: Store, library: Library, part: int) -> Answer:
    """Return one part of the summary, the newest month first; one that there is not any more is the last."""
    looks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in await store.registers.find("access"):
        kind = str(entry.body.get("what", OTHER)) + ("-file" if "format" in entry.body else "")
        month = str(entry.body["day"])[: len("2026-11")]
        looks[month, kind if kind in KINDS else OTHER].append(str(entry.body.get("role", OTHER)))
    words = library.sentences
    header = tuple(words[f"who-looked.column.{each}"] for each in ("month", "what", "times", "roles"))
    rows = tuple(_row(words, *each, looks[each]) for each in sorted(looks, key=_place))
    table = Table(words["who-looked.table"], header, rows)
    found = parts([table] if rows else [], library)
    number = min(max(part, 1), len(found))
    return Answer({"part": number, "of": len(found)}, found[number - 1], state="" if rows else NOBODY)


def _place(month_and_kind: tuple[str, str]) -> tuple[int, int]:
    """Put the newest month first, and within it the kinds in their order."""
    month, kind = month_and_kind
    return -int(month.replace("-", "")), (*KINDS, OTHER).index(kind)


def _row(words: Mapping[str, Text], month: str, kind: str, roles: Sequence[str]) -> tuple[Value, ...]:
    known = {role.value for role in Role}
    names = {f"role.{role}" if role in known else "who-looked.operator" for role in roles}
    by = tuple(words[name] for name in sorted(names))
    return (period_in_words(month), words[f"who-looked.{kind}"], len(roles), by)
