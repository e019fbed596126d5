"""The words of a charter on its cards: starter lines, lines as they are read, and pages of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from content.model import Library, Text
from content.wording import filled
from dialogs.team_sessions.charter_states import Agreeing, Top, Wording
from dialogs.team_sessions.common_words import as_written, until
from dialogs.team_sessions.lines import Adopted, Both, Line, Written
from dialogs.team_sessions.meeting import REVIEW, Meeting
from dialogs.views import Button

STARTERS = tuple("12345")
"""The numbers of the starter lines of Ethos, for an organization that has no rules of its own."""

MARKED, QUOTED = "\\`*_[]<>#", '\\"'
"""What gets a backslash so that Markdown leaves it alone, itself doubled in JSON; what gets one in JSON."""

AROUND = 85
"""Characters of a card that stand around a line, besides the line."""

ROOM, ROOM_OF_ALL = 4_600, 4_200
"""Characters that lines may fill on somebody's own card, and in each language on the card for everybody.

A card has 12,800. Six buttons take half of it, and the card for everybody says all twice.
"""

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LEAST = 90
"""Characters that are left of a line where it only has to be recognized."""


def starters(library: Library) -> Mapping[str, Text]:
    """Return the lines that a team may adopt, by id: the organization's rules, or else those of Ethos."""
    own: dict[str, Text] = {}
    for each in library.organization.own_values:
        if each.rule and each.rule not in own.values():
            own.setdefault(each.value.value, each.rule)
    return own or {each: library.sentences[f"charter.starter.{each}"] for each in STARTERS}


def read_as(library: Library, line: Line) -> Text:
    """Return a line as people read it: in the language it was written, or where it has both, in theirs."""
    match line:
        case Written(_, words):
            return as_written(words)
        case Both(en, fr):
            return Text(en=en, fr=fr)
        case Adopted(starter):
            return starters(library).get(starter, library.sentences["charter.starter.gone"])
        case _:
            assert_never(line)


def lines(
    library: Library, held: Mapping[str, Line], flagged: frozenset[str] = frozenset()
) -> dict[str, Text]:
    """Return lines as people read them, by name; after one that is flagged, the kind question."""
    asked = library.sentences["charter.line.flagged"]
    found = {name: read_as(library, line) for name, line in held.items()}
    return {name: filled(asked, {"line": text}) if name in flagged else text for name, text in found.items()}


def tops(library: Library, chosen: tuple[Top, ...], texts: Mapping[str, Both]) -> dict[str, Text]:
    """Return the lines that were chosen, with their dots where these may be said.

    A line that a review is to change is marked.
    """
    counted = library.sentences["charter.line.dots"]
    return {
        top.name: marked(library, top, texts, read_as(library, top.line))
        if top.dots is None
        else filled(counted, {"line": read_as(library, top.line), "dots": top.dots})
        for top in chosen
    }


def waits(top: Top, texts: Mapping[str, Both]) -> bool:
    """Tell whether a review is to change a line that has no new words yet."""
    return isinstance(top.line, Both) and top.name not in texts


def marked(library: Library, top: Top, texts: Mapping[str, Both], shown: Text) -> Text:
    """Return a line as it is shown, and after one that waits for new words that it is to change."""
    return (
        filled(library.sentences["charter.line.to-change"], {"line": shown}) if waits(top, texts) else shown
    )


def untold(library: Library, chosen: tuple[Top, ...]) -> tuple[Text, ...]:
    """Say why there are no numbers, where too few people chose; in a review nobody does."""
    few = any(top.dots is None and not isinstance(top.line, Both) for top in chosen)
    return (library.sentences["charter.dots-untold"],) if few else ()


def in_order(state: Wording | Agreeing) -> tuple[Both, ...]:
    """Return the texts that are worded so far, in the order of the charter."""
    return tuple(state.texts[top.name] for top in state.chosen if top.name in state.texts)


def wording_of(meeting: Meeting, whose: str = "") -> str:
    """Return the card of finding the words: of lines that were chosen, or that a review is to change."""
    return f"charter.{whose}{'rewording' if meeting.kind == REVIEW else 'wording'}"


def pace(library: Library, meeting: Meeting) -> Text:
    """Say how long the step lasts: until an instant, or until whoever leads goes on."""
    return next(iter(until(library, meeting)), library.sentences["charter.open-ended"])


def days(library: Library, meeting: Meeting) -> tuple[Text, ...]:
    """Say when a charter was made and when the team looks at it again, as far as it is known."""
    made = "charter.looked-again" if meeting.kind == REVIEW else "charter.made"
    known = ((made, meeting.begun), ("charter.review", meeting.review_on))
    return tuple(
        filled(library.sentences[name], {"day": date.fromisoformat(day)}) for name, day in known if day
    )


# What a card has room for ---------------------------------------------------------------------------


def weight(words: str) -> int:
    """Return how many characters of a card words take, in units of UTF-16."""
    units = len(words.encode("utf-16-le")) // 2
    return units + 2 * sum(map(words.count, MARKED)) + sum(map(words.count, QUOTED))


def taken(text: Text) -> int:
    """Return how many characters of a card a line takes, in the longer language."""
    return AROUND + max(map(weight, {text.en, text.fr}))


def short(text: Text, most: int = LEAST) -> Text:
    """Return enough of a line to recognize it by."""
    return Text(en=_cut(text.en, most), fr=_cut(text.fr, most))


def _cut(words: str, most: int) -> str:
    if weight(words) <= most:
        return words
    while (found := weight(words)) >= most:
        words = words[: min(len(words) - 1, len(words) * most // found)]
    return words + ELLIPSIS


def fitting(texts: tuple[Text, ...], room: int) -> tuple[Text, ...]:
    """Return lines that a card has room for: whole, or none whole where signs take too much of it."""
    if sum(map(taken, texts)) <= room:
        return texts
    return tuple(short(text, room // len(texts) - AROUND) for text in texts)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of many lines, by name: page `number` of `of`, both from 1."""

    shown: Mapping[str, Text]
    number: int
    of: int

    def buttons(self, library: Library, verb: str) -> tuple[Button, ...]:
        """Return the button to the next page, and from the last to the first; none for a single page."""
        following = self.number % self.of + 1
        label = filled(library.sentences["charter.page"], {"part": following, "of": self.of})
        return (Button(f"{verb}-{following}", label),) if self.of > 1 else ()

    def remarks(self, library: Library) -> tuple[Text, ...]:
        """Say which page it is, where there are several."""
        said = filled(library.sentences["charter.this-page"], {"part": self.number, "of": self.of})
        return (said,) if self.of > 1 else ()


def paged(texts: Mapping[str, Text], wanted: int) -> Page:
    """Return the page that is wanted, or the last one where there are fewer."""
    pages: list[dict[str, Text]] = [{}]
    room = ROOM
    for name, text in texts.items():
        room -= taken(text)
        if room < 0 and pages[-1]:
            pages.append({})
            room = ROOM - taken(text)
        pages[-1][name] = text
    number = min(max(wanted, 1), len(pages))
    return Page(pages[number - 1], number, len(pages))
