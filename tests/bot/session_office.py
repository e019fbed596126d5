"""An office that plans sessions: an officer, and colleagues who have met Ethos."""

from bot.heard import Shown
from content.model import Session, Text
from dialogs.people import Role
from storage.campaigns import campaigns
from tests.bot.office import Office, person, staff
from tests.bot.walk_sessions import GIVEN

ANA = "0000000a-de30-4000-8000-00000000000a"
OFFICER = person("vera", "policy", Role.VE_OFFICER)


async def opened(office: Office) -> Office:
    """Bring in an officer and eleven colleagues. It is 10:00 on a Monday in Toronto."""
    others = staff(["policy"], 11)
    await office.hires(OFFICER, *others)
    await office.settles_in("vera", *(each.id for each in others))
    return office


async def plans(office: Office, **changed: str) -> Shown:
    await office.types("vera", "communications")
    await office.presses("vera", "new-session")
    await office.presses("vera", "use-invitation", None, draft="empty")
    return await office.presses("vera", "save-session", None, **{**GIVEN, **changed})


async def starts(office: Office) -> Shown:
    """Look at the invitation in both languages and start it."""
    for verb in ("preview-en", "preview-fr", "back"):
        await office.presses("vera", verb)
    return await office.presses("vera", "start-campaign")


async def kept(office: Office) -> Session:
    (found,) = (await campaigns(office.store)).values()
    assert isinstance(found.campaign, Session)
    return found.campaign


def shows(shown: Shown, name: str) -> str:
    value = shown.view.values[name]
    assert isinstance(value, Text)
    return value.en
