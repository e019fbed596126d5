"""Releases answers without a name once their period is over, and makes the boxes of the next one ready.

A box is closed an hour after the last answer could be taken: clocks of replicas differ by minutes. What has
enough answers becomes one batch; then first its key and then its slots are destroyed. What has fewer is
sealed anew into the period that follows, as the person was told, unless the form has changed since: then
nobody ever reads it. Each step may be taken again, wherever a process was stopped.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from content.model import Library, Questionnaire
from content.model.questionnaires import LEAST
from dialogs.anonymous import Offered, ended, following, offered, period_at
from dialogs.surroundings import zone_named
from reports.answers import split, tally
from reports.dispositions import SWITCH, keeps_everything
from storage.batches import Batch, Words, keep, kept
from storage.ports import Box, Closed, Mailbox, NotSaved, Stale, Standing, Store, Unavailable

AFTER = timedelta(hours=25)
"""How long after its period a box is closed."""

AHEAD = timedelta(days=7)
"""How long before a period its boxes are made."""

GRACE = timedelta(days=30)
"""How long after its period a box whose key is missing is kept: the folder of keys may come back."""

HOLD = "hold"
PROMISE = "promise"

CHOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
"""How the id of an option looks; nothing else is counted as one."""

Random = Callable[[int], bytes]
"""Returns that many random bytes."""

log = structlog.get_logger(__name__)


class Releases:
    """Call it with each beat; it works once an hour.

    `floor` tells whether this process is the one that may: of several, one releases.
    """

    def __init__(
        self,
        store: Store,
        mailbox: Mailbox,
        library: Library,
        random: Random,
        floor: Callable[[], Awaitable[bool]],
    ) -> None:
        self._store, self._mailbox, self._library, self._random = store, mailbox, library, random
        self._floor = floor
        self._worked: datetime | None = None
        self._ready: set[Box] = set()

    async def __call__(self, now: datetime) -> None:
        """Release what is due, and make ready what is coming, at an aware instant."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour == self._worked or not await self._floor():
            return
        await promise(self._store, self._library)
        await release(self._store, self._mailbox, self._library, now, self._random)
        for box in coming(self._library, now):
            if box not in self._ready and await _tried(self._mailbox.prepare(box)):
                self._ready.add(box)
        self._worked = hour


async def promise(store: Store, library: Library) -> None:
    """Write down what a version promises: a threshold above the usual one, and a question about the person.

    A version that asks for less later does not lower the one; a file that is gone later does not make the
    other an ordinary question.
    """
    for form, each in offered(library).items():
        asked = library.questionnaires.get(form)
        factor = asked.factor.id if asked and asked.factor else ""
        if each.least > LEAST or factor:
            with suppress(Stale):
                promised = {"least": each.least, "factor": factor}
                await store.registers.put(PROMISE, f"{form}@{each.version}", promised, 0)


class _Promised(NamedTuple):
    least: int
    factor: str


async def _promised(store: Store, box: Box) -> _Promised:
    entry = await store.registers.get(PROMISE, f"{box.form}@{box.version}")
    body = entry.body if entry else {}
    return _Promised(int(body.get("least", LEAST)), str(body.get("factor", "")))


def coming(library: Library, now: datetime) -> Sequence[Box]:
    """Return the boxes of the period there is, and of the next one when it is near."""
    zone = library.organization.time_zone
    periods = dict.fromkeys((period_at(now, zone), period_at(now + AHEAD, zone)))
    forms = offered(library).items()
    return [Box(form, each.version, period, each.large) for period in periods for form, each in forms]


async def release(store: Store, mailbox: Mailbox, library: Library, now: datetime, random: Random) -> None:
    """Take every box whose period is over through the rest of its life, earlier periods first.

    What fails now is tried again another time, and the later boxes of that form wait for it.
    """
    turn = _Turn(store, mailbox, library, now, random)
    zone = library.organization.time_zone
    failed: set[str] = set()
    for box in await mailbox.boxes():
        end = ended(box.period, zone)
        if end is None or now < end + AFTER or box.form in failed:
            continue
        if not await _tried(turn.take(box, end)):
            failed.add(box.form)
    turn.tell()


