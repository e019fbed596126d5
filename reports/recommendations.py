"""Puts what is recommended to the deputy head on one page, for a card and for a document; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.model import LANGUAGES, Goal, Language, Library, Own, Recommendation, Text
from content.wording import filled
from dialogs.views import Value
from reports.action_plan import in_words, shortened
from reports.documents import Block, Document, Heading, Paragraph

LINES, ACROSS = 34, 85
"""How many lines of a page are for recommendations, and about how many characters one holds."""

AROUND = 4
"""Lines that a recommendation takes besides its words: what it concerns, and the space between."""

STATES = {"open": 0, "accepted": 1, "done": 2, "declined": 3}


@dataclass(frozen=True, slots=True)
class Page:
    """What fits on a page, the newest first, and how many more are open."""

    shown: tuple[Recommendation, ...]
    more: int


def ordered(found: Mapping[str, Recommendation]) -> list[tuple[str, Recommendation]]:
    """Return recommendations with their ids: open ones first, the newest of each state before others."""
    newest = sorted(found.items(), key=lambda each: (each[1].day, each[0]), reverse=True)
    return sorted(newest, key=lambda each: STATES[each[1].state])


def line(library: Library, found: Recommendation) -> Text:
    """Return a recommendation in one sentence, for a list."""
    state = library.sentences[f"recommendations.state.{found.state}"]
    said: dict[str, Value] = {"title": in_words(found.title), "state": state}
    return filled(library.sentences["recommendations.line"], said)


def about(library: Library, found: Recommendation, goals: Mapping[str, Goal]) -> tuple[Text, ...]:
    """Say what a recommendation concerns, its day, what became of it, and which line it is about."""
    words = library.sentences
    concerns = words[f"plan.concerns.{found.concerns}"]
    lines = [
        filled(words["recommendations.about.concerns"], {"concerns": concerns, "day": found.day}),
        filled(
            words["recommendations.about.state"],
            {"state": words[f"recommendations.state.{found.state}"]},
        ),
    ]
    goal = goals.get(found.goal or "")
    if goal is not None:
        lines.append(filled(words["recommendations.about.goal"], {"goal": in_words(goal.title)}))
    return tuple(lines)


def page(found: Mapping[str, Recommendation], languages: Sequence[Language] = LANGUAGES) -> Page:
    """Return the open recommendations that fit on a page in each language; at least the newest one."""
    waiting = [each for _, each in ordered(found) if each.state == "open"]
    shown: list[Recommendation] = []
    left = LINES
    for each in waiting:
        left -= max(_weight(each, language) for language in languages)
        if shown and left < 0:
            break
        shown.append(each)
    return Page(tuple(shown), len(waiting) - len(shown))


def _weight(found: Recommendation, language: Language) -> int:
    """Return how many lines of a page a recommendation takes."""
    own: tuple[Own, ...] = (found.title, found.because)
    texts = [part for each in own for part in each.of(language)[0].splitlines()]
    return AROUND + sum(-(-len(text) // ACROSS) for text in texts)


def on_a_card(library: Library, shown: Page) -> tuple[Text, ...]:
    """Return the page for a card: each title with its reason, shortened where it is long."""
    words = library.sentences
    lines = [
        filled(
            words["recommendations.page.line"],
            {"title": in_words(each.title), "because": shortened(in_words(each.because))},
        )
        for each in shown.shown
    ]
    return (*lines, *_more(library, shown))


def _more(library: Library, shown: Page) -> tuple[Text, ...]:
    more = filled(library.sentences["recommendations.page.more"], {"count": shown.more})
    return (more,) if shown.more else ()


def document(
    library: Library,
    shown: Page,
    goals: Mapping[str, Goal],
    today: date,
    languages: tuple[Language, ...] = LANGUAGES,
) -> Document:
    """Return the page as a document, in each language from a page of its own."""
    words = library.sentences
    named: dict[str, Value] = {"organization": library.organization.name, "day": today}
    blocks: list[Block] = [Paragraph(filled(words["recommendations.page.of"], named))]
    for each in shown.shown:
        blocks += [Heading(each.title, 2), Paragraph(each.because)]
        concerns, _, *others = about(library, each, goals)
        blocks.append(
            Paragraph(Text(**{spoken: _joined((concerns, *others), spoken) for spoken in LANGUAGES}))
        )
    blocks += [Paragraph(each) for each in _more(library, shown)]
    if not shown.shown:
        blocks.append(Paragraph(words["recommendations.page.none"]))
    return Document(words["recommendations.page.title"], tuple(blocks), languages)


def _joined(lines: Sequence[Text], language: Language) -> str:
    return " ".join(f"{each.of(language)}." for each in lines)
