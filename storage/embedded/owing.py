"""Deliveries by key, with what has to be found quickly: what is owed, what is being sent, whose they are."""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import cast

import orjson

from dialogs.people import PersonId
from storage.codec import from_json, to_json
from storage.embedded.frozen import Thawing
from storage.ports import Delivery, DeliveryKey, DeliveryState

UNFINISHED = (DeliveryState.OWED, DeliveryState.SENDING)

Rank = tuple[str, str, int, str]
Occurrence = tuple[str, str]
Page = dict[DeliveryKey, Delivery]

AT_A_TIME = 1000
"""How many rows are read before whoever else is waiting has their turn: some milliseconds."""

# A quotation mark inside a value is escaped, so these are what they look like and nothing else.
_ADDRESSEE = re.compile(r'"addressee":"((?:[^"\\]|\\.)*)"')
_ROW = '{"kind":"delivery"'


def rank(key: DeliveryKey) -> Rank:
    """Say how delivery keys sort."""
    return key.source, key.occurrence, key.nth, key.addressee


def one_to_each(waiting: Iterable[Delivery], busy: set[PersonId], limit: int) -> list[Delivery]:
    """Return the first `limit` that go to different addressees, and to none who is busy."""
    found: list[Delivery] = []
    taken = set(busy)
    for delivery in waiting if limit > 0 else ():
        if delivery.key.addressee not in taken:
            taken.add(delivery.key.addressee)
            found.append(delivery)
            if len(found) == limit:
                break
    return found


