"""The forms of the action plan: what a line and a follow-up ask, what they hold, what is wrong; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from content.model import FollowUp, Goal, Library, Name, Note, Text, Title
from content.model.evidence import HEADINGS, MOST_IN_A_NAME, MOST_IN_A_TITLE
from content.wording import filled
from dialogs import dates, writing
from dialogs.views import Choice, DateInput, Input, Value, WordsInput
from dialogs.writing import Held

MOST_IN_A_FOLLOW_UP = 500
"""Characters in each language; a card shows several of them."""

MOST_IN_A_NUMBER = 12
FURTHEST, LONGEST_AGO = timedelta(days=3_653), timedelta(days=3_653)
"""How far from today a line may be due, or a follow-up may lie back."""

COUNTED = (
    "modules-finished",
    "onboarding-finished",
    "acknowledgements",
    "talks-confirmed",
    "reminders-answered",
    "courses-reported",
    "sessions-attended",
)
"""Indicators that are counted here, by the measure of that name; people who are written to are no result."""

TYPED = "typed"
"""The indicator that somebody types with each follow-up."""

KINDS, LEVELS = ("goal", "risk"), ("organization", "branch", "unit")
GOAL = (
    *("kind", "level", "title_en", "title_fr", "measure", "indicator_en", "indicator_fr", "target"),
    *("due", "owner_en", "owner_fr", "corporate_en", "corporate_fr", "headings"),
)
FOLLOW_UP = ("goal", "day", "value", "note_en", "note_fr")

NUMBER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:[ ,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}][0-9]{3}){1,2}")
GROUPS = re.compile(r"[ ,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the inputs of a form have in common: the words, what it holds, and the button that sends it."""

    library: Library
    held: Held
    submit: str

    def label(self, field: str) -> Text:
        """Return what an input asks."""
        return self.library.sentences[f"plan.field.{field}"]

    def words(self, field: str, most: int, *, lines: bool = False, required: bool = False) -> WordsInput:
        """Return an input for words; what is too long comes back long enough to be mended."""
        missing = self.library.sentences["plan.words-required"]
        value = writing.cut(self.held.get(field, ""), 2 * most)
        return WordsInput(field, self.label(field), self.submit, most, missing, value, lines, required)

    def both(self, field: str, most: int, *, lines: bool = False) -> tuple[WordsInput, WordsInput]:
        """Return an input for each language; one of them is enough."""
        return self.words(f"{field}_en", most, lines=lines), self.words(f"{field}_fr", most, lines=lines)

    def choice(
        self, field: str, options: Sequence[tuple[str, Text]], *, required: bool = True, several: bool = False
    ) -> Choice:
        """Return a list that folds."""
        return Choice(
            field,
            self.label(field),
            tuple(options),
            self.submit,
            required=required,
            compact=not several,
            value=writing.cut(self.held.get(field, ""), 200),
            several=several,
        )

    def day(self, field: str, first: date, last: date) -> DateInput:
        """Return an input for a day between two."""
        missing = filled(self.library.sentences["plan.day-required"], {"first": first, "last": last})
        value = writing.cut(self.held.get(field, ""), 20)
        return DateInput(field, self.label(field), self.submit, last, first, missing, value)

    def named(self, group: str, ids: Sequence[str]) -> tuple[tuple[str, Text], ...]:
        """Return options that the sentences of a group name."""
        return tuple((each, self.library.sentences[f"plan.{group}.{each}"]) for each in ids)


# What a form holds --------------------------------------------------------------------------------


def number(words: str) -> int | None:
    """Return a whole number, also with its thousands apart or a percent sign; None for anything else."""
    bare = words.strip().removesuffix("%").strip()
    return int(GROUPS.sub("", bare)) if NUMBER.fullmatch(bare) else None


def cleaned_goal(given: Held) -> dict[str, str]:
    """Return what was given for a line, without what nobody can see; headings in their order."""
    held = writing.cleaned(given, GOAL, ("due",))
    chosen = held.get("headings", "").replace(",", " ").split()
    return held | {"headings": ",".join(each for each in HEADINGS if each in chosen)}


