"""The form of a scenario: what it asks, what it holds, and what is wrong with it; pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from content.model import LANGUAGES, Library, Scenario, Text, Value, WayOut
from content.model.scenarios import FEWEST_OPTIONS, MOST_OPTIONS
from dialogs import goal_forms, writing
from dialogs.goal_forms import Asked, pair, said, slip
from dialogs.views import Input
from dialogs.writing import Held

MOST_TITLE, MOST_SITUATION, MOST_OPTION, MOST_CONSEQUENCE, MOST_TALK = 100, 500, 110, 200, 160
"""Characters in each language: the whole form has to fit on one card, also when it comes back."""

NUMBERS = tuple(str(number) for number in range(1, MOST_OPTIONS + 1))
MOST = {
    "scene": MOST_TITLE,
    **{f"option{number}": MOST_OPTION for number in NUMBERS},
    **{f"consequence{number}": MOST_CONSEQUENCE for number in NUMBERS},
    "talk": MOST_TALK,
}
"""What stands on one line."""

WHOLE = {**MOST, "situation": MOST_SITUATION}
VALUES = tuple(value.value for value in Value if value is not Value.ALL)
ASKED = (
    "scene",
    "situation",
    *(f"{name}{number}" for number in NUMBERS for name in ("option", "consequence")),
    "talk",
)
WORDS = tuple(f"{name}_{language}" for name in ASKED for language in LANGUAGES)
"""Fields that are words, in which nobody is to be recognized."""

FIELDS = ("theme", *WORDS, "tension", "holds")
IN_TENSION = 2
"""Values that pull apart."""

ROOM_TO_MEND = 20
"""Characters beyond the limit with which a field comes back."""


def cleaned(given: Held) -> dict[str, str]:
    """Return what was given, without what nobody can see; values in their order."""
    held = writing.cleaned(given, FIELDS, ())
    chosen = held.get("tension", "").replace(",", " ").split()
    holds = held.get("holds", "")
    tension = ",".join(each for each in VALUES if each in chosen)
    return held | {"tension": tension, "holds": holds if holds in NUMBERS else ""}


def scenario_of(held: Held, day: date, before: Scenario | None = None) -> Scenario:
    """Return what a form without faults says; its day and theme stay as they were `before`."""
    numbers = [number for number in NUMBERS if said(held, f"option{number}")]
    fields: dict[str, object] = {
        "day": before.day if before else day,
        "theme": before.theme if before else held["theme"],
        "withdrawn": before.withdrawn if before else False,
        "title": _text(held, "scene"),
        "situation": _text(held, "situation"),
        "options": tuple(
            WayOut(text=_text(held, f"option{number}"), consequence=_text(held, f"consequence{number}"))
            for number in numbers
        ),
        "tension": tuple(held["tension"].split(",")),
        "holds": numbers.index(held["holds"]) + 1,
        "talk": _text(held, "talk"),
    }
    return Scenario.model_validate(fields)


def _text(held: Held, field: str) -> Text:
    return Text(**pair(held, field))


def held_by(found: Scenario) -> dict[str, str]:
    """Return what the form of a scenario holds."""
    texts = {"scene": found.title, "situation": found.situation, "talk": found.talk}
    for number, option in enumerate(found.options, start=1):
        texts |= {f"option{number}": option.text, f"consequence{number}": option.consequence}
    words = {
        f"{field}_{language}": text.of(language) for field, text in texts.items() for language in LANGUAGES
    }
    return words | {"theme": found.theme, "tension": ",".join(found.tension), "holds": str(found.holds)}


def inputs(
    library: Library, held: Held, submit: str, themes: Sequence[tuple[str, Text]]
) -> tuple[Input, ...]:
    """Return the inputs with what they hold; `themes` are to choose from, where one can be chosen."""
    room = {f"{name}_{each}": WHOLE[name] * 6 // 5 + ROOM_TO_MEND for name in WHOLE for each in LANGUAGES}
    asked = Asked(
        library, {name: writing.cut(held.get(name, ""), room.get(name, 80)) for name in FIELDS}, submit
    )
    values = tuple((each, library.public_values[Value(each)]) for each in VALUES)
    numbers = tuple((each, library.sentences[f"scenarios.option.{each}"]) for each in NUMBERS)
    words = {
        name: tuple(
            asked.words(f"{name}_{each}", WHOLE[name], lines=name == "situation") for each in LANGUAGES
        )
        for name in ASKED
    }
    return (
        *((asked.choice("theme", themes),) if themes else ()),
        *(each for name in ASKED[:-1] for each in words[name]),
        asked.choice("holds", numbers),
        asked.choice("tension", values, several=True),
        *words["talk"],
    )


def faults(library: Library, held: Held, themes: Collection[str]) -> tuple[Text, ...]:
    """Return everything that is wrong with a form, field by field; `themes` may stand in it."""
    return tuple(_faults(library, held, themes))


def _faults(library: Library, held: Held, themes: Collection[str]) -> Iterator[Text]:
    if held.get("theme") not in themes:
        yield slip(library, "choose", "theme")
    for name in ("scene", "situation"):
        yield from _both(library, held, name)
    yield from _options(library, held)
    if len(held.get("tension", "").split(",")) != IN_TENSION:
        yield slip(library, "two-values", "tension")
    yield from _both(library, held, "talk")
    yield from goal_forms.too_long(library, held, MOST, lines=False)
    yield from goal_forms.too_long(library, held, {"situation": MOST_SITUATION}, lines=True)


def _options(library: Library, held: Held) -> Iterator[Text]:
    begun = [
        number for number in NUMBERS if said(held, f"option{number}") or said(held, f"consequence{number}")
    ]
    needed = NUMBERS[:FEWEST_OPTIONS]
    for number in (each for each in NUMBERS if each in begun or each in needed):
        yield from _both(library, held, f"option{number}")
        yield from _both(library, held, f"consequence{number}")
    if not said(held, f"option{held.get('holds') or 'none'}"):
        yield slip(library, "choose", "holds")


def _both(library: Library, held: Held, name: str) -> Iterator[Text]:
    """Find words that are missing in a language: a scenario stands in both."""
    for language in LANGUAGES:
        if not held.get(f"{name}_{language}"):
            yield slip(library, "missing", f"{name}_{language}")
