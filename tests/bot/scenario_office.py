"""An office in which a theme came back, and what its officer writes about it."""

from datetime import date
from typing import Any

from bot.heard import Shown
from content.model import Library, Scenario, Text, WayOut
from content.model.text import Value
from storage.written import SCENARIOS
from tests.bot.office import Office
from tests.bot.voices_office import VERA, batch, office_of, opens, same

FORM = {
    "theme": "gifts",
    "scene_en": "The basket",
    "scene_fr": "Le panier",
    "situation_en": "A supplier leaves a basket at reception.",
    "situation_fr": "Un fournisseur laisse un panier : il est à la réception.",
    "option1_en": "Share it with the team.",
    "option1_fr": "Le partager en équipe.",
    "consequence1_en": "Everybody owes something.",
    "consequence1_fr": "Tout le monde doit quelque chose.",
    "option2_en": "Send it back with thanks.",
    "option2_fr": "Le renvoyer avec des remerciements.",
    "consequence2_en": "Nobody owes anything, and it takes time.",
    "consequence2_fr": "Personne ne doit rien, et cela prend du temps.",
    "holds": "2",
    "tension": "people,integrity",
    "talk_en": "What would we say to the supplier?",
    "talk_fr": "Que dirions-nous au fournisseur?",
}
"""A form without faults."""


def scenario(title: str = "T1", day: str = "2026-11-01", **changed: Any) -> Scenario:
    ways = tuple(WayOut(text=same(f"O{number}"), consequence=same(f"C{number}")) for number in (1, 2))
    given: dict[str, Any] = {
        "day": date.fromisoformat(day),
        "theme": "gifts",
        "title": Text(en=title, fr=title),
        "situation": same("S1"),
        "options": ways,
        "tension": (Value.PEOPLE, Value.INTEGRITY),
        "holds": 1,
        "talk": same("Q?"),
    }
    return Scenario(**{**given, **changed})


async def themed(library: Library, language: str = "en", *, gifts: int = 5, **kept: Scenario) -> Office:
    """Return an office that tagged so many texts of a batch as gifts, and four as conflicts of interest."""
    office = await office_of(library, language=language)
    counted = {"gifts": range(gifts), "coi": range(4)}
    tagged = {
        f"{number:08x}": [theme for theme, chosen in counted.items() if number in chosen]
        for number in range(max(gifts, 4))
    }
    await office.store.registers.put("theme", batch().id, tagged, 0)
    for id_, each in kept.items():
        await SCENARIOS.keep(office.store, id_, each, 0)
    return office


async def begins(office: Office) -> Shown:
    """Go from what people said to the form."""
    await opens(office)
    return await office.presses(VERA, "draft-scenario")


async def saves(office: Office, verb: str = "save-scenario", **changed: str) -> Shown:
    return await office.presses(VERA, verb, None, **{**FORM, **changed})
