"""Keeps one person, and all together, from asking for more than can be answered; in memory only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from dialogs.people import PersonId

MOST_PEOPLE = 10_000


class Verdict(Enum):
    """Answer, say once that it is too much, or say nothing."""

    ANSWER = "answer"
    SAY = "say"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of `burst` turns that fills with `each_second`."""

    burst: float
    each_second: float


@dataclass(slots=True)
class _Bucket:
    """What is left, and since when. `said` is when the person was last told that it is too much."""

    left: float
    at: datetime
    said: datetime | None = None


@dataclass(slots=True)
class Rates:
    """One bucket for each person and one for all; a person's own is asked first and costs nobody else."""

    clock: Callable[[], datetime]
    person: Rate = Rate(burst=30, each_second=1)
    everybody: Rate = Rate(burst=500, each_second=250)
    pause: timedelta = timedelta(seconds=10)
    _people: dict[PersonId, _Bucket] = field(default_factory=dict)
    _all: _Bucket | None = None

    def ask(self, person: PersonId) -> Verdict:
        """Take one turn out of a person's bucket and out of the one for all."""
        now = self.clock()
        own = self._people.get(person)
        if own is None:
            self._make_room(now)
            own = self._people[person] = _Bucket(self.person.burst, now)
        if self._all is None:
            self._all = _Bucket(self.everybody.burst, now)
        if _took(own, self.person, now) and _took(self._all, self.everybody, now):
            return Verdict.ANSWER
        if own.said is not None and timedelta(0) <= now - own.said < self.pause:
            return Verdict.SILENCE
        own.said = now
        return Verdict.SAY

    def _make_room(self, now: datetime) -> None:
        """Forget everybody whose bucket is full again; then nothing is known of them that counts."""
        if len(self._people) >= MOST_PEOPLE:
            full = timedelta(seconds=self.person.burst / self.person.each_second)
            people = self._people.items()
            self._people = {who: own for who, own in people if now - own.at < full}
        if len(self._people) >= MOST_PEOPLE:
            self._people.clear()  # Better a few turns too many than a list that grows for ever.


def _took(bucket: _Bucket, rate: Rate, now: datetime) -> bool:
    """Fill a bucket for the time that went by and take one turn out of it, if there is one."""
    passed = max((now - bucket.at).total_seconds(), 0.0)
    bucket.left, bucket.at = min(bucket.left + passed * rate.each_second, rate.burst), now
    if bucket.left < 1:
        return False
    bucket.left -= 1
    return True
