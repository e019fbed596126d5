"""A module as one person reads it: the pages of their path, what the organization adds, whom to ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.model import Contact, Library, Module, Organization, OwnValue, Text
from content.wording import filled
from dialogs import code, paths
from dialogs.code import Circulated, circulated
from dialogs.facts import ModuleFinished
from dialogs.flow import Past
from dialogs.views import Button, Value, View

Pages = tuple[int, ...]
"""Pages by their place among all pages of the module, from 0."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A module with what the organization adds to it, and the code, which some modules end with."""

    module: Module
    code: Circulated
    public_value: Text
    own: OwnValue | None
    tension: tuple[Text, ...]
    contacts: tuple[Text, ...]
    words: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Known:
    """Whether this version was finished, which pages the path has, and how the person stands with the code.

    `new` are the pages that a finished module still has for the person; an unfinished one has none. `asks`
    says that the module ends with the code, and that this person owes it.
    """

    finished: bool
    pages: Pages
    new: Pages
    code: code.Known
    asks: bool


def script(library: Library, key: str) -> Lesson | None:
    """Find a module by its id."""
    module = library.modules.get(key)
    if module is None:
        return None
    organization = library.organization
    return Lesson(
        module,
        circulated(library),
        library.public_values[module.value],
        organization.own_value(module.value),
        tuple(library.public_values[value] for value in module.dilemma.tension),
        _contacts(module, organization),
        library.sentences,
    )


def _contacts(module: Module, organization: Organization) -> tuple[Text, ...]:
    """Name those the organization has, each with where it is reached."""
    found = (organization.contacts.get(key) for key in module.contacts)
    return tuple(_reached(contact) for contact in found if contact)


def _reached(contact: Contact) -> Text:
    phone = Text(en=contact.phone, fr=contact.phone) if contact.phone else None
    parts = [part for part in (contact.name, contact.address, phone) if part]
    return Text(en=", ".join(part.en for part in parts), fr=", ".join(part.fr for part in parts))


def edition(lesson: Lesson) -> str:
    """Name the words: the module's version, and the code's where it is received."""
    received = f"/{lesson.code.code.version}" if lesson.module.acknowledges_code else ""
    return f"{lesson.module.version}{received}"


def know(lesson: Lesson, past: Past) -> Known:
    """Fold the past into what this module needs."""
    done = ModuleFinished(lesson.module.id, lesson.module.version)
    received = code.know(lesson.code, past)
    return Known(
        finished=any(dated.fact == done for dated in past.happened),
        pages=paths.shown(lesson.module, past.path),
        new=paths.unread(lesson.module, past),
        code=received,
        asks=lesson.module.acknowledges_code and received.owed,
    )


# Turning pages ------------------------------------------------------------------------------------


def nearest(module: Module, pages: Pages, number: int, page: str) -> int | None:
    """Return where somebody is who was on a page: its number when it was saved, and its id.

    Pages may have come or gone since, or be for others now. The id counts; a page that is gone gives way to
    the next one, at the end to the last one. None when no page is left.
    """
    ids = [each.id for each in module.pages]
    if page in ids and ids[number : number + 1] != [page]:
        number = ids.index(page)
    return next((each for each in pages if each >= number), pages[-1] if pages else None)


def after(pages: Pages, number: int) -> int | None:
    """Return the next page, or None at the end."""
    return next((each for each in pages if each > number), None)


def before(pages: Pages, number: int) -> int | None:
    """Return the page before, or None at the beginning."""
    return next((each for each in reversed(pages) if each < number), None)


# What is shown ------------------------------------------------------------------------------------


def opening(lesson: Lesson) -> View:
    """Show the outcomes, under up to three lines: the public value, the own value, the own rule."""
    module, own = lesson.module, lesson.own
    values: dict[str, Value] = {
        "title": module.title,
        "minutes": module.minutes,
        "outcomes": module.outcomes,
        "public_value": lesson.public_value,
    }
    card = "module.opening"
    if own and own.own and own.rule:
        card = "module.opening-with-values"
        values |= {"own_value": own.own, "rule": own.rule}
    elif own and own.own:
        card = "module.opening-with-own-value"
        values |= {"own_value": own.own}
    elif own and own.rule:
        card = "module.opening-with-rule"
        values |= {"rule": own.rule}
    return View(card, values, (Button("next"), Button("home")))


def what_is_new(lesson: Lesson, pages: Pages) -> View:
    """Announce the pages that are new for somebody who changed path."""
    values: dict[str, Value] = {"title": lesson.module.title, "count": len(pages)}
    return View("module.new", values, (Button("next"), Button("home")))


def page(lesson: Lesson, pages: Pages, number: int, forward: str) -> View:
    """Show one page, counted among the pages that are read."""
    shown = lesson.module.pages[number]
    values: dict[str, Value] = {
        "title": shown.title,
        "lines": shown.lines,
        "module": lesson.module.title,
        "number": pages.index(number) + 1,
        "of": len(pages),
    }
    return View("module.page", values, (Button(forward), Button("back"), Button("home")))


def done(lesson: Lesson) -> View:
    """Say that the module is finished, and whom to ask about it."""
    words = ("module.ask", *["module.ask-or"] * len(lesson.contacts))
    remarks = tuple(
        filled(lesson.words[sentence], {"contact": contact})
        for sentence, contact in zip(words, lesson.contacts, strict=False)
    )
    buttons = (Button("home"), Button("modules"))
    return View("module.done", {"title": lesson.module.title}, buttons, remarks=remarks)