def cleaned_follow_up(given: Held) -> dict[str, str]:
    """Return what was given for a follow-up."""
    return writing.cleaned(given, FOLLOW_UP, ("day",))


def pair(held: Held, field: str) -> dict[str, str]:
    """Return the words of a field in both languages, by language."""
    return {"en": held.get(f"{field}_en", ""), "fr": held.get(f"{field}_fr", "")}


def said(held: Held, field: str) -> bool:
    """Tell whether a field is filled in either language."""
    return any(pair(held, field).values())


def goal_of(held: Held, before: Goal | None = None) -> Goal:
    """Return the line that a form without faults says; what no form asks stays as it was `before`."""
    counted = held.get("measure", TYPED)
    fields: dict[str, object] = {
        "kind": held["kind"],
        "level": held["level"],
        "title": Title(**pair(held, "title")),
        "indicator": Title(**pair(held, "indicator")) if said(held, "indicator") else None,
        "measure": None if counted == TYPED else counted,
        "target": number(held.get("target", "")),
        "due": date.fromisoformat(held["due"]),
        "owner": Name(**pair(held, "owner")),
        "corporate_line": Title(**pair(held, "corporate")) if said(held, "corporate") else None,
        "headings": tuple(filter(None, held.get("headings", "").split(","))),
    }
    if before is not None:
        fields |= {"follow_ups": before.follow_ups, "state": before.state, "withdrawn": before.withdrawn}
    return Goal.model_validate(fields)


def held_by_goal(goal: Goal) -> dict[str, str]:
    """Return what the form of a line holds."""
    words = {
        "title": goal.title,
        "indicator": goal.indicator,
        "owner": goal.owner,
        "corporate": goal.corporate_line,
    }
    texts = {
        f"{field}_{language}": text
        for field, own in words.items()
        for language, text in (("en", own.en if own else ""), ("fr", own.fr if own else ""))
    }
    return {
        **texts,
        "kind": goal.kind,
        "level": goal.level,
        "measure": goal.measure or TYPED,
        "target": "" if goal.target is None else str(goal.target),
        "due": goal.due.isoformat(),
        "headings": ",".join(goal.headings),
    }


def follow_up_of(held: Held) -> FollowUp:
    """Return the follow-up that a form without faults says."""
    note = Note(**pair(held, "note")) if said(held, "note") else None
    return FollowUp(day=date.fromisoformat(held["day"]), value=number(held.get("value", "")), note=note)


# What it asks -------------------------------------------------------------------------------------


def of_goal(library: Library, today: date, held: Held, submit: str) -> tuple[Input, ...]:
    """Return the inputs of a line with what they hold."""
    asked = Asked(library, held, submit)
    measures = ((TYPED, library.sentences["plan.measure.typed"]), *asked.named("measure", COUNTED))
    headings = tuple((each, library.sentences[f"registers.heading.{each}"]) for each in HEADINGS)
    return (
        asked.choice("kind", asked.named("kind", KINDS)),
        asked.choice("level", asked.named("level", LEVELS)),
        *asked.both("title", MOST_IN_A_TITLE),
        asked.choice("measure", measures),
        *asked.both("indicator", MOST_IN_A_TITLE),
        asked.words("target", MOST_IN_A_NUMBER),
        asked.day("due", today - LONGEST_AGO, today + FURTHEST),
        *asked.both("owner", MOST_IN_A_NAME),
        *asked.both("corporate", MOST_IN_A_TITLE),
        asked.choice("headings", headings, required=False, several=True),
    )


