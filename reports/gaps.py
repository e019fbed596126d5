"""Says what a question looks for and nobody has entered; pure."""

from collections.abc import Iterator, Sequence

from content.model import LANGUAGES, Language, OfficialQuestion, Own, Text
from reports.facts_written import said
from reports.material import Fact, Material

FINISHED = ("approved", "published", "no-update")
"""Steps with which a review of the code is over."""


def of(material: Material, question: OfficialQuestion, facts: Sequence[Fact]) -> Iterator[Text]:
    """Return the gaps of a question: what has nothing on file, then what is on file and not whole."""
    there = {fact.holding for fact in facts}
    for holding in question.holdings:
        if holding not in there:
            name = material.library.sentences[f"composing.holding.{holding}"]
            yield said(material, "gap.nothing", holding=name)
    yield from _boxes(material, question, facts)
    if "training-plans" in there:
        yield from _plans(material)
    if "code-review" in there:
        yield from _review(material)
    if there & {"goals", "risks"}:
        yield from _goals(material)
    if "planned" in there:
        yield from _planned(material)
    yield from _languages(material, facts)


def _boxes(material: Material, question: OfficialQuestion, facts: Sequence[Fact]) -> Iterator[Text]:
    """Name the boxes for which nothing speaks."""
    kinds = {kind for fact in facts if fact.holding != "planned" for kind in fact.kinds}
    for box in question.boxes:
        if box.kinds and not kinds.intersection(box.kinds):
            yield said(material, "gap.box", box=box.text)


def _plans(material: Material) -> Iterator[Text]:
    """Name how many units have no plan, and how many plans have neither an end nor a date for it."""
    plans = material.training_plans.values()
    without = sum(not plan.exists for plan in plans)
    undated = sum(plan.implemented != "fully" and plan.target is None for plan in plans)
    if without:
        yield said(material, "gap.no-plan", count=without)
    if undated:
        yield said(material, "gap.plan-undated", count=undated)


def _review(material: Material) -> Iterator[Text]:
    """Say that a review has no date for its end, or that nobody described what changes."""
    steps = material.code_steps.values()
    if not any(step.step in FINISHED for step in steps):
        yield said(material, "gap.review-undated")
    if not any(step.nature for step in steps):
        yield said(material, "gap.review-nature")


def _goals(material: Material) -> Iterator[Text]:
    """Say how many goals are overdue, have nothing to measure them by, or were never followed up."""
    goals = [goal for goal in material.goals.values() if goal.state == "open"]
    found = {
        "goals-overdue": sum(goal.due < material.today for goal in goals),
        "goals-unmeasured": sum(goal.indicator is None and goal.measure is None for goal in goals),
        "goals-unfollowed": sum(not goal.follow_ups for goal in goals),
    }
    for name, count in found.items():
        if count:
            yield said(material, f"gap.{name}", count=count)


def _planned(material: Material) -> Iterator[Text]:
    """Say how many planned lines have a day that is over."""
    late = sum(each.planned and each.when.last < material.today for each in material.evidence.values())
    if late:
        yield said(material, "gap.planned-late", count=late)


def _languages(material: Material, facts: Sequence[Fact]) -> Iterator[Text]:
    """Say how many facts are in one language only: nobody translates them unasked."""
    for language in LANGUAGES:
        alone = sum(_lacks(fact, language) for fact in facts)
        if alone:
            yield said(material, f"gap.without-{language}", count=alone)


def _lacks(fact: Fact, language: Language) -> bool:
    return any(isinstance(part, Own) and part.of(language)[1] != language for part in fact.says)
