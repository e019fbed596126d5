"""What a chat draws: a card, or its text for a person who asked for text only."""

from dataclasses import replace

from bot.cards import charts
from bot.cards.adaptive import Element, card
from bot.cards.text import blocks, text
from bot.heard import Shown
from bot.team_chats import windows as of_teams
from content.model import Library
from dialogs import ways
from dialogs.views import Button, View

WINDOWS = ways.WINDOWS | of_teams.WINDOWS
"""Verbs whose form opens in a window of its own: in private, and in the chat of a team."""

TEXT = "Text"
"""The type of what the local page writes instead of drawing a card."""


def for_teams(library: Library, shown: Shown, windows: frozenset[str] = WINDOWS) -> Element | str:
    """Return a card, or the text that takes its place. A form opens in a window of its own."""
    if shown.view.card in ways.FORMS and not shown.dialog:
        return card(library, opening(shown), windows)  # A text has no button, and no word opens a window.
    return card(library, shown, windows) if _by_card(shown) else text(library, shown)


def opening(shown: Shown) -> Shown:
    """Return what stands in a chat in place of a form: the button that opens it in a window."""
    form = shown.view
    verb = ways.FORMS[form.card]
    buttons = (Button(verb), Button("home"))
    view = View(
        f"{verb}.window", {"title": form.values["title"]}, buttons, note=form.note, passing=form.passing
    )
    return replace(shown, view=view)


def for_page(library: Library, shown: Shown) -> Element:
    """Return a card, or the parts of a text, each with its language and its title."""
    file: Element = {"file": shown.view.file} if shown.view.file else {}
    if _by_card(shown):
        return {**card(library, shown, draw=charts.for_page), **file}
    parts = [
        {"lang": part.language, "note": part.note, "title": part.title, "text": part.text}
        for part in blocks(library, shown)
    ]
    return {"type": TEXT, "lang": parts[0]["lang"], "parts": parts, **file}


def _by_card(shown: Shown) -> bool:
    """Tell what is drawn. What cannot be typed stays a card: a form, a button that sends its input."""
    view = shown.view
    return not shown.plain or view.form or any(button.sends for button in view.buttons)
