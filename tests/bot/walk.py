"""One long conversation that meets every kind of card, in one language."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from bot.heard import Shown
from content.model import DOORS, KeptFor, Language, Library, RecordKind, Retention, Text
from dialogs import paths
from dialogs.flow import Ref
from dialogs.notes import review
from dialogs.people import Path, PersonId, Role
from scheduler.disposal import Disposal
from tests.bot import (
    changes,
    walk_assessment,
    walk_campaigns,
    walk_courses,
    walk_desk,
    walk_feedback,
    walk_messages,
    walk_plan,
    walk_registers,
    walk_scenarios,
    walk_sessions,
    walk_team_sessions,
    walk_unanswered,
    walk_voices,
)
from tests.bot.office import Office, person, staff
from tests.bot.team_office import cards_about_talks
from tests.bot.walk_self_check import self_check_and_files

WHO = PersonId("walker")

CLOSED = {
    f"{card}.closed"
    for card in (
        "record",
        "records",
        "checklist",
        "talk",
        "team",
        "unanswered",
        "campaigns",
        "voices",
        "registers",
        "assessment",
        "who-looked",
        *("plan", "month", "recommendations", "scenarios"),
    )
}
UNREADY = {
    "charter.preparing",
    *(f"session.{card}" for card in ("preparing", "over", "not-yours", "refused")),
}
"""Cards of a session for moments that a walk does not hit: while it begins, or is no longer there."""
UNREACHED = {"report.not-allowed", "unavailable"} | CLOSED | UNREADY
"""Cards that a Senior Official of the demo does not meet in one walk; other tests show them."""

COI = [
    "coi",
    "nothing-changed",
    "change",
    "will-declare",
    "filed",
    "back",
    "change",
    "need-advice",
    "back",
    "filed",
    "filed-today",
]
"""Presses that answer the reminder in every way; advice is taken up last."""


async def every_card(library: Library, language: Language) -> Mapping[str, Shown]:
    """Return each card a Senior Official with an open reminder can meet, by its id and note."""
    office = Office(library)
    await office.hires(person("walker", "policy", Role.SENIOR_OFFICIAL), *staff(["policy", "services"], 11))
    found: dict[str, Shown] = {}

    def meet(shown: Shown) -> None:
        found.setdefault(" ".join(filter(None, (shown.view.card, shown.view.note))), shown)

    async def press(*verbs: str, **inputs: str) -> None:
        for verb in verbs:
            meet(await office.presses("walker", verb, None, **inputs))

    meet(await office.arrives("walker"))
    await press(f"language-{language}", "coi")
    await office.ticks()
    meet(office.came[WHO][0])
    await press("help", "privacy", "record", "modules", "menu", "code", "home")
    for module in library.modules.values():
        await press(f"open-{module.id}", *["next"] * (1 + len(paths.shown(module, Path.EMPLOYEE))))
        for option in module.dilemma.options:
            await press("answer", option=option.id)
            if option.then:
                await press(f"then-{option.id}")
            await press("reconsider")
        await press("next", "finish" if not module.acknowledges_code else "next")
        if module.acknowledges_code:
            await press("acknowledge")
    await press("home", *COI)
    await press("change", "need-advice", "send-name", "change")
    for typed in ("nothing changed", "?", "no", "filed", "2026-11-20", "no", "coi", "report"):
        meet(await office.types("walker", typed))
    await press("show-report", period="this-year")
    await press("show-report", period="nonsense")
    await press("show-report", other="1980-01")
    await press("show-report", cut="salary")
    await press("show-report", period="last-quarter", cut="unit")
    await office.store.registers.put("snapshot", "2025-Q3.unit", {"v": 0}, 0)
    await press("show-report", other="2025-Q3")
    await press("get-file")
    await press("make-file", period="this-year")
    meet(await office.turns.in_company(WHO))
    await press("coi")
    old = office.shown[WHO]
    office.later(days=60)
    await office.ticks()
    meet(office.came[WHO][-1])
    meet(await office.types("walker", "1"))
    meet(await office.presses("walker", "language-en", on=old))
    for shown in (
        *await _records(library, language),
        *await _doors(library, language),
        *await changes.cards(library, language),
        *await walk_courses.cards(library, language),
        *await walk_sessions.cards(library, language),
        *await walk_campaigns.cards(library, language),
        *await walk_messages.cards(library, language),
        *await walk_desk.cards(library, language),
        *await walk_feedback.cards(library, language),
        *await cards_about_talks(library, language),
        *await walk_unanswered.cards(library, language),
        *await walk_voices.cards(library, language),
        *await walk_registers.cards(library, language),
        *await walk_assessment.cards(library, language),
        *await walk_plan.cards(library, language),
        *await walk_scenarios.cards(library, language),
        *await walk_team_sessions.cards(library, language),
    ):
        meet(shown)
    for shown in await self_check_and_files(library, language):
        meet(shown)
    note = await office.turns.present(WHO, Ref("note", "coi.advice-request"), WHO)
    assert note is not None
    meet(note)
    return found


async def _records(library: Library, language: Language) -> list[Shown]:
    """Return the cards that the ATIP contact meets, where something was disposed of."""
    authority = Text(en="Authorization 1", fr="Autorisation 1")
    kept = KeptFor(kind=RecordKind.ACCESS, months=24, authority=authority)
    retention = Retention(backups_kept_days=35, records=(kept,))
    organization = library.organization.model_copy(update={"retention": retention})
    office = Office(library.model_copy(update={"organization": organization}))
    await office.hires(person("walker", "policy", Role.ATIP_CONTACT), *staff(["policy"], 2))
    await office.settles_in("walker", "policy-0", language=language)
    await office.store.registers.put("access", "old", {"day": "2024-01-01"}, 0)
    await Disposal(office.store, organization)(office.at)
    found = [await office.types("walker", "records")]
    verbs = ("hold", "lift-hold", "no", "lift-hold", "yes", "record-of", "next")
    found += [await office.presses("walker", verb) for verb in verbs]
    found.append(await office.presses("walker", "next", None, request="A-2026-1"))
    people = ("nobody", "nobody@example.org", "policy-0@example.org")
    found += [await office.presses("walker", "show-record", None, who=who) for who in people]
    return [*found, await office.types("policy-0", "records")]


async def _doors(library: Library, language: Language) -> list[Shown]:
    """Return the doors, and what the values and ethics officer hears about the directory behind them."""
    office = Office(library)
    await office.hires(person("walker", "policy", Role.VE_OFFICER))
    await office.settles_in("walker", language=language)
    found = [await office.presses("walker", verb) for verb in ("doors", *(f"door-{door}" for door in DOORS))]
    reviewed = next(each.review for each in library.organization.contacts.values() if each and each.reached)
    for days, standing in ((-1, "soon"), (1, "past")):
        office.at = datetime.combine(reviewed + timedelta(days=days), time(15), UTC)
        note = await office.turns.present(WHO, review(reviewed, standing), None)
        assert note is not None
        found.append(note)
    return found
