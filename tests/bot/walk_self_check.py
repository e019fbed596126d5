"""The cards of the self-assessment, and of a file that needs a declaration of its own, in one language."""

from bot.cards.drawn import opening
from bot.heard import Shown
from content.model import Language, Library
from dialogs.people import Role
from tests.bot.office import Office, person
from tests.files import with_files
from tests.selfcheck import answers

SENT: tuple[dict[str, str], ...] = (
    answers(),
    answers(Q12="yes"),
    answers(Q10="politics"),
    answers(Q5="yes") | {"reason": "job"},
    answers(Q5="yes", Q12="yes"),
    {},
)
"""Each advice, with everything that may be said beside it."""


async def self_check_and_files(library: Library, language: Language) -> list[Shown]:
    """Return the cards that somebody meets who checks, where files have declarations and where none has."""
    office = Office(with_files(library))
    await office.hires(person("walker", "policy"), person("omar", "policy", Role.COI_OFFICER))
    await office.settles_in("walker", language=language)
    found = [await office.presses("walker", "self-check"), await office.presses("walker", "nonsense")]
    found.append(opening(found[0]))
    found += [await office.presses("walker", "show-advice", None, **sent) for sent in SENT]
    found += [await office.presses("walker", verb) for verb in ("file", "choose-file")]
    found.append(await office.presses("walker", "choose-file", None, process="audit"))
    found += [await office.presses("walker", verb) for verb in ("no-conflict", "file")]
    found.append(await office.presses("walker", "choose-file", None, process="audit"))
    found += [await office.presses("walker", verb) for verb in ("need-advice", "send-name")]
    elsewhere = Office(library)
    await elsewhere.hires(person("walker", "policy"))
    await elsewhere.settles_in("walker", language=language)
    return [*found, await elsewhere.presses("walker", "file")]
