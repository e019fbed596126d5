"""Somebody who talks with the pure core; every place is saved to bytes and loaded between turns."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from content.model import Library
from dialogs import places, reception
from dialogs.desk import Desk, Standing
from dialogs.facts import Fact, LanguageChosen, Reached, ReminderSent
from dialogs.flow import Answer, Learned, Opened, Past, Typed
from dialogs.lexicon import Lexicon
from dialogs.people import Path
from dialogs.questions import Query
from dialogs.turned import Card, Moved, Turned
from dialogs.views import Pressed, View
from dialogs.ways import OFFICES

TODAY = date(2026, 11, 23)


class Visitor:
    def __init__(self, library: Library, *, may: Sequence[str] = (), answer: Answer | None = None) -> None:
        self.library = library
        self.lexicon = Lexicon(library)
        self.past = Past(TODAY, Path.EMPLOYEE, None, frozenset(may), ())
        self.standing: dict[tuple[str, str], Standing] = {}
        self.card: Card | None = None
        self.answer = answer or Answer()
        self.turned: Turned | None = None
        self.asked: Query | None = None
        self.greeted = False
        self._events = 0

    # What the visitor does

    def opens(self) -> View:
        return self._hear(Opened())

    def types(self, text: str) -> View:
        return self._hear(Typed(text))

    def presses(self, verb: str, card: Card | None = None, **inputs: str) -> View:
        return self._hear(Pressed(verb, inputs), card or self.card)

    def settles_in(self, language: str = "en") -> View:
        self.opens()
        return self.presses(f"language-{language}")

    def is_sent(self, occurrence: str = "2026-Q4", duty: str = "coi") -> None:
        self._record(ReminderSent(duty, occurrence, 1, Reached.DELIVERED))
        where = (duty, occurrence)
        point = self.desk.point(*where)
        assert point is not None
        kept = self.standing.get(where) or Standing(*where, 0, places.save(point.flow, point.place))
        self.standing[where] = replace(kept, arrived=self._next_event())

    def stands(self, flow: str, key: str) -> None:
        """Have a conversation be where it begins."""
        point = self.desk.point(flow, key)
        assert point is not None
        self.standing[flow, key] = Standing(flow, key, 0, places.save(point.flow, point.place))

    def becomes(self, path: Path) -> None:
        self.past = replace(self.past, path=path)

    # What is known of the visitor

    @property
    def desk(self) -> Desk:
        return Desk(self.library, self.lexicon, self.past, tuple(self.standing.values()), self.greeted)

    @property
    def facts(self) -> list[Fact]:
        return [dated.fact for dated in self.past.happened]

    def _hear(self, said: Opened | Typed | Pressed, card: Card | None = None) -> View:
        turned = reception.hear(self.desk, said, card)
        if turned.query is not None:
            self.asked = turned.query
            flow = turned.point.flow.name
            office = {"get-file": "report", "registers": "evidence"}.get(flow, flow)
            allowed = office in self.past.may or office not in OFFICES
            turned = reception.learn(self.desk, turned, Learned(self.answer if allowed else None))
        self.turned = turned
        self.card = turned.card()
        if turned.keep:
            self._keep(turned)
        assert turned.view is not None
        self.greeted = self.greeted or turned.view.both
        return turned.view

    def _keep(self, turned: Turned) -> None:
        for moved in (turned.moved, *turned.also):
            self._save(moved)
        where = (turned.moved.flow, turned.moved.key)
        self.standing[where] = replace(self.standing[where], acted=self._next_event())
        for fact in turned.facts:
            self._record(fact)

    def _save(self, moved: Moved) -> None:
        where = (moved.flow, moved.key)
        old = self.standing.get(where)
        assert moved.revision == (old.revision if old else 0)
        arrived = old.arrived if old else 0
        acted = old.acted if old else 0
        self.standing[where] = Standing(*where, moved.next_revision, moved.place, moved.via, acted, arrived)

    def _record(self, fact: Fact) -> None:
        language = fact.language if isinstance(fact, LanguageChosen) else self.past.language
        self.past = self.past.with_facts([fact], language)

    def _next_event(self) -> int:
        self._events += 1
        return self._events
