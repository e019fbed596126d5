"""Facts from what officials wrote by hand: evidence, training plans, the code's review, goals; pure."""

from collections.abc import Iterator

from content.model import (
    CodeStep,
    Evidence,
    Goal,
    Holding,
    Kind,
    OfficialQuestion,
    Own,
    Text,
    Title,
    TrainingPlan,
)
from content.wording import begun, filled
from dialogs import themes
from dialogs.register_lines import span_words, when_words
from dialogs.views import Value
from reports.material import Fact, Line, Material

ADJUSTED: Kind = "adjustment"
"""What a scenario that was written about a theme is evidence of."""

SHOWN_OF_AN_ID = 8
"""Characters: enough to find a line again."""

DASH = Text(en="\N{EN DASH}", fr="\N{EN DASH}")
"""Between what happened and what somebody noted about it; pieces have a space between them."""


def source(material: Material, register: str, id_: str) -> Text:
    """Say in which register a line stands, and which one it is."""
    words = material.library.sentences[f"composing.source.{register}"]
    return filled(words, {"id": id_[:SHOWN_OF_AN_ID]})


def said(material: Material, id_: str, **values: Value) -> Text:
    """Return a sentence with its values."""
    return filled(material.library.sentences[f"composing.{id_}"], values)


def _word(material: Material, id_: str) -> Text:
    return material.library.sentences[f"registers.{id_}"]


def _noted(line: Line, note: Own | None) -> Line:
    return (*line, DASH, note) if note else line


# Evidence -----------------------------------------------------------------------------------------


def evidence(material: Material, question: OfficialQuestion) -> Iterator[Fact]:
    """Return the evidence of the years, of the kinds that the question asks for; what is planned is none."""
    for id_, each in material.evidence.items():
        if not each.planned and material.years.hold(each.when) and _asked(question, each):
            yield _evidence(material, "evidence", id_, each)
    if ADJUSTED in question.kinds:
        yield from _scenarios(material)


def _scenarios(material: Material) -> Iterator[Fact]:
    """Return the scenarios that were first kept in the years; how many texts had their theme is not told."""
    for id_, each in material.scenarios.items():
        if material.years.first <= each.day <= material.years.last:
            theme = themes.named(material.library, each.theme)
            about, title = said(material, "scenario", theme=theme), Title(en=each.title.en, fr=each.title.fr)
            lead = said(material, "on", when=begun(when_words(each.day.isoformat())))
            source_ = source(material, "scenario", id_)
            yield Fact("evidence", (lead, about, title), source_, (about, title), each.day, (ADJUSTED,))


def planned(material: Material, question: OfficialQuestion) -> Iterator[Fact]:
    """Return what is planned in the years or after them."""
    for id_, each in material.evidence.items():
        if each.planned and each.when.last >= material.years.first and _asked(question, each):
            yield _evidence(material, "planned", id_, each)


