"""Counts the sessions that teams held, from numbers that name no team; pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from content.model import OfficialQuestion, SessionKind, TeamSessionHeld, Text
from content.wording import period_in_words
from reports.facts_written import said
from reports.material import Fact, Material
from reports.periods import Period, closed

KINDS: tuple[SessionKind, ...] = get_args(SessionKind)


@dataclass(frozen=True, slots=True)
class Held:
    """What teams held of one kind.

    `people` are counted anew at each session, and only where at least five took part; `untold` is at how many
    sessions there were fewer. `made` is how many came to their end.
    """

    held: int = 0
    people: int = 0
    untold: int = 0
    made: int = 0


@dataclass(frozen=True, slots=True)
class TeamSessions:
    """What teams held in a period, by kind; each kind is there."""

    by_kind: Mapping[SessionKind, Held]

    @property
    def charters_made(self) -> int:
        """Return how many charters were posted."""
        return self.by_kind["charter"].made

    @property
    def charters_reviewed(self) -> int:
        """Return how many reviews of a charter came to their end."""
        return self.by_kind["review"].made


def counted(sessions: Iterable[TeamSessionHeld], period: Period) -> TeamSessions:
    """Count the sessions that closed in a period.

    One that came to no end, with fewer than five people in it, was not held.
    """
    held = [each for each in sessions if period.first <= each.day <= period.last and _took_place(each)]
    return TeamSessions({kind: _of([each for each in held if each.kind == kind]) for kind in KINDS})


def _took_place(session: TeamSessionHeld) -> bool:
    return session.made or session.people is not None


def _of(sessions: list[TeamSessionHeld]) -> Held:
    told = [each.people for each in sessions if each.people is not None]
    return Held(len(sessions), sum(told), len(sessions) - len(told), sum(each.made for each in sessions))


# For the self-assessment --------------------------------------------------------------------------


def charters(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return what teams held in each year: charters made and reviewed, sessions of each kind, people."""
    for year in material.years.periods:
        found = counted(material.team_sessions, year)
        period = period_in_words(year.id)
        if found.by_kind["charter"].held or found.by_kind["review"].held:
            made, reviewed = found.charters_made, found.charters_reviewed
            words = said(material, "team.charters", made=made, reviewed=reviewed, period=period)
            yield _fact(material, words, year)
        for kind, held in found.by_kind.items():
            if held.held:
                people = _people(material, held)
                words = said(material, f"team.{kind}", held=held.held, people=people, period=period)
                yield _fact(material, words, year)


def _people(material: Material, held: Held) -> Text:
    if not held.people:
        return said(material, "team.people-few")
    some = "-some" if held.untold else ""
    return said(material, f"team.people{some}", count=held.people, untold=held.untold)


def _fact(material: Material, words: Text, year: Period) -> Fact:
    open_ = "" if closed(year, material.today) else "-open"
    source = said(material, f"source.counted{open_}", day=material.today)
    return Fact("charters", (words,), source, (words,), since=year.first)
