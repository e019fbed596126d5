"""What is wrong with a form in which an office writes, field by field; pure."""

from collections.abc import Iterator
from datetime import date

from content.model import LANGUAGES, Language, Library, Text
from content.wording import filled
from dialogs import dates, writing
from dialogs.views import Value
from dialogs.writing import USUAL, Held, Limits

MOST_NAMED = 15
"""How many unknown people a card names; the others are counted."""


def found(
    library: Library,
    today: date,
    held: Held,
    *,
    all_fields: bool,
    limits: Limits = USUAL,
) -> tuple[Text, ...]:
    """Return everything that is wrong with a form, field by field, as far as its words tell."""
    limits = writing.beside_audiences(library, limits)
    texts = list(_in_the_texts(library, held, limits))
    return tuple(texts + list(_in_the_rest(library, today, held, limits)) if all_fields else texts)


def slip(library: Library, name: str, field: str = "", **values: Value) -> Text:
    """Return a sentence that says what is wrong with a field."""
    label = {"field": library.sentences[f"campaigns.field.{field}"]} if field else {}
    return filled(library.sentences[f"campaigns.fault.{name}"], {**label, **values})


def too_long(library: Library, field: str, count: int, most: int) -> Text:
    """Say that a field holds more characters than it may."""
    return writing.too_long(library, library.sentences[f"campaigns.field.{field}"], count, most)


def unknown_people(library: Library, unknown: tuple[str, ...]) -> Text:
    """Name those of a list whom the staff list does not know; of many, the others are counted."""
    named = ", ".join(each[:100] for each in unknown[:MOST_NAMED])
    more = len(unknown) - MOST_NAMED
    if more > 0:
        return slip(library, "unknown-people-and-more", "people", names=named, more=more)
    return slip(library, "unknown-people", "people", names=named)


def _in_the_texts(library: Library, held: Held, limits: Limits) -> Iterator[Text]:
    """Find what is wrong with the texts."""
    for field in writing.TEXTS:
        words, most = (
            held.get(field, ""),
            writing.MOST_IN_A_TITLE if field.startswith("title") else limits.body,
        )
        if not words:
            yield slip(library, "empty", field)
        if len(words) > most:
            yield too_long(library, field, len(words), most)
        if braces := writing.BRACES.search(words):
            yield slip(library, "braces", field, found=braces[0])
        if writing.UNFINISHED.search(words):
            yield slip(library, "unfinished", field)
        if len(writing.paragraphs(words)) > writing.MOST_PARAGRAPHS:
            yield slip(
                library,
                "paragraphs",
                field,
                count=len(writing.paragraphs(words)),
                most=writing.MOST_PARAGRAPHS,
            )
        if field.startswith("title") and "\n" in words:
            yield slip(library, "lines", field)
    bodies: dict[Language, str] = {language: held.get(f"body_{language}", "") for language in LANGUAGES}
    counts = {language: len(writing.paragraphs(body)) for language, body in bodies.items()}
    if all(counts.values()) and counts["en"] != counts["fr"]:
        yield slip(library, "counterparts", en=counts["en"], fr=counts["fr"])
    if bodies["en"] and bodies["en"] == bodies["fr"]:
        yield slip(library, "same")


def _in_the_rest(library: Library, today: date, held: Held, limits: Limits) -> Iterator[Text]:
    """Find what is wrong with whom it is for and when; whether a list is known, only the staff list says."""
    if held.get("audience") not in dict(writing.audiences(library)):
        yield slip(library, "choose", "audience")
    elif held["audience"] == writing.LISTED and not writing.people(held):
        yield slip(library, "nobody-listed", "people")
    elif held["audience"] != writing.LISTED and writing.people(held):
        yield slip(library, "listed-too", "people")
    if len(held.get("people", "")) > limits.people:
        yield too_long(library, "people", len(held["people"]), limits.people)
    day = dates.read(held.get("first_day", ""))
    if day is None or not today <= day <= today + writing.FURTHEST:
        yield slip(library, "day", "first_day", first=today, last=today + writing.FURTHEST)
    if held.get("spread") not in {str(days) for days in writing.SPREADS}:
        yield slip(library, "choose", "spread")
