"""The form in which an office writes to its people: what it asks, and what it holds; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from content.characters import visible
from content.model import LANGUAGES, Audience, Library, Text, Written
from content.wording import filled
from dialogs import dates, themes
from dialogs.audience import gone
from dialogs.views import Choice, DateInput, Input, WordsInput

Held = Mapping[str, str]
"""What a form holds, by the id of the input, as it was written."""

MOST_IN_A_TITLE, MOST_IN_A_BODY, MOST_IN_A_LIST = 120, 2_000, 2_000
"""Characters; a body has so many in each language."""

MOST_PARAGRAPHS = 20
"""Each costs room on the card besides its words."""

MOST_COMING_BACK = 7_400
"""Characters of a card that what was written may fill, together with the names of audiences to choose from;
25 KB are 12,800, and the form needs the rest."""

LEAST_OF_A_BODY = 300
"""Characters that a body has in each language, however many audiences there are to choose from."""

AROUND_AN_OPTION = 27
"""Characters of a card around an option's name and id."""

MOST_OF_A_FIELD: Mapping[str, int] = {
    "title_en": 2 * MOST_IN_A_TITLE,
    "title_fr": 2 * MOST_IN_A_TITLE,
    "audience": 80,
    "first_day": 60,
    "spread": 60,
}
"""How many of them a field may fill that is no body of a message."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a form has room for, in characters: a body in each language, a list, and all that comes back."""

    body: int = MOST_IN_A_BODY
    people: int = MOST_IN_A_LIST
    room: int = MOST_COMING_BACK


USUAL = Limits()

FURTHEST = timedelta(days=366)
SPREADS = (0, 5, 10, 20)
ROOM = timedelta(days=14)
"""How long after its last regular day a message may still leave: for who was away, or had no room."""

NEWCOMERS = 60
"""Days since the first day of work."""

EVERYONE, LISTED = "everyone", "list"
USUAL_AUDIENCES: Mapping[str, Audience] = {
    EVERYONE: Audience(),
    "managers": Audience(roles=("manager",)),
    "executives": Audience(paths=("executive",)),
    "employees": Audience(paths=("employee",)),
    "students": Audience(paths=("student",)),
    "newcomers": Audience(newcomers_days=NEWCOMERS),
}
"""What every organization's form offers. Whoever follows the managers' path is among the managers."""

UNIT, NAMED = "unit-", "named-"
TEXTS = ("title_en", "title_fr", "body_en", "body_fr")
FIELDS = (*TEXTS, "audience", "people", "first_day", "spread")

BRACES = re.compile(r"\{[^{}\n]{0,60}\}")
"""A placeholder that nobody fills: whoever reads the message would read it."""

UNFINISHED = re.compile(r":[ \t\xa0]*(?:\N{HORIZONTAL ELLIPSIS}|\.\.\.)[ \t]*(?:\n|$)")
"""A line of a ready draft that only its sender can complete, and nobody has."""

BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
BETWEEN_PEOPLE = re.compile(r"[\s,;]+")


# What a form holds --------------------------------------------------------------------------------


def cleaned(
    given: Held, fields: Sequence[str] = FIELDS, days: Sequence[str] = ("first_day",)
) -> dict[str, str]:
    """Return what was given for each field of ours, without what nobody can see; days as yyyy-mm-dd."""
    held = {field: clean(given[field]) for field in fields if field in given}
    known = {field: day for field in days if (day := dates.read(held.get(field, "")))}
    return held | {field: day.isoformat() for field, day in known.items()}


def clean(words: str) -> str:
    """Return words without what nobody can see, with one way of ending a line."""
    lines = re.sub(r"\r\n|[\r\u2028\u2029\x0b\x0c]", "\n", words)
    return visible(lines).strip()


def paragraphs(words: str) -> tuple[str, ...]:
    """Split a text at its blank lines."""
    return tuple(part.strip() for part in BETWEEN_PARAGRAPHS.split(words) if part.strip())