def of_follow_up(
    library: Library, today: date, held: Held, submit: str, goals: Sequence[tuple[str, Text]], *, typed: bool
) -> tuple[Input, ...]:
    """Return the inputs of a follow-up; `goals` are to choose from, `typed` asks for a number."""
    asked = Asked(library, held, submit)
    value = (asked.words("value", MOST_IN_A_NUMBER),) if typed else ()
    return (
        *((asked.choice("goal", goals),) if goals else ()),
        asked.day("day", today - LONGEST_AGO, today),
        *value,
        *asked.both("note", MOST_IN_A_FOLLOW_UP, lines=True),
    )


# What is wrong with it ----------------------------------------------------------------------------


def slip(library: Library, name: str, field: str, **values: Value) -> Text:
    """Return a sentence that says what is wrong with a field."""
    label = {"field": library.sentences[f"plan.field.{field}"]}
    return filled(library.sentences[f"plan.fault.{name}"], {**label, **values})


def goal_faults(library: Library, today: date, held: Held) -> tuple[Text, ...]:
    """Return everything that is wrong with a line, field by field."""
    return tuple(_in_a_goal(library, today, held))


def _in_a_goal(library: Library, today: date, held: Held) -> Iterator[Text]:
    for field, known in (("kind", KINDS), ("level", LEVELS), ("measure", (TYPED, *COUNTED))):
        if held.get(field) not in known:
            yield slip(library, "choose", field)
    yield from needed(library, held, "title")
    yield from needed(library, held, "owner")
    most = {"title": MOST_IN_A_TITLE, "indicator": MOST_IN_A_TITLE, "owner": MOST_IN_A_NAME}
    yield from too_long(library, held, {**most, "corporate": MOST_IN_A_TITLE}, lines=False)
    yield from _in_the_indicator(library, held)
    yield from not_a_day(library, held, "due", today - LONGEST_AGO, today + FURTHEST)


def _in_the_indicator(library: Library, held: Held) -> Iterator[Text]:
    """Find what is wrong with how it is measured: one indicator or none, and a number only with one."""
    counted = held.get("measure") in COUNTED
    if counted and said(held, "indicator"):
        yield library.sentences["plan.fault.two-indicators"]
    target = held.get("target", "")
    if target and number(target) is None:
        yield slip(library, "number", "target")
    elif target and not counted and not said(held, "indicator"):
        yield library.sentences["plan.fault.no-indicator"]


def follow_up_faults(library: Library, today: date, held: Held, *, chooses: bool) -> tuple[Text, ...]:
    """Return everything that is wrong with a follow-up; one that `chooses` has to name its line."""
    return tuple(_in_a_follow_up(library, today, held, chooses=chooses))


def _in_a_follow_up(library: Library, today: date, held: Held, *, chooses: bool) -> Iterator[Text]:
    if chooses and not held.get("goal"):
        yield slip(library, "choose", "goal")
    yield from not_a_day(library, held, "day", today - LONGEST_AGO, today)
    value = held.get("value", "")
    if value and number(value) is None:
        yield slip(library, "number", "value")
    if not value and not said(held, "note"):
        yield library.sentences["plan.fault.empty-follow-up"]
    yield from too_long(library, held, {"note": MOST_IN_A_FOLLOW_UP}, lines=True)


def needed(library: Library, held: Held, field: str) -> Iterator[Text]:
    """Find a field that is filled in neither language."""
    if not said(held, field):
        yield slip(library, "neither", f"{field}_en")


def too_long(library: Library, held: Held, most: Mapping[str, int], *, lines: bool) -> Iterator[Text]:
    """Find words that are too long, or more than a line where only one is asked for."""
    for field, limit in most.items():
        for language, words in pair(held, field).items():
            named = f"{field}_{language}"
            if len(words) > limit:
                label = library.sentences[f"plan.field.{named}"]
                yield writing.too_long(library, label, len(words), limit)
            if not lines and "\n" in words:
                yield slip(library, "lines", named)


def not_a_day(library: Library, held: Held, field: str, first: date, last: date) -> Iterator[Text]:
    """Find a day that is none, or does not lie between two."""
    if dates.ahead(held.get(field, ""), first, last) is None:
        yield slip(library, "day", field, first=first, last=last)
