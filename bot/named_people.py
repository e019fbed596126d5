"""Looks whether somebody of the staff list, or an e-mail address, stands in what an office writes."""

import asyncio
from collections.abc import Iterable, Mapping

from content.wording import fold
from dialogs.careful import EMAIL
from storage.ports import Store


async def mentioned(store: Store, held: Mapping[str, str]) -> bool:
    """Tell whether a name or an e-mail address stands in the words of a form; it says not whose.

    Only whole names are found, and nobody who is not on the staff list: this warns, and never refuses.
    """
    words = "\n".join(held.values())
    if EMAIL.search(words):
        return True
    names = [person.name for person in await store.people.everyone() if person.name]
    return await asyncio.to_thread(_stands_in, words, names)


def _stands_in(words: str, names: Iterable[str]) -> bool:
    said = f" {fold(words)} "
    return any(f" {name} " in said for name in map(fold, names) if name)
