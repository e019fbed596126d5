"""What a channel hands to a turn, and what it gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.model import Language
from dialogs.views import View


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a card of ours: its verb, its signed token, and what the inputs held."""

    verb: str
    token: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """Typed words, with the channel's own id of the message, so that a second delivery is known."""

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The person has just installed or opened the bot."""


Heard = Press | Message | Arrival


@dataclass(frozen=True, slots=True)
class Shown:
    """A view on its way to a person. `language` None means both; `token` goes into every button.

    `plain` says that the person asked for text in place of cards.
    """

    view: View
    language: Language | None
    token: str
    plain: bool = False