class _Turn:
    """One look at the mailbox."""

    def __init__(
        self, store: Store, mailbox: Mailbox, library: Library, now: datetime, random: Random
    ) -> None:
        self._store, self._mailbox, self._library = store, mailbox, library
        self._now, self._random = now, random
        self._offered = offered(library)
        self._done: Counter[str] = Counter()

    async def take(self, box: Box, end: datetime) -> None:
        """Take one box as far as it may go. Raises NotSaved, Unavailable."""
        if await kept(self._store.registers, box.form, box.version, box.period):
            await self._mailbox.destroy(box)
            return
        standing = await self._mailbox.standing(box)
        if standing is Standing.LOST and self._now < end + GRACE:
            self._done["missing"] += 1
            return
        form, promised = self._offered.get(box.form), await _promised(self._store, box)
        least = max(form.least if form else LEAST, promised.least)
        # What says nothing does not help to hide what others say.
        answers = [answer for answer in await self._mailbox.open(box) if any(map(str.strip, answer.values()))]
        if len(answers) >= least:  # Also where the form is gone by now: it was promised.
            await self._keep(box, answers, promised.factor)
        elif form is not None and answers and _same(form, box):
            await self._carry(box)
        elif answers and await self._held():
            return
        await self._mailbox.destroy(box)

    async def _keep(self, box: Box, answers: Sequence[Mapping[str, str]], factor: str) -> None:
        batch = _batch(box, answers, self._library.questionnaires.get(box.form), factor, self._random)
        try:
            await keep(self._store.registers, batch)
        except Stale:
            return  # Another process was faster, with the same answers.
        self._done["released"] += 1

    async def _carry(self, box: Box) -> None:
        """Seal the answers into the period that follows, or, should that be over as well, into this one.

        Always the same box, so that a process that is stopped on the way leaves no answer in two.
        """
        here = period_at(self._now, self._library.organization.time_zone)
        try:
            await self._mailbox.carry(box, replace(box, period=following(box.period) or here))
        except Closed:
            await self._mailbox.carry(box, replace(box, period=here))
        self._done["carried"] += 1

    async def _held(self) -> bool:
        """Tell whether nothing may be destroyed unread now."""
        switch = await self._store.registers.get(HOLD, SWITCH)
        day = self._now.astimezone(zone_named(self._library.organization.time_zone)).date()
        return keeps_everything(switch.body if switch else None, day)

    def tell(self) -> None:
        """Say how many boxes went which way: never which, and never how many answers."""
        if released := self._done["released"]:
            log.info("mailbox.released", count=released)
        if carried := self._done["carried"]:
            log.info("mailbox.carried", count=carried)
        if missing := self._done["missing"]:
            log.warning("mailbox.key-missing", count=missing)


async def _tried(work: Awaitable[None]) -> bool:
    """Do something, and tell whether it was done; what is in the way may be gone another time."""
    try:
        await work
    except (NotSaved, Unavailable, Closed) as error:
        log.warning("mailbox.failed", error=type(error).__name__)
        return False
    return True


def _same(form: Offered, box: Box) -> bool:
    return (form.version, form.large) == (box.version, box.large)


# A batch ------------------------------------------------------------------------------------------


def _batch(
    box: Box, given: Sequence[Mapping[str, str]], form: Questionnaire | None, factor: str, random: Random
) -> Batch:
    """Count what was chosen, and take what was written out of its answer, each text under a fresh id.

    What people said of themselves under `factor` only tells counts apart, and only while the form is there.
    """
    asked = form if form and form.version == box.version else None
    about = {factor, form.factor.id if form and form.factor else ""}
    answers = given if asked else [_without(answer, about) for answer in given]
    words = [
        Words(random(16).hex(), question, said)
        for answer in answers
        for question, said in answer.items()
        if box.large and said.strip() and question not in _chosen(form)
    ]
    return Batch(
        box.form,
        box.version,
        box.period,
        len(answers),
        tally(answers, asked.questions) if asked else _counted(box, answers, form),
        tuple(sorted(words, key=lambda each: each.id)),
        _apart(answers, asked) if asked else {},
    )


def _without(answer: Mapping[str, str], about: AbstractSet[str]) -> Mapping[str, str]:
    return {question: said for question, said in answer.items() if question not in about}


def _chosen(form: Questionnaire | None) -> frozenset[str]:
    """Return the questions that are answered by choosing, what people say of themselves among them.

    In a large box, a question that the form no longer has is taken for one in words: those can still be
    destroyed. In a small one there is no room for words.
    """
    if form is None:
        return frozenset()
    factor = [form.factor.id] if form.factor else []
    return frozenset([*factor, *(question.id for question in form.questions if question.kind != "words")])


def _counted(
    box: Box, answers: Sequence[Mapping[str, str]], form: Questionnaire | None
) -> Mapping[str, Mapping[str, int]]:
    """Count choices whose options nobody knows: single presses, and a form in an earlier version."""
    counts: dict[str, Counter[str]] = {}
    for answer in answers:
        for question, said in answer.items():
            if question in _chosen(form) or not box.large:
                chosen = (each for each in said.split() if CHOICE.fullmatch(each))
                counts.setdefault(question, Counter()).update(chosen)
    return {
        question: dict(sorted(counted.items())) for question, counted in sorted(counts.items()) if counted
    }


def _apart(
    answers: Sequence[Mapping[str, str]], form: Questionnaire
) -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """Tell counts apart by what people said of themselves, as far as that may be kept."""
    factor = form.factor
    if factor is None:
        return {}
    return split(answers, form.questions, factor.id, [option.id for option in factor.options])
