"""The algebra of a conversation: what was said, what is known, what comes next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar

from content.model import Language, Library, Text
from dialogs.facts import Dated, Fact
from dialogs.people import Office, Path
from dialogs.questions import Query
from dialogs.views import Figure, Pressed, Table, Value, View

S = TypeVar("S")
K = TypeVar("K")
P = TypeVar("P")


# What was said ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    """Words. Only the reception hears them, and nobody keeps them."""

    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The conversation was opened from elsewhere; with `door` False it is only to say where it is."""

    door: bool = True


@dataclass(frozen=True, slots=True)
class Learned:
    """The answer to an `Ask`: values and a table for a card, or None when the person may not know."""

    answer: "Answer | None"


Said = Pressed | Typed | Opened | Learned


# What comes next ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ref:
    """Points to something that is rendered when it is sent, never before: a conversation or a note."""

    flow: str
    key: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """Keep a fact with the person."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Drop:
    """Put an answer where no name is. There is no field for a person here, nor for a time.

    `answer` is question → what was chosen or written. A `large` form has room for words. `once` counts the
    first press of a day and no other, as far as this process remembers.
    """

    form: str
    version: int
    answer: Mapping[str, str]
    large: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """Answer in private."""

    view: View


@dataclass(frozen=True, slots=True)
class Tell:
    """Let an office know, with the name of the person who asked for it."""

    audience: Office
    ref: Ref


@dataclass(frozen=True, slots=True)
class Start:
    """Open another conversation; its first view is the answer."""

    flow: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shell learned: values, tables and the remarks under them, ready for a card.

    `state` is one word for the step, such as "on-hold"; nobody reads it. `options` are those of a choice.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    remarks: tuple[Text, ...] = ()
    state: str = ""
    options: tuple[tuple[str, Text], ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Have the shell check the role, run a query and step once more with `Learned`."""

    query: Query


@dataclass(frozen=True, slots=True)
class Remind:
    """Write to the person themselves on the last working day before a day, unless that has come already."""

    day: date
    ref: Ref


Effect = Record | Drop | Show | Tell | Remind | Start | Ask


@dataclass(frozen=True, slots=True)
class Next(Generic[P]):
    """The new place and what follows. At most one answer: a view, a start or a question.

    A step that drops an answer shows a passing view and does nothing else.
    """

    place: P
    effects: tuple[Effect, ...]

    def __post_init__(self) -> None:
        """Refuse a step that answers twice or not at all."""
        answers = [effect for effect in self.effects if isinstance(effect, Show | Start | Ask)]
        if len(answers) != 1:
            raise ValueError(f"a step answers once, not {len(answers)} times")
        if any(isinstance(effect, Drop) for effect in self.effects) and not all(
            isinstance(effect, Drop) or (isinstance(effect, Show) and effect.view.passing)
            for effect in self.effects
        ):
            raise ValueError("a step that drops an answer shows a passing view, and nothing else")


# What a conversation is ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """What the shell folded for the person who speaks: no id, no name, no unit.

    `may` holds what the person is allowed to ask for, such as "report". `happened` is oldest first.
    `first_day` and `last_day` are those of the person's work here, as far as the staff list says. `warned` is
    the day after which the person's name joins the list of unanswered reminders, where a second card says so.
    `booked` are the sessions that the person has booked to lead, by their keys.
    """

    today: date
    path: Path
    language: Language | None
    may: frozenset[str]
    happened: tuple[Dated, ...]
    first_day: date | None = None
    last_day: date | None = None
    warned: date | None = None
    booked: frozenset[str] = frozenset()

    def with_facts(self, facts: Sequence[Fact], language: Language | None) -> "Past":
        """Return the past as it will be once these facts are kept today."""
        new = tuple(Dated(self.today, self.path, language or "en", fact) for fact in facts)
        return replace(self, language=language, happened=(*self.happened, *new))


def _never(_: object) -> bool:
    return False


def _nothing(_: object) -> str:
    return ""


def _nowhere(_step: str, _about: str) -> None:
    return None


ABOUT = "about"
"""What an old form is heard with beside its words: the id of what it changes. A card cannot send it."""


@dataclass(frozen=True, slots=True)
class Flow(Generic[S, K, P]):
    """One kind of conversation.

    `script` finds the words for a key, or None when there are none; `know` folds the past into the few
    things the steps need; `begin` is the place of a conversation nobody has touched; `here` shows a
    place at any time; `places` lists the dataclasses a saved place can be; `version` is theirs. `edition` is
    the version of the words. One that `looks_up` asks the shell for its card whenever it is opened; one
    that is `settled` has nothing to say unasked any more, nor has one whose answer is in a `silent` state.
    What a button of `forms` sends is heard as `old-…` where its card is out of date: words are never lost.
    `about` tells from a place what its form changes, empty for something new; `writing` gives the place of a
    form back, from the name of the place and what it was about.
    The cards of one that `drops` carry what an answer without a name needs.
    """

    name: str
    version: int
    places: tuple[type, ...]
    script: Callable[[Library, str], S | None]
    know: Callable[[S, Past], K]
    begin: Callable[[S, K], P]
    here: Callable[[S, K, P], View]
    step: Callable[[S, K, P, Said], Next[P]]
    edition: Callable[[S], str]
    looks_up: bool = False
    settled: Callable[[K], bool] = _never
    silent: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    about: Callable[[P], str] = _nothing
    writing: Callable[[str, str], P | None] = _nowhere
    drops: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """What a conversation knows that needs to know nothing."""


def again(place: P, view: View) -> Next[P]:
    """Say again where we are: the gentle last case of every step."""
    return Next(place, (Show(view.noted("here-again")),))
