"""What a press on a card of a charter means: a screen to show, or acts to be heard; pure."""

import re
from collections.abc import Mapping

from dialogs.team_sessions.sight import Asking, Doing, Meant, Press, Screen
from dialogs.views import Pressed

WINDOWS = frozenset({f"charter-{form}" for form in ("write", "adopt", "edit", "check", "merge", "word")})
"""The buttons that open a form, in a window of its own where a channel can: a change of the card of all would
close it elsewhere."""

NUMBER = re.compile(r"[1-9][0-9]{0,2}")
PAGE = re.compile(rf"charter-(page|check|merge)-({NUMBER.pattern})")
"""A button to another page of lines: on the card itself, or in one of its forms."""


def meant(press: Pressed, about: str, edition: str) -> Press | None:
    """Return what a press means; None when its button does not belong to a charter that is being made.

    The file of a charter and its sharing are the shell's. `about` and `edition` are what `Drawn` said when
    its card was drawn.
    """
    if found := PAGE.fullmatch(press.verb):
        return _turned(found[1], int(found[2]), about)
    given, line = press.inputs, press.inputs.get("line", "")
    page = Screen("check", page=page_of(about))
    match press.verb:
        case "charter-take-part" | "charter-listen" as verb:
            return Meant((Doing(verb.removeprefix("charter-")),))
        case "charter-write" | "charter-adopt" | "charter-share" as verb:
            return Asking(Screen(verb.removeprefix("charter-")))
        case "charter-keep":
            return _does("write", _some(given, "words", "language"), Screen("write"))
        case "charter-adopted":
            return _does("adopt", _some(given, "starter"), Screen("adopt"))
        case "charter-edit" | "charter-merge" | "charter-word" as verb:
            return Asking(Screen(verb.removeprefix("charter-"), line))
        case "charter-edited":
            return _does("edit", {"line": about, **_some(given, "words", "language")}, Screen("edit", about))
        case "charter-withdraw":
            return _does("withdraw", {"line": line or about}, Screen())
        case "charter-check":
            return Asking(page)
        case "charter-checked":
            return Meant((Doing("check", _some(given, "line", "noticed")),), page, page)
        case "charter-merged":
            merged = line or about
            return _does("merge", {"line": merged, **_some(given, "into")}, Screen("merge", merged))
        case "charter-choose":
            return _chosen(given, about)
        case "charter-worded":
            return _does("word", {"line": about, **_some(given, "en", "fr")}, Screen("word", about))
        case _:
            return _judged(press.verb, edition)


def page_of(about: str) -> int:
    """Return the page that a card of pages is about; the first where it does not say."""
    return int(about) if NUMBER.fullmatch(about) else 1


def _turned(where: str, page: int, about: str) -> Press:
    """Turn the page, and stay with the line of which one chooses the twin."""
    match where:
        case "merge":
            return Asking(Screen("merge", about, page))
        case "check":
            return Asking(Screen("check", page=page))
        case _:
            return Asking(Screen(page=page))


def _some(given: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: given.get(name, "") for name in names}


def _does(verb: str, inputs: Mapping[str, str], again: Screen) -> Press:
    return Meant((Doing(verb, inputs),), again=again)


def _chosen(given: Mapping[str, str], about: str) -> Press:
    """Put the dots of a page together with those of other pages, which came along."""
    page, _, elsewhere = about.partition(" ")
    dots = ",".join(filter(None, (elsewhere, given.get("lines", ""))))
    screen = Screen(page=page_of(page))
    return Meant((Doing("choose", {"lines": dots}),), screen, screen)


def _judged(verb: str, edition: str) -> Press | None:
    """Approve a language as it stood on the card, or take that back."""
    english, _, french = edition.partition(".")
    match verb:
        case "charter-approve-en":
            return Meant((Doing("approve", {"language": "en", "edition": english}),))
        case "charter-approve-fr":
            return Meant((Doing("approve", {"language": "fr", "edition": french}),))
        case "charter-unapprove-en" | "charter-unapprove-fr":
            return Meant((Doing("take-back-approval", {"language": verb[-2:]}),))
        case _:
            return None
