"""The cards of what an office sends, in one language."""

from datetime import date

from bot.heard import Shown
from content.model import Campaign, DutyRun, Halt, Language, Library, Stage
from dialogs.flow import Ref
from dialogs.notes import halted
from dialogs.people import PersonId, Role
from storage.campaigns import keep
from tests.bot.office import Office, person
from tests.scheduler.sending import changes, communication, session

ANA = PersonId("ana")


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return a communication, an invitation, a reminder, each corrected too, and the notes of all halts."""
    office = Office(library)
    await office.hires(person("ana", "policy", Role.VE_OFFICER), person("ben", "policy"))
    await office.settles_in("ana", "ben", language=language)
    corrected = {"corrected": date(2026, 11, 3), "text_version": 2}
    begun = {"first_day": date(2026, 11, 2)}
    written: dict[str, Campaign] = {
        "gifts": communication(**begun),
        "gifts-again": communication(**begun, **corrected),
        "talk": session(**begun, zone="America/Vancouver"),
        "talk-again": session(**begun, **corrected, spoken="fr"),
    }
    for id_, campaign in written.items():
        await keep(office.store, id_, campaign, 0)
    run = DutyRun(duty="coi", occurrence="2026-Q4", stage=Stage.PAUSED, halt=Halt.IDENTITY)
    await keep(office.store, "coi@2026-Q4", run, 0)
    await keep(office.store, "stuck", communication(stage=Stage.PAUSED, halt=Halt.CONTENT), 0)
    await keep(office.store, "lost", communication(stage=Stage.PAUSED, halt=Halt.AUDIENCE), 0)
    refs = [
        *(Ref("communication", id_) for id_ in ("gifts", "gifts-again", "nothing")),
        *(Ref(flow, id_) for flow in ("session", "session-reminder") for id_ in ("talk", "talk-again")),
        *(halted(id_) for id_ in ("coi@2026-Q4", "stuck", "lost")),
    ]
    shown = [await office.turns.present(ANA, ref, None) for ref in refs]
    assert [ref for ref, each in zip(refs, shown, strict=True) if each is None] == [refs[2]]
    found = [each for each in shown if each is not None]
    of_ben = await office.turns.present(PersonId("ben"), refs[0], None)
    await changes(office.store, "gifts", stage=Stage.STOPPED)
    return [*found, await office.presses("ben", "next", on=of_ben)]
