"""An office with evidence on file, and the Senior Official who answers about the organization."""

from datetime import date

from bot.heard import Shown
from content.model import (
    CodeStep,
    Evidence,
    FollowUp,
    Goal,
    Library,
    Name,
    Note,
    Recommendation,
    Span,
    Title,
    TrainingPlan,
)
from dialogs.people import PersonId, Role
from storage.written import CODE_REVIEW, EVIDENCE, PLAN, RECOMMENDATIONS, TRAINING_PLANS
from tests.bot.office import Office, person, staff

SAM, ANA = PersonId("sam"), PersonId("ana")
THIS_YEAR = 2
"""The place of the thirteen questions for this fiscal year in the list."""

TALK = Evidence(
    kinds=("committee", "theme"),
    when=Span(begins="2026-11-02"),
    title=Title(en="Talk at the executive committee", fr="Échange au comité de direction"),
    note=Note(en="One hour.", fr="Une heure."),
    audience=Name(en="Executives", fr="Cadres"),
    number=1,
    of="sessions",
    reach=14,
    headings=("calling",),
)
ONE_LANGUAGE = Evidence(
    kinds=("communications",),
    when=Span(begins="2026-05", ends="2026-06"),
    title=Title(fr="Message sur le code"),
)
PLANNED = Evidence(
    kinds=("expert-talk",),
    when=Span(begins="2026-10"),
    title=Title(en="Talk by a specialist", fr="Exposé d'une spécialiste"),
    planned=True,
    headings=("trust",),
)
UNIT = TrainingPlan(unit=Name(en="Policy", fr="Politiques"), level="division", exists=False)
DATED = TrainingPlan(
    unit=Name(en="Services", fr="Services"),
    level="branch",
    exists=True,
    implemented="partly",
    target="2027-03",
)
BEGUN = CodeStep(step="started", when=Span(begins="2026-09"))
GOAL = Goal(
    level="organization",
    title=Title(en="Everyone knows the doors", fr="Tout le monde connaît les portes"),
    due=date(2026, 10, 1),
    owner=Name(en="Ethics office", fr="Bureau de l'éthique"),
    headings=("trust",),
)
FOLLOWED = Goal(
    kind="risk",
    level="branch",
    title=Title(en="Gifts at borders", fr="Cadeaux aux frontières"),
    indicator=Title(en="Cases", fr="Cas"),
    target=3,
    due=date(2027, 3, 31),
    owner=Name(en="Operations", fr="Opérations"),
    corporate_line=Title(en="Line 4", fr="Ligne 4"),
    follow_ups=(
        FollowUp(day=date(2026, 6, 1), value=5),
        FollowUp(day=date(2026, 9, 1), value=4, note=Note(en="Better.", fr="Mieux.")),
    ),
)
ADVICE = Recommendation(
    day=date(2026, 11, 3),
    concerns="practice",
    title=Title(en="Talk about gifts", fr="Parler des cadeaux"),
    because=Note(en="Questions came.", fr="Il y a eu des questions."),
)


async def office_of(library: Library, *lines: Evidence, language: str = "en") -> Office:
    """Return an office with a line in each register; some evidence unless told otherwise."""
    office = Office(library)
    await office.hires(
        person(SAM, "policy", Role.SENIOR_OFFICIAL),
        person(ANA, "services"),
        *staff(["policy", "services"], 11),
    )
    await office.settles_in(SAM, ANA, language=language)
    for number, each in enumerate(lines or (TALK, ONE_LANGUAGE, PLANNED)):
        await EVIDENCE.keep(office.store, f"evidence-{number}", each, 0)
    for number, plan in enumerate((UNIT, DATED)):
        await TRAINING_PLANS.keep(office.store, f"plan-{number}", plan, 0)
    for number, goal in enumerate((GOAL, FOLLOWED)):
        await PLAN.keep(office.store, f"goal-{number}", goal, 0)
    await CODE_REVIEW.keep(office.store, "step", BEGUN, 0)
    await RECOMMENDATIONS.keep(office.store, "advice", ADVICE, 0)
    return office


async def opens(office: Office, question: str = "") -> Shown:
    """Open the thirteen questions for this fiscal year, or one of them."""
    await office.types(SAM, "thirteen questions")
    shown = await office.types(SAM, str(THIS_YEAR))
    return await office.presses(SAM, "open", None, question=question) if question else shown


async def answers(office: Office, question: str = "6", **given: str) -> Shown:
    """Answer a question with boxes and words."""
    await opens(office, question)
    await office.presses(SAM, "answer-question")
    return await office.presses(SAM, "save-answer", None, **named(question, **given))


def named(question: str, period: str = "FY2026-27", **given: str) -> dict[str, str]:
    """Return the inputs of a form as its card names them."""
    return {f"{field}-pco-2024/{period}/{question}": words for field, words in given.items()}