def people(held: Held) -> tuple[str, ...]:
    """Return the ids and emails of a list, each once, in small letters."""
    named = BETWEEN_PEOPLE.split(held.get("people", "").casefold())
    return tuple(dict.fromkeys(filter(None, named)))


def title_of(held: Held) -> Text:
    """Return the title of a form without faults."""
    return Text(en=held["title_en"], fr=held["title_fr"])


def body_of(held: Held) -> tuple[Text, ...]:
    """Return the paragraphs of a form without faults, each with its counterpart."""
    pairs = zip(paragraphs(held["body_en"]), paragraphs(held["body_fr"]), strict=True)
    return tuple(Text(en=en, fr=fr) for en, fr in pairs)


def audience_of(held: Held, listed: tuple[str, ...] = ()) -> Audience:
    """Return whom a form without faults means; `listed` are the ids of the people of its list."""
    match held["audience"]:
        case chosen if chosen.startswith(UNIT):
            return Audience(units=(chosen.removeprefix(UNIT),))
        case chosen if chosen.startswith(NAMED):
            return Audience(named=chosen.removeprefix(NAMED))
        case "list":
            return Audience(people=listed)
        case chosen:
            return USUAL_AUDIENCES[chosen]


def days_of(held: Held) -> tuple[date, int, date]:
    """Return the first day of a form without faults, over how many it is spread, and the last one."""
    first, spread = date.fromisoformat(held["first_day"]), int(held["spread"])
    return first, spread, first + timedelta(days=spread) + ROOM


def held_by(library: Library, written: Written, listed: Mapping[str, str]) -> dict[str, str]:
    """Return what the form of a message holds; `listed` names the people of its list, by id."""
    rewording = written.rewording
    title, body = (rewording.title, rewording.body) if rewording else (written.title, written.body)
    return {
        **texts_held(title, body),
        "audience": chosen_for(library, written.audience),
        "people": " ".join(listed.get(each, each) for each in written.audience.people),
        "first_day": written.first_day.isoformat(),
        "spread": str(written.spread_days),
    }


def texts_held(title: Text, body: tuple[Text, ...]) -> dict[str, str]:
    """Return what the fields of a text hold."""
    whole = {language: "\n\n".join(part.of(language) for part in body) for language in LANGUAGES}
    return {"title_en": title.en, "title_fr": title.fr, "body_en": whole["en"], "body_fr": whole["fr"]}


def from_draft(library: Library, draft: str) -> dict[str, str]:
    """Return what a form begins with: nothing, or a ready draft without what only its sender can fill."""
    ready = library.drafts.get(themes.begun_with(draft)[0])
    begun = {"audience": EVERYONE, "spread": "0"}
    if ready is None:
        return begun
    body = tuple(part for part in ready.body if not any(BRACES.search(part.of(each)) for each in LANGUAGES))
    return begun | texts_held(ready.title, body) | {"audience": ready.audience}


def chosen_for(library: Library, audience: Audience) -> str:
    """Return the option that means an audience; one that no form can make is a list.

    Nothing is chosen where the organization no longer maintains it.
    """
    if gone(library.organization, audience):
        return ""
    options = (each for each, _ in audiences(library) if each != LISTED)
    return next((each for each in options if audience_of({"audience": each}) == audience), LISTED)


# What it asks -------------------------------------------------------------------------------------


def audiences(library: Library) -> tuple[tuple[str, Text], ...]:
    """Return whom a form lets choose."""
    organization, words = library.organization, library.sentences
    usual = ((each, words[f"campaigns.to.{each}"]) for each in USUAL_AUDIENCES)
    named = ((f"{NAMED}{each.id}", each.name) for each in organization.audiences.values())
    units = ((f"{UNIT}{unit.id}", unit.name) for unit in organization.units)
    return (*usual, *named, *units, (LISTED, words["campaigns.to.list"]))


