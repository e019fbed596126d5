"""Every subject by its name: leaky systems, honest ones, the bot itself, and the bot broken."""

from collections.abc import Mapping
from typing import Final

from tests.anonymity.broken import BROKEN
from tests.anonymity.mutants import HONEST, LEAKY, SELDOM
from tests.anonymity.product import Product
from tests.anonymity.subjects import Subject

PRODUCT: Final[tuple[Subject, ...]] = (Product("folder"), Product("postgres"))
"""The bot on each of its stores."""

SUBJECTS: Final[Mapping[str, Subject]] = {
    each.name: each for each in (*PRODUCT, *BROKEN, *HONEST, *LEAKY, SELDOM)
}
