"""What is known of each press: of the person, of rows of the person or the moment, or in that order."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import numpy as np

from tests.anonymity.adversary.anchors import Sheet
from tests.anonymity.adversary.columns import Column, Picks, columns_of, laid_beside, none
from tests.anonymity.adversary.digests import KEYED, UNKEYED, Hash
from tests.anonymity.adversary.study import Clock, Floats, Study, numbers, numeric_names
from tests.anonymity.adversary.values import Value

NEAR: Final = 0.1
"""Rows are of the presses when they are so near in time, in parts of what lies between two presses."""

KEYS: Final = 6
"""So many keys are tried for an order by a hashed id."""


def press_columns(study: Study) -> Iterator[Column]:
    """Give what is known of presses: rows of the person, rows of the moment, rows that lie in their order."""
    for sheet in study.sheets:
        of_period = study.periods_of(sheet)
        if sheet.people:
            tags = frozenset({"person", *sheet.how})
            yield from columns_of(study, sheet, _of_people(study, sheet, of_period), tags)
        picks = _of_moments(study, sheet, of_period)
        if picks is not None:
            yield from columns_of(study, sheet, picks, frozenset({"moment"}), " by time")
        if sheet.answers:  # Its order is laid beside the presses already, answer by answer.
            continue
        for places in study.among:
            counts = {period: total for period, (total, _) in places.items()}
            for order, laid in laid_beside(study, sheet, counts):
                picks = {period: rows[places[period][1]] for period, rows in laid.items()}
                yield from columns_of(study, sheet, picks, frozenset({"beside"}), f" laid by {order}")


def _of_people(study: Study, sheet: Sheet, of_period: Picks) -> Picks:
    """Return for each press the row of that person: nearest in time, or the first that was seen after."""
    rows_of: dict[int, list[int]] = {}
    for row, people in sheet.people.items():
        for person in people:
            rows_of.setdefault(person, []).append(row)
    clocked = _clocked(study, sheet)
    taken = np.array([each.taken for each in study.evidence.snapshots])
    found = {}
    for period in study.periods:
        allowed = set(of_period[period].tolist())
        found[period] = picks = none(len(study.presses[period]))
        for number, press in enumerate(study.presses[period]):
            rows = sorted(allowed.intersection(rows_of.get(study.person_number.get(press.person, -1), ())))
            if rows and clocked is not None:
                values, clock = clocked
                off = np.abs(values[rows] / clock.scale - (press.wall if clock.wall else press.at))
                picks[number] = rows[int(np.nanargmin(off))] if np.isfinite(off).any() else rows[0]
            elif rows:
                seen_at = [taken[sheet.rows[row].first] if sheet.rows[row].first >= 0 else 0 for row in rows]
                after = [row for row, seen in zip(rows, seen_at, strict=True) if seen >= press.at]
                picks[number] = after[0] if after else rows[-1]
    return found


def _of_moments(study: Study, sheet: Sheet, of_period: Picks) -> Picks | None:
    """Return for each press the row nearest in time, where only rows of presses can be so near."""
    clocked = _clocked(study, sheet)
    if clocked is None:
        return None
    values, clock = clocked
    found, ratios = {}, []
    for period in study.periods:
        times = (study.wall if clock.wall else study.at)[period]
        rows = of_period[period][np.isfinite(values[of_period[period]])]
        found[period] = none(len(times))
        if len(rows) < 2:
            continue
        said = values[rows] / clock.scale
        apart = said[None, :] - times[:, None]
        off = min((np.abs(apart), np.abs(apart - _lag(said, times))), key=_middle)
        found[period] = rows[off.argmin(axis=1)]
        gap = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
        ratios.append(float(np.median(off.min(axis=1))) / gap if gap else np.inf)
    return found if ratios and float(np.median(ratios)) < NEAR else None


def _middle(off: Floats) -> float:
    return float(np.median(off.min(axis=1)))


def _lag(said: Floats, times: Floats) -> float:
    """Return how long after a press the next row is, in the middle: what a turn takes until it is noted."""
    order = np.sort(said)
    after = np.searchsorted(order, times)
    known = after < len(order)
    return float(np.median(order[after[known]] - times[known])) if known.any() else 0.0


def _clocked(study: Study, sheet: Sheet) -> tuple[Floats, Clock] | None:
    for name in numeric_names(sheet.rows):
        values = numbers(sheet.rows, name)
        clock = study.clock(values)
        if clock is not None and len(np.unique(values[np.isfinite(values)])) > len(values) // 3:
            return values, clock
    return None


def person_orders(study: Study) -> Iterator[Column]:
    """Give what people may be sorted by, whatever they did: ids, the roster, hashes of ids with any key."""
    ways: dict[str, Callable[[str], Value]] = {
        "the roster": lambda person: float(study.person_number.get(person, -1)),
        "ids": lambda person: person,
    }
    yield from (_sorted_by(study, name, frozenset({"own"}), way) for name, way in ways.items())
    for key in (b"", *study.digests.keys[:KEYS]):
        for name, digest in (KEYED if key else UNKEYED).items():
            yield _sorted_by(study, name, frozenset({"hash"}), partial(_hex, digest, key))


def _hex(digest: Hash, key: bytes, person: str) -> Value:
    return digest(key, person.encode()).hex()


def _sorted_by(study: Study, name: str, tags: frozenset[str], way: Callable[[str], Value]) -> Column:
    values = {period: [way(each.person) for each in study.presses[period]] for period in study.periods}
    return Column(name, tags, values)
