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

    `plain` says that the person asked for text in place of cards. Where both languages are shown,
    `french_first` says which comes first. `dialog` says that it is drawn in a window of its own. In a chat of
    several people, each of them has a view of `own` in place of it.
    """

    view: View
    language: Language | None
    token: str
    plain: bool = False
    french_first: bool = False
    dialog: bool = False
    own: bool = False

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the languages it is shown in, in their order."""
        if self.language:
            return (self.language,)
        return ("fr", "en") if self.french_first else ("en", "fr")


@dataclass(frozen=True, slots=True)
class File:
    """What somebody is handed: its name, its media type and its bytes."""

    name: str
    media_type: str
    body: bytes
