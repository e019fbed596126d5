"""Which conversation hears this: first contact, the doors that are always open, the language, buttons."""

from dataclasses import replace
from typing import assert_never

from content.model import Language
from dialogs import attendance, coi, confirm, lexicon, which
from dialogs.desk import Desk, Point
from dialogs.facts import Fact, LanguageChosen, TextOnlyChosen
from dialogs.flow import ABOUT, Learned, Opened, Typed
from dialogs.surroundings import wants_text
from dialogs.turned import Card, Turned, door, knowing, opened, shown, took
from dialogs.views import Pressed, equivalents
from dialogs.ways import DOORS, TEAM_SESSIONS, TEXT_ONLY

PAGE_TURNING = frozenset({"next", "back", "finish", "answer", "reconsider", "open", "yes", "no"})
"""Verbs that always mean the conversation at hand, even where its card does not offer them."""

LANGUAGE: dict[str, Language] = {"language-en": "en", "language-fr": "fr"}


def hear(desk: Desk, said: Pressed | Typed | Opened, card: Card | None = None) -> Turned:
    """Decide one turn. Until the notice was seen, everything leads to the first contact."""
    greeting = door(desk, "welcome")
    if not greeting.known.seen:
        return _welcome(desk, greeting, said, card)
    match said:
        case Opened():
            return opened(desk, "home")
        case Typed(text):
            return typed(desk, text)
        case Pressed():
            return anywhere(desk, said, card) or _pressed(desk, said, card)
        case _:
            assert_never(said)


def learn(desk: Desk, turned: Turned, learned: Learned) -> Turned:
    """Step once more with what the shell found out.

    What is kept is measured against the saved place, with whatever the turn had decided before it asked.
    """
    following = took(desk, replace(turned.point, place=turned.place), learned)
    facts, tells = (*turned.facts, *following.facts), (*turned.tells, *following.tells)
    following = replace(following, point=turned.point, via=turned.via, also=turned.also)
    reminds = (*turned.reminds, *following.reminds)
    following = replace(following, facts=facts, tells=tells, reminds=reminds)
    return following.noted(turned.note) if turned.note else following


def _welcome(desk: Desk, greeting: Point, said: Pressed | Typed | Opened, card: Card | None) -> Turned:
    """Greet. Only a language chosen on, or typed after, the notice as it reads today leads further."""
    if isinstance(said, Typed) and desk.greeted:
        verb = desk.lexicon.verb(said.text)
        said = lexicon.pressed(greeting.here(), said.text) or (Pressed(verb) if verb else said)
    elif isinstance(said, Pressed) and (
        card is None or (card.flow, card.edition) != ("welcome", greeting.edition)
    ):
        said = Opened()
    turned = took(desk, greeting, said)
    return replace(turned, keep=bool(turned.facts))


def anywhere(desk: Desk, said: Pressed, card: Card | None) -> Turned | None:
    """Do what works from anywhere: open a door, a module or the COI question, change a setting."""
    verb = said.verb
    if verb in DOORS:
        return opened(desk, *DOORS[verb])
    if verb in TEAM_SESSIONS:
        return opened(desk, "guidance", "team-sessions")
    if verb == "coi":
        return opened(desk, "coi", coi.latest(desk.past))
    named = verb.removeprefix("open-") if verb.startswith("open-") else ""
    if named in desk.library.modules:
        return opened(desk, "module", named)
    if named in desk.library.questionnaires:
        return opened(desk, "questionnaire", named)
    if verb == "questionnaire" and card and card.flow == verb and card.key in desk.library.questionnaires:
        return opened(desk, verb, card.key)
    if verb in LANGUAGE:
        language = LANGUAGE[verb]
        new = language != desk.past.language
        return _set(desk, LanguageChosen(language) if new else None, verb, card)
    if verb in TEXT_ONLY:
        on = TEXT_ONLY[verb]
        return _set(desk, TextOnlyChosen(on) if on != wants_text(desk.past.happened) else None, verb, card)
    return None


def _set(desk: Desk, fact: Fact | None, verb: str, card: Card | None) -> Turned:
    """Keep a setting and stay where the person is: on the card pressed, else where they last acted.

    None when nothing changes. What is shown already knows the setting.
    """
    after = knowing(desk, (fact,)) if fact else desk
    here = after.point(card.flow, card.key) if card and card.flow != "welcome" else None
    turned = shown(here or attended(after))
    if fact is None:
        return turned
    return replace(
        turned, facts=(fact,), via=verb, keep=True, beside=None if turned.keep else attended(after)
    )


def attended(desk: Desk) -> Point:
    """Return the conversation the person last acted in, else home."""
    attention = desk.attention()
    return (attention and desk.point(attention.flow, attention.key)) or door(desk, "home")


def where(desk: Desk) -> Turned:
    """Say where the person is: at the first contact, or in the conversation they last acted in."""
    greeting = door(desk, "welcome")
    return (
        shown(attended(desk)) if greeting.known.seen else replace(took(desk, greeting, Opened()), keep=False)
    )


def _pressed(desk: Desk, said: Pressed, card: Card | None) -> Turned:
    """Hear a button that belongs to one conversation: check how old its card is, then step."""
    point = desk.point(card.flow, card.key) if card else None
    if card is None or point is None:
        return shown(attended(desk)).noted("old-card" if card else "unknown-button")
    saved = point.saved
    if saved and card.revision == saved.revision - 1 and said.verb == saved.via:
        return _again(desk, point, said, card)
    if card.revision != point.revision or card.edition != point.edition:
        return rescued(desk, said, card) or shown(point).noted("old-card")
    return within(desk, point, said)


