"""Looks whether somebody seems to be named in what an office writes, by the rule that every form has."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from dialogs.careful import of_staff
from storage.ports import Store

WORDS = ("_en", "_fr")
"""How the names of fields end in which an office writes words."""


async def naming(store: Store, held: Mapping[str, str], fields: Iterable[str]) -> tuple[str, ...]:
    """Return those fields of a form in which somebody seems to be named; it says not who.

    By a whole name of the staff list, a title or an e-mail address: this warns, and never refuses.
    """
    written = [field for field in fields if held.get(field)]
    names = [person.name for person in await store.people.everyone()]
    # A large staff list takes a moment, and conversations go on meanwhile.
    return await asyncio.to_thread(_naming, held, written, names)


async def mentioned(store: Store, held: Mapping[str, str]) -> bool:
    """Tell whether somebody seems to be named in the words of a form; ids and choices are no words."""
    return bool(await naming(store, held, [field for field in held if field.endswith(WORDS)]))


def _naming(held: Mapping[str, str], fields: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(field for field in fields if of_staff(held[field], names))
