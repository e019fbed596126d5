"""Campaigns as the register keeps them: every version, checked on the way in and out."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from content.model import Campaign, campaign_of
from storage.ports import Store

REGISTER = "campaign"


@dataclass(frozen=True, slots=True)
class Filed:
    """A campaign with its id and the revision of the register that was read."""

    id: str
    revision: int
    campaign: Campaign


def duty_run(duty: str, occurrence: str) -> str:
    """Return the id of what was decided about one occurrence of a duty, such as coi@2026-Q4."""
    return f"{duty}@{occurrence}"


def corrected_run(id_: str, text_version: int) -> str:
    """Return the occurrence of a correction: which campaign, and which of its texts."""
    return f"{id_}@{text_version}"


def of_corrected_run(occurrence: str) -> tuple[str, int]:
    """Return the campaign and the text that an occurrence names."""
    id_, _, text_version = occurrence.rpartition("@")
    return id_, int(text_version)


async def campaign(store: Store, id_: str) -> Filed | None:
    """Return one campaign as it is now, or None."""
    entry = await store.registers.get(REGISTER, id_)
    return Filed(id_, entry.revision, campaign_of(entry.body)) if entry else None


async def campaigns(store: Store) -> Mapping[str, Filed]:
    """Return every campaign as it is now, by id.

    One that cannot be read is left out, as if it were not there: it must not hold up all the others.
    """
    found: dict[str, Filed] = {}
    for entry in await store.registers.find(REGISTER):
        with suppress(ValueError):
            found[entry.id] = Filed(entry.id, entry.revision, campaign_of(entry.body))
    return found


async def versions(store: Store, id_: str) -> tuple[Filed, ...]:
    """Return every version of a campaign, oldest first: the texts before a correction stay there."""
    return tuple(
        Filed(id_, entry.revision, campaign_of(entry.body))
        for entry in await store.registers.history(REGISTER, id_)
    )


async def keep(store: Store, id_: str, changed: Campaign, revision: int) -> Filed:
    """Keep a new version; `revision` is the one that was read, 0 for a new one. Raises Stale, NotSaved."""
    entry = await store.registers.put(REGISTER, id_, changed.model_dump(mode="json"), revision)
    return Filed(id_, entry.revision, changed)
