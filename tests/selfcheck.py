"""The self-assessment as it ships, and answers to it by the numbers of its questions."""

from content.loader import load
from dialogs import self_check
from dialogs.self_check import FORM
from tests.conftest import CONTENT

DEMO = load(CONTENT, "demo")
REAL = DEMO.forms[FORM]
ASSESSMENT = self_check.FLOW.script(DEMO, "")

QUESTIONS = {
    "Q1": "investments",
    "Q2": "contracts",
    "Q3": "outside-work",
    "Q4": "volunteering",
    "Q5": "close-people",
    "Q6": "gifts",
    "Q7": "favours",
    "Q8": "information",
    "Q9": "employers",
    "Q10": "public-activities",
    "Q11": "two-roles",
    "Q12": "coming-up",
}
NOTHING = dict.fromkeys(QUESTIONS.values(), "no")


def answers(**given: str) -> dict[str, str]:
    """Answer "no" everywhere but here; an empty answer is none at all."""
    changed = NOTHING | {QUESTIONS[question]: answer for question, answer in given.items()}
    return {question: answer for question, answer in changed.items() if answer}