def inputs(
    library: Library, today: date, held: Held, submit: str, *, all_fields: bool, limits: Limits = USUAL
) -> tuple[Input, ...]:
    """Return the inputs of a form with what they hold; without `all_fields`, those of its texts only."""
    words, limits = library.sentences, beside_audiences(library, limits)
    held = _coming_back(held, limits)

    def asked(field: str, most: int, *, lines: bool = False, required: bool = True) -> WordsInput:
        label, missing = words[f"campaigns.field.{field}"], words["campaigns.words-required"]
        value = held.get(field, "")
        return WordsInput(field, label, submit, most, missing, value, lines=lines, required=required)

    texts = (
        asked("title_en", MOST_IN_A_TITLE),
        asked("title_fr", MOST_IN_A_TITLE),
        asked("body_en", limits.body, lines=True),
        asked("body_fr", limits.body, lines=True),
    )
    if not all_fields:
        return texts
    spreads = tuple((str(days), words[f"campaigns.spread.{days}"]) for days in SPREADS)
    return (
        *texts,
        Choice(
            "audience",
            words["campaigns.field.audience"],
            audiences(library),
            submit,
            compact=True,
            value=held.get("audience", ""),
        ),
        asked("people", limits.people, lines=True, required=False),
        DateInput(
            "first_day",
            words["campaigns.field.first_day"],
            submit,
            latest=today + FURTHEST,
            earliest=today,
            missing=filled(words["campaigns.day-required"], {"first": today, "last": today + FURTHEST}),
            value=held.get("first_day", ""),
        ),
        Choice(
            "spread",
            words["campaigns.field.spread"],
            spreads,
            submit,
            compact=True,
            value=held.get("spread", ""),
        ),
    )


def beside_audiences(library: Library, limits: Limits) -> Limits:
    """Return what a form has room for beside the names of the audiences that it offers."""
    offered = audiences(library)
    names = sum(max(weight(name.en), weight(name.fr)) for _, name in offered)
    taken = names + sum(len(id_) + AROUND_AN_OPTION for id_, _ in offered)
    titles = 2 * MOST_IN_A_TITLE
    body = min(limits.body, max(LEAST_OF_A_BODY, (limits.room - taken - titles) // 2))
    return replace(limits, body=body, room=max(limits.room - taken, titles + 2 * body))


def _coming_back(held: Held, limits: Limits) -> dict[str, str]:
    """Return what comes back on the card, each as it was written, and cut only where a card has no room.

    A list of people is the last to find room: whoever chose it is told that nobody stands in it, where a text
    that lost its end might be sent.
    """
    room, back = limits.room, {}
    bodies = TEXTS[2:]
    most = {**MOST_OF_A_FIELD, "people": limits.people * 6 // 5}
    short = [field for field in FIELDS if field not in (*bodies, "people")]
    for field in (*short, *bodies, "people"):
        left = max(room // 2, room - weight(held.get(bodies[1], ""))) if field == bodies[0] else room
        back[field] = cut(held.get(field, ""), min(most.get(field, left), left))
        room -= weight(back[field])
    return back


def too_long(library: Library, field: Text, count: int, most: int) -> Text:
    """Say that a field holds more characters than it may, in the words of every form."""
    reason = filled(library.sentences["registers.slip.too-long"], {"count": count, "most": most})
    return filled(library.sentences["registers.form-slip"], {"field": field, "reason": reason})


def cut(words: str, most: int) -> str:
    """Return as much of somebody's words as fill so many characters of a card."""
    while (taken := weight(words)) > most:
        words = words[: min(len(words) - 1, len(words) * most // taken)]
    return words


def weight(words: str) -> int:
    """Return how many characters of a card words take, in units of UTF-16."""
    return len(words.encode("utf-16-le")) // 2 + sum(letter in '"\\\n\t' for letter in words)