def _again(desk: Desk, point: Point, said: Pressed, card: Card) -> Turned:
    """Say where we are after the same press; a form is looked at, for another window may hold other words."""
    form = point.flow.writing(card.step, card.about) if said.verb in point.flow.forms else None
    if form is None:
        return shown(point)
    return replace(took(desk, replace(point, place=form), said), point=point)


def rescued(desk: Desk, said: Pressed, card: Card | None) -> Turned | None:
    """Hand the words of a form back, where its card is out of date or they could not be kept."""
    point = desk.point(card.flow, card.key) if card else None
    if card is None or point is None or said.verb not in point.flow.forms:
        return None
    return took(desk, point, Pressed(f"old-{said.verb}", {**said.inputs, ABOUT: card.about}))


def within(desk: Desk, point: Point, said: Pressed) -> Turned:
    """Step the conversation that is meant; "yes", "no" and "which one" lead on to another."""
    match point.flow.name, said.verb:
        case "confirm", "yes" | "no":
            return _confirmed(desk, point, said)
        case "which", verb if verb.removeprefix("to-") in point.place.candidates.split():
            flow, _, key = verb.removeprefix("to-").partition("/")
            return shown(desk.point(flow, key) or door(desk, "home"))
        case _:
            return took(desk, point, said)


def _confirmed(desk: Desk, point: Point, said: Pressed) -> Turned:
    """Carry "yes" to the conversation that was meant, if it has not moved since; show it on "no"."""
    meant: confirm.Confirming = point.place
    target = desk.point(meant.flow, meant.key)
    if target is None:
        return opened(desk, "home").noted("old-card")
    if said.verb == "yes" and (target.revision, target.edition) == (meant.revision, meant.edition):
        return took(desk, target, Pressed(meant.verb, meant.inputs))
    return shown(target)


# Typed words --------------------------------------------------------------------------------------


def typed(desk: Desk, text: str) -> Turned:
    """Understand typed words: first what is on the card, then a verb from anywhere, then a room code."""
    point = attended(desk)
    rivals = _rivals(desk, point)
    if lexicon.number(text) is not None and rivals:
        return _ask_which(desk, (point, *rivals))
    meant = lexicon.pressed(point.here(), text)
    if meant is not None:
        return _meant(desk, point, meant)
    verb = desk.lexicon.verb(text)
    if verb is None and attendance.is_code(text):
        return took(desk, door(desk, attendance.FLOW.name), Pressed("present", {"code": text}))
    if verb is None:
        return shown(point).noted("not-understood")
    # A door is open everywhere, so nobody has to be asked in which conversation it was meant.
    others = (
        ()
        if verb in _verbs(point) | PAGE_TURNING | DOORS.keys() | TEXT_ONLY.keys() | TEAM_SESSIONS
        else _others(desk, point, verb)
    )
    if len(others) > 1:
        return _ask_which(desk, others)
    return _meant(desk, others[0] if others else point, Pressed(verb))


def _verbs(point: Point) -> frozenset[str]:
    """Return what can be pressed where a conversation is."""
    view = point.here()
    return frozenset(button.verb for button in view.buttons) | {same.said.verb for same in equivalents(view)}


def _others(desk: Desk, point: Point, verb: str) -> tuple[Point, ...]:
    """Return the other saved conversations where a verb can be pressed."""
    saved = (desk.point(standing.flow, standing.key) for standing in desk.standing)
    return tuple(other for other in saved if other and other != point and verb in _verbs(other))


def _meant(desk: Desk, point: Point, said: Pressed) -> Turned:
    """Do what was typed; what counts asks "yes?" first."""
    elsewhere = anywhere(desk, said, None)
    if elsewhere is not None:
        return elsewhere
    if said.verb in confirm.CONFIRMED and said.verb in _verbs(point):
        trial = within(desk, point, said)
        if not trial.facts and trial.query is None:
            return trial  # Such as a date that cannot be: nothing would be kept, nothing is to be confirmed.
        said, asked = confirm.exactly(said, trial.facts), door(desk, "confirm")
        place = confirm.Confirming(
            point.flow.name, point.key, point.revision, point.edition, said.verb, dict(said.inputs)
        )
        return Turned(asked, place, via=said.verb, view=confirm.here(desk.library, asked.known, place))
    return within(desk, point, said)


def _rivals(desk: Desk, point: Point) -> tuple[Point, ...]:
    """Return the conversations a bare number could also mean: a card of ours arrived there since."""
    since = point.saved.acted if point.saved else 0
    arrived = (standing for standing in desk.standing if standing.arrived > max(since, standing.acted))
    found = (desk.point(standing.flow, standing.key) for standing in arrived)
    return tuple(rival for rival in found if rival and rival != point)


def _ask_which(desk: Desk, candidates: tuple[Point, ...]) -> Turned:
    asked = door(desk, "which")
    names = (which.candidate(point.flow.name, point.key, desk.past.may) for point in candidates)
    place = which.Choosing(" ".join(dict.fromkeys(names)))
    return Turned(asked, place, via="which", view=asked.flow.here(asked.script, asked.known, place))