def headings(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return evidence and goals under the headings of the Task Team's report, in its order."""
    for id_, each in material.evidence.items():
        if each.headings and not each.planned and material.years.hold(each.when):
            fact = _evidence(material, "headings", id_, each)
            yield _under(material, fact, each.headings)
    for id_, goal in material.goals.items():
        if goal.headings:
            yield _under(material, _goal(material, "headings", id_, goal), goal.headings)


def _under(material: Material, fact: Fact, found: tuple[str, ...]) -> Fact:
    names = tuple(_word(material, f"heading.{each}") for each in found)
    under = said(material, "under", headings=names)
    return Fact(fact.holding, (under, *fact.says), fact.source, (under, *fact.brief), fact.since, fact.kinds)


def _asked(question: OfficialQuestion, found: Evidence) -> bool:
    return not question.kinds or bool(set(question.kinds).intersection(found.kinds))


def _evidence(material: Material, holding: Holding, id_: str, found: Evidence) -> Fact:
    when = span_words(material.library, found.when)
    numbers = _numbers(material, found)
    tail: Line = (said(material, "figures", figures=numbers),) if numbers else ()
    brief: Line = (found.title, said(material, "figures", figures=(*numbers, when)))
    lead = said(material, "on", when=begun(when))
    audience: Line = (said(material, "for"), found.audience) if found.audience else ()
    says = _noted((lead, found.title, *audience, *tail), found.note)
    return Fact(holding, says, source(material, "evidence", id_), brief, found.when.first, found.kinds)


def _numbers(material: Material, found: Evidence) -> tuple[Text, ...]:
    numbers: list[Text] = []
    if found.number is not None and found.of is not None:
        of = _word(material, f"of.{found.of}")
        numbers.append(said(material, "number", count=found.number, of=of))
    if found.reach is not None:
        numbers.append(said(material, "reach", count=found.reach))
    return tuple(numbers)


# Two registers ------------------------------------------------------------------------------------


def training_plans(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return one fact for each unit."""
    for id_, plan in material.training_plans.items():
        line = _plan(material, plan)
        yield Fact("training-plans", line, source(material, "training-plan", id_), line)


def _plan(material: Material, plan: TrainingPlan) -> Line:
    level = _word(material, f"level.{plan.level}")
    state = said(material, "plan.exists" if plan.exists else "plan.none", level=level)
    carried = (DASH, _word(material, f"implemented.{plan.implemented}")) if plan.exists else ()
    due = (DASH, said(material, "target", when=when_words(plan.target))) if plan.target else ()
    return _noted((plan.unit, state, *carried, *due), plan.note)


def code_review(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return the steps of the review, those that were done and those that are due."""
    for id_, step in material.code_steps.items():
        line = _step(material, step)
        since = step.when.first if step.when else None
        yield Fact("code-review", line, source(material, "code-review", id_), line, since)


def _step(material: Material, step: CodeStep) -> Line:
    name = _word(material, f"step.{step.step}")
    done = (said(material, "done", when=span_words(material.library, step.when)),) if step.when else ()
    due = (said(material, "due", when=when_words(step.target)),) if step.target else ()
    return _noted((name, *done, *due), step.nature)


# The plan -----------------------------------------------------------------------------------------


def goals(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return the goals of the action plan."""
    for id_, goal in material.goals.items():
        if goal.kind == "goal":
            yield _goal(material, "goals", id_, goal)


def risks(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return the lines of the plan that are about a risk."""
    for id_, goal in material.goals.items():
        if goal.kind == "risk":
            yield _goal(material, "risks", id_, goal)


def _goal(material: Material, holding: Holding, id_: str, goal: Goal) -> Fact:
    state = said(material, f"goal.{goal.state}", due=goal.due)
    line: Line = (goal.title, said(material, "by"), goal.owner, state)
    if goal.indicator:
        line = (*line, said(material, "indicator"), goal.indicator)
    if goal.target is not None:
        line = (*line, said(material, "goal.target", count=goal.target))
    if goal.corporate_line:
        line = (*line, said(material, "corporate"), goal.corporate_line)
    if goal.follow_ups:
        newest = max(goal.follow_ups, key=lambda each: each.day)
        line = (*line, said(material, "followed", day=newest.day))
        line = (*line, said(material, "value", count=newest.value)) if newest.value is not None else line
        line = _noted(line, newest.note)
    return Fact(holding, line, source(material, "plan", id_), (goal.title, state))


def recommendations(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return what was recommended to the deputy head in the years."""
    for id_, each in material.recommendations.items():
        if material.years.first <= each.day <= material.years.last:
            became = material.library.sentences[f"recommendations.state.{each.state}"]
            state = said(material, "recommendation", day=each.day, state=became)
            line = (each.title, state)
            source_ = source(material, "recommendation", id_)
            yield Fact("recommendations", _noted(line, each.because), source_, line, each.day)
