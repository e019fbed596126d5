"""What may be asked about scenarios: those that are kept, and the form."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScenariosAsked:
    """The scenarios that are kept, or those that were taken back, in parts; the first is 1."""

    part: int = 1
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioAsked:
    """One scenario as it is now."""

    id: str


@dataclass(frozen=True, slots=True)
class ScenarioFormAsked:
    """The form: of a scenario, or of a new one about a theme that is told of a batch; without one, of any.

    `held` is what was written on a card that is no longer the current one: it comes back.
    """

    id: str = ""
    batch: str = ""
    held: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ScenarioWritten:
    """A form to keep, read as of a revision; a new one has no id. `anyway` keeps what was doubted."""

    id: str
    revision: int
    batch: str
    held: Mapping[str, str]
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioTaken:
    """A scenario to take back, or to bring back, read as of a revision."""

    id: str
    revision: int
    withdrawn: bool


ScenarioQuery = ScenariosAsked | ScenarioAsked | ScenarioFormAsked | ScenarioWritten | ScenarioTaken
