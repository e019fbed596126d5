"""The cards of the self-assessment of the organization, in one language."""

from bot.heard import Shown
from content.model import Language, Library
from tests.bot.assessment_office import ANA, PLANNED, SAM, TALK, named, office_of


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what the Senior Official meets with something on file, and what an employee is told."""
    office = await office_of(library, TALK, PLANNED, language=language)
    label = library.verbs["assessment"].label.of(language)
    found = [await office.types(ANA, label), await office.types(SAM, label)]
    found.append(await office.presses(SAM, "frozen-drafts"))
    await office.presses(SAM, "assessment")
    found.append(await office.types(SAM, "2"))
    for question in library.question_sets["pco-2024"].questions:
        found.append(await office.presses(SAM, "open", None, question=question.id))
        await office.presses(SAM, "back")
    await office.types(SAM, "6")
    found.append(await office.presses(SAM, "answer-question"))
    found.append(await office.presses(SAM, "save-answer"))
    found.append(await office.presses(SAM, "save-answer", None, **named("6", words_en="x" * 1_801)))
    found.append(await office.presses(SAM, "save-answer", None, **named("6", boxes="topics", words_fr="Oui")))
    old = await office.presses(SAM, "answer-question")
    found.append(await office.presses(SAM, "save-answer", None, **named("6", words_en="Ask Ms. Roy")))
    await office.presses(SAM, "back")
    found.append(await office.presses(SAM, "save-answer", old, **named("6", words_en="Yes")))
    await office.presses(SAM, "back")
    await office.presses(SAM, "back")
    found.append(await office.presses(SAM, "freeze-draft"))
    found += [await office.types(SAM, "1"), await office.types(SAM, "1")]  # A kept one, as a document.
    await office.presses(SAM, "assessment")
    await office.types(SAM, "5")
    found += [await office.presses(SAM, verb) for verb in ("draft-file", "make-draft-file")]
    return found
