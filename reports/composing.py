"""Drafts the answers to a set of questions from what is on file; ticks nothing and judges nobody; pure.

Every sentence that is suggested is made of facts that stand beside it, each with where it comes from. What a
question looks for and nobody entered is a gap, and said so. Which box applies is for a person to say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from content.model import KINDS, Holding, Kind, OfficialQuestion, QuestionSet, Text
from reports import facts_counted as counted
from reports import facts_written as written
from reports import gaps, team_sessions
from reports.facts_written import DASH, said
from reports.material import Draft, Drafted, Fact, Line, Material, Offer

Finding = Callable[[Material, OfficialQuestion], Iterator[Fact]]

FOUND: Mapping[Holding, Finding] = {
    "evidence": written.evidence,
    "planned": written.planned,
    "training-plans": written.training_plans,
    "code-review": written.code_review,
    "goals": written.goals,
    "risks": written.risks,
    "recommendations": written.recommendations,
    "headings": written.headings,
    "participation": counted.participation,
    "code": counted.code,
    "onboarding": counted.onboarding,
    "talks": counted.talks,
    "courses": counted.courses,
    "reminders": counted.reminders,
    "sessions": counted.sessions,
    "messages": counted.messages,
    "you-said": counted.you_said,
    "themes": counted.theme_counts,
    "feedback": counted.feedback,
    "pulse": counted.pulse,
    "polls": counted.polls,
    "checks": counted.checks,
    "doors": counted.doors,
    "directory": counted.directory,
    "factors": counted.factors,
    "tools": counted.tools,
    "charters": team_sessions.charters,
}
"""Where each holding is looked for. One that is not here has nothing that feeds it yet, which is a gap."""

BY_KIND = frozenset({"evidence", "planned"})
"""What a running text tells together, kind by kind."""


def compose(material: Material, asked: QuestionSet) -> Draft:
    """Draft every question of a set."""
    drafted = tuple(_drafted(material, question) for question in asked.questions)
    name, period = material.library.organization.name, material.years.id
    return Draft(name, asked, period, material.today, drafted)


def _drafted(material: Material, question: OfficialQuestion) -> Drafted:
    facts = tuple(fact for holding in question.holdings for fact in _found(material, question, holding))
    return Drafted(
        question,
        facts,
        tuple(_suggested(material, facts)),
        tuple(gaps.of(material, question, facts)),
        tuple(_offered(question, facts)),
        material.answers.get(question.id),
    )


def _found(material: Material, question: OfficialQuestion, holding: Holding) -> list[Fact]:
    """Return what is on file in one holding, oldest first; what has no day comes after."""
    find = FOUND.get(holding)
    facts = list(find(material, question)) if find else []
    dated = [fact for fact in facts if fact.since]
    return [*sorted(dated, key=_by_day), *(fact for fact in facts if not fact.since)]


def _by_day(fact: Fact) -> tuple[str, str]:
    return str(fact.since), fact.source.en


def _offered(question: OfficialQuestion, facts: Iterable[Fact]) -> Iterator[Offer]:
    """Return the boxes for which there is evidence. What is planned speaks for none."""
    done = [fact for fact in facts if fact.holding != "planned"]
    for box in question.boxes:
        speaking = tuple(fact for fact in done if set(box.kinds).intersection(fact.kinds))
        if speaking:
            yield Offer(box, speaking)


# The suggested paragraph --------------------------------------------------------------------------


def _suggested(material: Material, facts: tuple[Fact, ...]) -> Iterator[Line]:
    """Return the sentences of a running text, made of nothing but the facts; without any, none."""
    if not facts:
        return
    for holding in dict.fromkeys(fact.holding for fact in facts):
        there = [fact for fact in facts if fact.holding == holding]
        if holding in BY_KIND:
            yield from _by_kind(material, holding, there)
        else:
            yield from (fact.brief for fact in there)


def _by_kind(material: Material, holding: Holding, facts: list[Fact]) -> Iterator[Line]:
    """Return one sentence for each kind; a fact of several kinds is told under the first of them."""
    for kind in KINDS:
        found = [fact for fact in facts if fact.kinds[0] == kind]
        if found:
            yield _listed(_lead(material, holding, kind), found)


def _lead(material: Material, holding: Holding, kind: Kind) -> Text:
    name = material.library.sentences[f"registers.kinds.{kind}"]
    return said(material, f"lead.{holding}", kind=name)


def _listed(lead: Text, facts: list[Fact]) -> Line:
    line: Line = (lead,)
    for number, fact in enumerate(facts):
        line = (*line, *((DASH,) if number else ()), *fact.brief)
    return line
