"""What may be asked about answers without a name, and about who looked at them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoicesAsked:
    """Of which forms something was released."""


@dataclass(frozen=True, slots=True)
class TrendAsked:
    """The counts of a form over its periods, in parts that fit on a card; the first is 1."""

    form: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class BatchAsked:
    """The counts, themes and redirections of what was released together, in parts too."""

    batch: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class TextsAsked:
    """The words of a batch, page by page; the first is 1."""

    batch: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class ThemesGiven:
    """The themes that texts of a batch belong to, by the id of the text; then the page again."""

    batch: str
    page: int
    themes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TextRedirected:
    """A text that belongs to another door: it is hidden from now on, and only a number is kept."""

    batch: str
    page: int
    text: str
    door: str


VoicesQuery = VoicesAsked | TrendAsked | BatchAsked | TextsAsked | ThemesGiven | TextRedirected
"""What may be asked about answers without a name."""


@dataclass(frozen=True, slots=True)
class LooksAsked:
    """How often which role opened what, in parts that fit on a card; for everyone."""

    part: int = 1