class DeliveryBook:
    """Every delivery, on one page for each source and occurrence."""

    def __init__(self) -> None:
        self._pages: Thawing[Occurrence, Page] = Thawing(_thaw, dict)
        self._owed: list[tuple[datetime, Rank, DeliveryKey]] = []
        self._sending: set[DeliveryKey] = set()

    def get(self, key: DeliveryKey) -> Delivery | None:
        """Return one delivery, or None."""
        return (self._pages.get((key.source, key.occurrence)) or {}).get(key)

    def put(self, delivery: Delivery) -> None:
        """Keep a delivery as it is from now on."""
        key = delivery.key
        page = self._pages.make((key.source, key.occurrence))
        self._forget(page.get(key))
        page[key] = delivery
        if delivery.state is DeliveryState.OWED:
            insort(self._owed, (delivery.due, rank(key), key), key=lambda waiting: waiting[:2])
        elif delivery.state is DeliveryState.SENDING:
            self._sending.add(key)

    def _forget(self, delivery: Delivery | None) -> None:
        """Take a delivery out of what is found quickly."""
        if delivery is None:
            return
        self._sending.discard(delivery.key)
        if delivery.state is DeliveryState.OWED:
            wanted = (delivery.due, rank(delivery.key))
            del self._owed[bisect_left(self._owed, wanted, key=lambda waiting: waiting[:2])]

    def owed(self, now: datetime, limit: int) -> list[Delivery]:
        """Return up to `limit` deliveries that may leave now, oldest due first, one to an addressee."""
        come = bisect_right(self._owed, now, key=lambda waiting: waiting[0])
        waiting = (self._sure(key) for _, _, key in islice(self._owed, come))
        return one_to_each(waiting, {key.addressee for key in self._sending}, limit)

    def overdue(self, now: datetime) -> list[Delivery]:
        """Return deliveries whose sender has held them for too long, sorted by key."""
        held = (self._sure(key) for key in self._sending)
        over = (delivery for delivery in held if delivery.lease is not None and delivery.lease <= now)
        return sorted(over, key=lambda delivery: rank(delivery.key))

    def looking(self, source: str, occurrence: str | None) -> Iterator[None]:
        """Make what is still text ready to be looked at, some rows between one step and the next."""
        for page in self._of(source, occurrence):
            text = self._pages.as_it_is(page)
            if isinstance(text, str):
                rows: Page = {}
                for document in orjson.loads(text):
                    delivery = from_json(Delivery, document)
                    rows[delivery.key] = delivery
                    if len(rows) % AT_A_TIME == 0:
                        yield
                self._pages.thawed(page, text, rows)

    def of_source(self, source: str, occurrence: str | None) -> list[Delivery]:
        """Return deliveries of one source, and of one occurrence when it is named, sorted by key."""
        return sorted(self._on(self._of(source, occurrence)), key=lambda delivery: rank(delivery.key))

    def _of(self, source: str, occurrence: str | None) -> list[Occurrence]:
        if occurrence is not None:
            return [(source, occurrence)]
        return [page for page in self._pages if page[0] == source]

    def known(self, source: str, occurrence: str) -> frozenset[PersonId]:
        """Return who has any delivery of that source and occurrence; text stays text."""
        page = self._pages.as_it_is((source, occurrence)) or {}
        if isinstance(page, str):
            return frozenset(PersonId(_unescaped(found)) for found in set(_ADDRESSEE.findall(page)))
        return frozenset(key.addressee for key in page)

    def to(self, person: PersonId) -> Iterator[list[Delivery]]:
        """Give what each page holds for one person; a page that nobody has looked at stays text."""
        for page in self._pages.as_they_are():
            if isinstance(page, str):
                yield _lying(page, person)
            else:
                yield [page[key] for key in page if key.addressee == person]

    def tallies(self) -> Iterator[Counter[DeliveryState]]:
        """Count the deliveries in each state, page by page; a page that nobody has looked at stays text."""
        for page in self._pages.as_they_are():
            if isinstance(page, str):
                yield Counter({state: page.count(f'"state":"{state.value}"') for state in DeliveryState})
            else:
                yield Counter(delivery.state for delivery in page.values())

    def everything(self) -> Iterable[Delivery]:
        """Go through all deliveries."""
        return self._on(list(self._pages))

    def ended(self, before: date) -> list[Delivery]:
        """Return the deliveries that ended and were due before a date, in UTC."""
        return [
            delivery
            for delivery in self.everything()
            if delivery.state not in UNFINISHED and delivery.due.astimezone(UTC).date() < before
        ]

    def remove(self, delivery: Delivery) -> None:
        """Take one delivery away for good."""
        self._forget(delivery)
        page = (delivery.key.source, delivery.key.occurrence)
        rows = self._pages.make(page)
        rows.pop(delivery.key, None)
        if not rows:
            self._pages.drop(page)

    def frozen(self) -> list[tuple[str, str, bool, str]]:
        """Return each page as text: source, occurrence, whether anything on it is unfinished, its rows."""
        busy = {(key.source, key.occurrence) for _, _, key in self._owed}
        busy |= {(key.source, key.occurrence) for key in self._sending}
        return [(*page, page in busy, text) for page, text in self._pages.frozen(_freeze).items()]

    def load(self, pages: Iterable[tuple[str, str, bool, str]]) -> None:
        """Start from pages as text; only those with something unfinished are looked at now."""
        rows = list(pages)
        self._pages.load({(source, occurrence): text for source, occurrence, _, text in rows})
        self._owed, self._sending = [], set()
        unfinished = self._on([(source, occurrence) for source, occurrence, busy, _ in rows if busy])
        for delivery in unfinished:
            if delivery.state is DeliveryState.OWED:
                self._owed.append((delivery.due, rank(delivery.key), delivery.key))
            elif delivery.state is DeliveryState.SENDING:
                self._sending.add(delivery.key)
        self._owed.sort(key=lambda waiting: waiting[:2])

    def _on(self, pages: Iterable[Occurrence]) -> Iterable[Delivery]:
        return (delivery for page in pages for delivery in (self._pages.get(page) or {}).values())

    def _sure(self, key: DeliveryKey) -> Delivery:
        found = self.get(key)
        if found is None:
            raise LookupError("a delivery that is owed is on no page")
        return found


def _freeze(page: Page) -> str:
    return orjson.dumps([to_json(delivery) for delivery in page.values()]).decode()


def _unescaped(text: str) -> str:
    return cast("str", orjson.loads(f'"{text}"'))


def _lying(text: str, person: PersonId) -> list[Delivery]:
    """Return the deliveries to one person from a page as it lies: only their rows are read."""
    found: list[Delivery] = []
    wanted = f'"addressee":{orjson.dumps(person).decode()}'
    at = text.find(wanted)
    while at >= 0:
        begins, ends = text.rfind(_ROW, 0, at), text.find(f",{_ROW}", at)
        found.append(from_json(Delivery, orjson.loads(text[begins:ends])))  # -1: without the list's bracket
        at = text.find(wanted, at + 1)
    return found


def _thaw(_: Occurrence, text: str) -> Page:
    deliveries = (from_json(Delivery, document) for document in orjson.loads(text))
    return {delivery.key: delivery for delivery in deliveries}
