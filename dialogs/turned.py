"""What one turn decides: where the conversation goes, what is recorded, what is shown."""

from dataclasses import dataclass, replace
from typing import Any, assert_never

from dialogs import places
from dialogs.desk import Desk, Point
from dialogs.facts import Fact, LanguageChosen
from dialogs.flow import Ask, Drop, Next, Opened, Record, Remind, Said, Show, Start, Tell
from dialogs.questions import Query
from dialogs.views import Pressed, View


@dataclass(frozen=True, slots=True)
class Card:
    """What the signed token of a button says: which conversation, and how old the card is.

    A card that asks without a name says in which `period`, and holds a `nonce`, drawn for this card alone, so
    that the same answer that comes twice is kept once. The card of a form says what it is `about`.
    """

    flow: str
    key: str
    revision: int
    step: str
    edition: str
    period: str = ""
    nonce: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A place to save, with the revision that was read and the one from now on."""

    flow: str
    key: str
    revision: int
    next_revision: int
    place: bytes
    via: str


@dataclass(frozen=True, slots=True)
class Turned:
    """What a turn decided. `keep` is false when nothing may be written, not even where attention lies.

    Exactly one of `view` and `query` is set. `drops` are answers without a name: with any, nothing is kept.
    `also` are places that change besides the point's own. `beside` is the conversation that what is kept goes
    with when the one that is shown leaves no trace.
    """

    point: Point
    place: Any
    via: str = ""
    facts: tuple[Fact, ...] = ()
    tells: tuple[Tell, ...] = ()
    view: View | None = None
    query: Query | None = None
    keep: bool = True
    also: tuple[Moved, ...] = ()
    note: str = ""
    beside: Point | None = None
    drops: tuple[Drop, ...] = ()
    reminds: tuple[Remind, ...] = ()

    @property
    def moved(self) -> Moved:
        """The place from now on: one revision more when it changed or a fact was kept, and by which verb.

        Counting facts too makes the second of two presses at once find out that it is the second.
        """
        point, place = (self.beside, self.beside.place) if self.beside else (self.point, self.place)
        same = place == point.place and not self.facts
        return Moved(
            flow=point.flow.name,
            key=point.key,
            revision=point.revision,
            next_revision=point.revision + (0 if same else 1),
            place=places.save(point.flow, place),
            via=(point.saved.via if point.saved else "") if same else self.via,
        )

    def card(self) -> Card:
        """Return what the buttons of the answer will say."""
        point = self.point
        revision = point.revision if self.beside else self.moved.next_revision
        about, step = point.flow.about(self.place), type(self.place).__name__
        return Card(point.flow.name, point.key, revision, step, point.edition, about=about)

    def noted(self, note: str) -> "Turned":
        """Return the same with one kind sentence above the view, also when it is still to be looked up."""
        return replace(self, note=note, view=self.view.noted(note) if self.view else None)


def door(desk: Desk, flow: str, key: str = "") -> Point:
    """Make ready a conversation that always exists."""
    point = desk.point(flow, key)
    if point is None:
        raise LookupError(f"no words for {flow}")
    return point


def shown(point: Point) -> Turned:
    """Say where a conversation is; one that looks its card up each time looks it up."""
    if point.flow.looks_up:
        effects = point.flow.step(point.script, point.known, point.place, Opened(door=False)).effects
        query = next((effect.query for effect in effects if isinstance(effect, Ask)), None)
        if query is not None:
            return Turned(point, point.place, query=query)
    view = point.here()
    return Turned(point, point.place, view=view, keep=not view.passing)


def opened(desk: Desk, flow: str, key: str = "") -> Turned:
    """Open a conversation from elsewhere."""
    return took(desk, door(desk, flow, key), Opened())


def took(desk: Desk, point: Point, said: Said) -> Turned:
    """Step a conversation and gather what follows; a conversation it starts gives the answer."""
    following: Next[Any] = point.flow.step(point.script, point.known, point.place, said)
    drops = tuple(effect for effect in following.effects if isinstance(effect, Drop))
    if drops and following.place != point.place:
        raise ValueError("a step that drops an answer stays where it is")
    turned = Turned(point, following.place, via=said.verb if isinstance(said, Pressed) else "")
    facts = tuple(effect.fact for effect in following.effects if isinstance(effect, Record))
    tells = tuple(effect for effect in following.effects if isinstance(effect, Tell))
    reminds = tuple(effect for effect in following.effects if isinstance(effect, Remind))
    for effect in following.effects:
        match effect:
            case Show(view):
                turned = replace(turned, view=view, keep=not view.passing)
            case Ask(query):
                turned = replace(turned, query=query)
            case Start(flow, key):
                left = () if following.place == point.place else (turned.moved,)
                started = opened(knowing(desk, facts), flow, key)
                turned = replace(started, also=(*left, *started.also))
            case Record() | Tell() | Remind() | Drop():
                pass
            case _:
                assert_never(effect)
    turned = replace(turned, facts=(*facts, *turned.facts), tells=(*tells, *turned.tells))
    turned = replace(turned, reminds=(*reminds, *turned.reminds))
    # What is kept with a person and what is said without a name never share a turn: rather lose a count.
    named = turned.facts or turned.tells or turned.reminds or turned.also
    return replace(turned, drops=() if named else (*drops, *turned.drops))


def knowing(desk: Desk, facts: tuple[Fact, ...]) -> Desk:
    """Let what is shown in the same turn know what the turn has just recorded."""
    language = next((fact.language for fact in facts if isinstance(fact, LanguageChosen)), desk.past.language)
    return replace(desk, past=desk.past.with_facts(facts, language))
