"""Answers two offices about the action plan: its lines, what becomes of them, and how far they have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

import structlog

from bot.counting import Look, counts
from bot.named_people import mentioned
from content.model import Goal, Library, Text
from content.wording import filled, period_in_words
from dialogs import goal_forms
from dialogs.flow import Answer
from dialogs.plan_questions import (
    FollowUpFormAsked,
    FollowUpWritten,
    GoalAsked,
    GoalFormAsked,
    GoalTurned,
    GoalWritten,
    PlanAsked,
    PlanQuery,
    Turn,
)
from dialogs.views import Value
from reports import action_plan
from reports.action_plan import Now
from reports.participation import Dimension
from reports.periods import current_year
from storage.ports import Stale, Store
from storage.written import PLAN, Line, same, stamped

CHANGES = (GoalWritten, FollowUpWritten, GoalTurned)
"""What writes: the role is asked for anew."""

IN_A_PART = 12
"""Lines that a card has room for."""

TRIES = 5
"""How often a follow-up is added anew when somebody was faster."""

TURNED: Mapping[Turn, Mapping[str, object]] = {
    "reached": {"state": "reached"},
    "dropped": {"state": "dropped"},
    "reopened": {"state": "open"},
    "withdrawn": {"withdrawn": True},
    "restored": {"withdrawn": False},
}


log = structlog.get_logger()


async def indicator(store: Store, library: Library, goal: Goal, look: Look) -> Now | None:
    """Return how the indicator of a line stands: what was typed last, or a count of the organization.

    It is counted in the fiscal year in which the line is due, or in this one as long as that is to come.
    """
    if goal.measure not in goal_forms.COUNTED:
        return action_plan.typed_now(goal)
    period = current_year(min(goal.due, look.today))
    by = Dimension.MODULE if library.organization.small else Dimension.UNIT
    (report,) = await counts(store, library, period, (by,), look)
    total = next((each.total for each in report.measures if each.id == goal.measure), None)
    return Now(total, period_in_words(period.id))


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """What an office does with the plan in one turn; its role was checked a moment ago.

    `writes` says whether it writes lines, besides follow-ups.
    """

    library: Library
    store: Store
    look: Look
    writes: bool

    async def answer(self, asked: PlanQuery) -> Answer:
        """Answer; a line that is not there any more leads to the plan."""
        return await self._answer(asked) or await self._plan(PlanAsked(), "plan.gone")

    async def _answer(self, asked: PlanQuery) -> Answer | None:
        match asked:
            case PlanAsked():
                return await self._plan(asked)
            case GoalAsked(goal, history):
                return await (self._history(goal) if history else self._card(goal))
            case GoalFormAsked(goal):
                return await self._form(goal)
            case GoalWritten():
                return await self._written(asked)
            case FollowUpFormAsked(goal, held):
                return await self._follow_up_form(goal, held)
            case FollowUpWritten():
                return await self._followed_up(asked)
            case GoalTurned():
                return await self._turned(asked)
            case _:
                assert_never(asked)

    @property
    def _today(self) -> date:
        return self.look.today

    # The plan -------------------------------------------------------------------------------------

    async def _plan(self, asked: PlanAsked, note: str = "") -> Answer:
        """List lines, what is overdue first; the first sentence says how many are overdue, and due soon."""
        found = await PLAN.bodies(self.store, withdrawn=asked.withdrawn)
        lines = action_plan.ordered(found)
        of = max(1, -(-len(lines) // IN_A_PART))
        part = min(max(asked.part, 1), of)
        shown = lines[(part - 1) * IN_A_PART : part * IN_A_PART]
        options = tuple((id_, action_plan.line(self.library, each, self._today)) for id_, each in shown)
        values: dict[str, Value] = {
            "standing": self._summary(found),
            "withdrawn": asked.withdrawn,
            "part": part,
            "of": of,
            "note": note,
        }
        state = "plan.withdrawn" if asked.withdrawn else "plan" if options else "plan.none"
        return Answer(values, state=state, options=options)

    def _summary(self, found: Mapping[str, Goal]) -> Text:
        late = sum(action_plan.overdue(each, self._today) for each in found.values())
        soon = sum(action_plan.due_soon(each, self._today) for each in found.values())
        return filled(self.library.sentences["plan.summary"], {"late": late, "soon": soon})

    # One line -------------------------------------------------------------------------------------

    async def _card(self, goal: str, note: str = "") -> Answer | None:
        found = await PLAN.line(self.store, goal)
        if found is None:
            return None
        now = await indicator(self.store, self.library, found.body, self.look)
        values: dict[str, Value] = {
            **self._ways(found),
            "title": action_plan.in_words(found.body.title),
            "lines": action_plan.about(self.library, found.body, self._today, now),
            "note": note,
        }
        tables = action_plan.follow_ups(self.library, found.body)
        return Answer(values, tables=tables, state="plan.goal")

    def _ways(self, found: Line[Goal]) -> dict[str, Value]:
        goal, writes = found.body, self.writes
        closing = ("goal-reached", "goal-dropped") if goal.state == "open" else ("goal-reopened",)
        more = ("goal-history", *((*closing, "withdraw-goal") if writes else ()))
        ways = ("open", "follow-up", *(("edit-goal",) if writes else ()))
        if goal.withdrawn:
            more, ways = ("goal-history", *(("restore-goal",) if writes else ())), ("open",)
        ids: dict[str, Value] = {"id": found.id, "revision": found.revision}
        return {**ids, "ways": " ".join((*ways, "plan", "home")), "more": " ".join(more)}

    async def _history(self, goal: str) -> Answer | None:
        found = await PLAN.line(self.store, goal)
        if found is None:
            return None
        versions = [each.body for each in await PLAN.history(self.store, goal)]
        values = {**self._ways(found), "title": action_plan.in_words(found.body.title)}
        table = action_plan.history(self.library, versions, self._today)
        return Answer({**values, "count": len(versions)}, tables=(table,), state="plan.history")

    async def _turned(self, asked: GoalTurned) -> Answer | None:
        found = await PLAN.line(self.store, asked.goal)
        if found is None:
            return None
        changed = found.body.model_copy(update=dict(TURNED[asked.turn]))
        if same(changed, found.body):  # Somebody did the same, or this turn is decided anew.
            return await self._card(asked.goal, f"plan.{asked.turn}")
        if found.revision != asked.revision:
            return await self._card(asked.goal, "plan.changed")
        if not await self._kept(asked.goal, changed, found.revision):
            return await self._card(asked.goal, "plan.changed")
        return await self._card(asked.goal, f"plan.{asked.turn}")

    async def _kept(self, id_: str, goal: Goal, revision: int) -> bool:
        """Keep a version; False when somebody was faster."""
        try:
            await PLAN.keep(self.store, id_, stamped(goal, self.look.today, self.look.role), revision)
        except Stale:
            return False
        log.info("register.changed", what=PLAN.register, role=self.look.role)
        return True

    # The form of a line ---------------------------------------------------------------------------

    async def _form(self, goal: str) -> Answer | None:
        if not goal:
            return self._filled("", 0, {"kind": "goal", "measure": goal_forms.TYPED})
        found = await PLAN.line(self.store, goal)
        return self._filled(goal, found.revision, goal_forms.held_by_goal(found.body)) if found else None

    def _filled(
        self,
        goal: str,
        revision: int,
        held: Mapping[str, str],
        note: str = "",
        remarks: tuple[Text, ...] = (),
        *,
        anyway: bool = False,
    ) -> Answer:
        values: dict[str, Value] = {"id": goal, "revision": revision, "note": note, "anyway": anyway}
        return Answer({**values, **held}, remarks=remarks, state="plan.form")

    async def _written(self, asked: GoalWritten) -> Answer | None:
        """Keep a form; one that somebody was faster than, or that names somebody, comes back as written."""
        id_ = asked.goal or self.look.new
        found = await PLAN.line(self.store, id_)
        if asked.goal and found is None:
            return None
        goal = goal_forms.goal_of(asked.held, found.body if found else None)
        if found is not None and same(goal, found.body):  # Nothing is new, or this turn is decided anew.
            return await self._card(id_, "plan.saved")
        if found is not None and found.revision != asked.revision:
            return self._meanwhile(found, asked.held)
        if not asked.anyway and await mentioned(self.store, asked.held):
            warned = (self.library.sentences["plan.names"],)
            return self._filled(asked.goal, asked.revision, asked.held, "plan.look", warned, anyway=True)
        if not await self._kept(id_, goal, asked.revision):
            newest = await PLAN.line(self.store, id_)
            return self._meanwhile(newest, asked.held) if newest else None
        return await self._card(id_, "plan.saved")

    def _meanwhile(self, newest: Line[Goal], held: Mapping[str, str]) -> Answer:
        """Return a form as it was written, with what the line says now beside it."""
        said = action_plan.line(self.library, newest.body, self._today)
        now = (filled(self.library.sentences["plan.says-now"], {"line": said}),)
        return self._filled(newest.id, newest.revision, held, "plan.form-changed", now)

    # Follow-ups -----------------------------------------------------------------------------------

    async def _follow_up_form(
        self, goal: str, held: Mapping[str, str], note: str = "", *, anyway: bool = False
    ) -> Answer | None:
        """Return the form of a follow-up; one that was rescued asks to which line it belongs."""
        found = await PLAN.line(self.store, goal) if goal else None
        if goal and found is None:
            return None
        rescued = not goal
        options = await self._choices() if rescued else ()
        typed = found is None or (found.body.measure is None and found.body.indicator is not None)
        title = action_plan.in_words(found.body.title) if found else self.library.sentences["plan.any-line"]
        values: dict[str, Value] = {
            "day": self._today.isoformat(),
            **held,
            "id": goal,
            "typed": typed,
            "title": title,
            "note": note or ("plan.form-again" if rescued or held else ""),
            "anyway": anyway,
        }
        faults = goal_forms.follow_up_faults(self.library, self._today, held, chooses=True) if rescued else ()
        remarks = (self.library.sentences["plan.names"],) if anyway else faults
        return Answer(values, remarks=remarks, state="plan.follow-up", options=options)

    async def _choices(self) -> tuple[tuple[str, Text], ...]:
        lines = action_plan.ordered(await PLAN.bodies(self.store))
        return tuple(
            (id_, action_plan.line(self.library, each, self._today)) for id_, each in lines[:IN_A_PART]
        )

    async def _followed_up(self, asked: FollowUpWritten) -> Answer | None:
        """Add a follow-up to a line as it is now: two of them do not stand in each other's way."""
        if not asked.anyway and await mentioned(self.store, asked.held):
            return await self._follow_up_form(asked.goal, asked.held, "plan.look", anyway=True)
        for _ in range(TRIES):
            found = await PLAN.line(self.store, asked.goal)
            if found is None:
                return None
            new = goal_forms.follow_up_of(asked.held)
            if new in found.body.follow_ups:  # It was sent twice, or this turn is decided anew.
                return await self._card(asked.goal, "plan.followed-up")
            changed = found.body.model_copy(update={"follow_ups": (*found.body.follow_ups, new)})
            if await self._kept(asked.goal, changed, found.revision):
                return await self._card(asked.goal, "plan.followed-up")
        return await self._follow_up_form(asked.goal, asked.held, "plan.busy")
