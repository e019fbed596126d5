"""The form in which an office writes to its people: what it asks, and what is wrong with it; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from content.characters import visible
from content.model import LANGUAGES, Audience, Language, Library, Text, Written
from content.wording import filled
from dialogs import dates
from dialogs.room import MOST_IN_A_TITLE, USUAL, Limits, coming_back
from dialogs.views import Choice, DateInput, Input, Value, WordsInput

Held = Mapping[str, str]
"""What a form holds, by the id of the input, as it was written."""

MOST_PARAGRAPHS = 20
"""Each costs room on the card besides its words."""

MOST_COMING_BACK = USUAL.room

FURTHEST = timedelta(days=366)
SPREADS = (0, 5, 10, 20)
ROOM = timedelta(days=14)
"""How long after its last regular day a message may still leave: for who was away, or had no room."""

NEWCOMERS = 60
"""Days since the first day of work."""

MOST_NAMED = 15
"""How many unknown people a card names; the others are counted."""

EVERYONE, MANAGERS, EXECUTIVES, NEW, LISTED = "everyone", "managers", "executives", "newcomers", "list"
UNIT = "unit-"
TEXTS = ("title_en", "title_fr", "body_en", "body_fr")
FIELDS = (*TEXTS, "audience", "people", "first_day", "spread")

BRACES = re.compile(r"\{[^{}\n]{0,60}\}")
"""A placeholder that nobody fills: whoever reads the message would read it."""

BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
BETWEEN_PEOPLE = re.compile(r"[\s,;]+")


# What a form holds --------------------------------------------------------------------------------


def cleaned(
    given: Held, fields: Sequence[str] = FIELDS, days: Sequence[str] = ("first_day",)
) -> dict[str, str]:
    """Return what was given for each field of ours, without what nobody can see; days as yyyy-mm-dd."""
    held = {field: _clean(given[field]) for field in fields if field in given}
    known = {field: day for field in days if (day := dates.read(held.get(field, "")))}
    return held | {field: day.isoformat() for field, day in known.items()}


def _clean(words: str) -> str:
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
        case "managers":
            return Audience(roles=("manager",))
        case "executives":
            return Audience(paths=("executive",))
        case "newcomers":
            return Audience(newcomers_days=NEWCOMERS)
        case "list":
            return Audience(people=listed)
        case _:
            return Audience()


def days_of(held: Held) -> tuple[date, int, date]:
    """Return the first day of a form without faults, over how many it is spread, and the last one."""
    first, spread = date.fromisoformat(held["first_day"]), int(held["spread"])
    return first, spread, first + timedelta(days=spread) + ROOM


def held_by(written: Written, listed: Mapping[str, str]) -> dict[str, str]:
    """Return what the form of a message holds; `listed` names the people of its list, by id."""
    rewording = written.rewording
    title, body = (rewording.title, rewording.body) if rewording else (written.title, written.body)
    return {
        **texts_held(title, body),
        "audience": chosen_for(written.audience),
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
    ready = library.drafts.get(draft)
    begun = {"audience": EVERYONE, "spread": "0"}
    if ready is None:
        return begun
    body = tuple(part for part in ready.body if not any(BRACES.search(part.of(each)) for each in LANGUAGES))
    return begun | texts_held(ready.title, body) | {"audience": ready.audience}


def chosen_for(audience: Audience) -> str:
    """Return the option that means an audience; one that no form can make is a list."""
    options = (EVERYONE, MANAGERS, EXECUTIVES, NEW, *(f"{UNIT}{unit}" for unit in audience.units[:1]))
    return next((each for each in options if audience_of({"audience": each}) == audience), LISTED)


# What it asks -------------------------------------------------------------------------------------


def audiences(library: Library) -> tuple[tuple[str, Text], ...]:
    """Return whom a form lets choose."""
    units = ((f"{UNIT}{unit.id}", unit.name) for unit in library.organization.units)
    words = library.sentences
    usual = ((each, words[f"campaigns.to.{each}"]) for each in (EVERYONE, MANAGERS, EXECUTIVES, NEW))
    return (*usual, *units, (LISTED, words["campaigns.to.list"]))


def inputs(
    library: Library, today: date, held: Held, submit: str, *, all_fields: bool, limits: Limits = USUAL
) -> tuple[Input, ...]:
    """Return the inputs of a form with what they hold; without `all_fields`, those of its texts only."""
    words, held = library.sentences, coming_back(held, FIELDS, TEXTS[2:], limits)

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


# What is wrong with it ----------------------------------------------------------------------------


def faults(
    library: Library, today: date, held: Held, *, all_fields: bool, limits: Limits = USUAL
) -> tuple[Text, ...]:
    """Return everything that is wrong with a form, field by field, as far as its words tell."""
    found = list(_faults(library, held, limits))
    return tuple(found + list(_faults_of_the_rest(library, today, held, limits)) if all_fields else found)


def fault(library: Library, name: str, field: str = "", **values: Value) -> Text:
    """Return a sentence that says what is wrong with a field."""
    label = {"field": library.sentences[f"campaigns.field.{field}"]} if field else {}
    return filled(library.sentences[f"campaigns.fault.{name}"], {**label, **values})


def unknown_people(library: Library, unknown: tuple[str, ...]) -> Text:
    """Name those of a list whom the staff list does not know; of many, the others are counted."""
    named = ", ".join(each[:100] for each in unknown[:MOST_NAMED])
    more = len(unknown) - MOST_NAMED
    if more > 0:
        return fault(library, "unknown-people-and-more", "people", names=named, more=more)
    return fault(library, "unknown-people", "people", names=named)


def _faults(library: Library, held: Held, limits: Limits) -> Iterator[Text]:
    """Find what is wrong with the texts."""
    for field in TEXTS:
        words, most = held.get(field, ""), MOST_IN_A_TITLE if field.startswith("title") else limits.body
        if not words:
            yield fault(library, "empty", field)
        if len(words) > most:
            yield fault(library, "too-long", field, count=len(words), most=most)
        if braces := BRACES.search(words):
            yield fault(library, "braces", field, found=braces[0])
        if len(paragraphs(words)) > MOST_PARAGRAPHS:
            yield fault(library, "paragraphs", field, count=len(paragraphs(words)), most=MOST_PARAGRAPHS)
        if field.startswith("title") and "\n" in words:
            yield fault(library, "lines", field)
    bodies: dict[Language, str] = {language: held.get(f"body_{language}", "") for language in LANGUAGES}
    counts = {language: len(paragraphs(body)) for language, body in bodies.items()}
    if all(counts.values()) and counts["en"] != counts["fr"]:
        yield fault(library, "counterparts", en=counts["en"], fr=counts["fr"])
    if bodies["en"] and bodies["en"] == bodies["fr"]:
        yield fault(library, "same")


def _faults_of_the_rest(library: Library, today: date, held: Held, limits: Limits) -> Iterator[Text]:
    """Find what is wrong with whom it is for and when; whether a list is known, only the staff list says."""
    if held.get("audience") not in dict(audiences(library)):
        yield fault(library, "choose", "audience")
    elif held["audience"] == LISTED and not people(held):
        yield fault(library, "nobody-listed", "people")
    elif held["audience"] != LISTED and people(held):
        yield fault(library, "listed-too", "people")
    if len(held.get("people", "")) > limits.people:
        yield fault(library, "too-long", "people", count=len(held["people"]), most=limits.people)
    day = dates.read(held.get("first_day", ""))
    if day is None or not today <= day <= today + FURTHEST:
        yield fault(library, "day", "first_day", first=today, last=today + FURTHEST)
    if held.get("spread") not in {str(days) for days in SPREADS}:
        yield fault(library, "choose", "spread")
