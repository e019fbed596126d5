"""Walks through everything a person can reach: presses each button of each card, chooses each option."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.heard import Shown
from content.model import Text
from dialogs.views import Choice, DateInput, Input, TextInput, View, WordsInput
from tests.bot.office import Office

Action = tuple[str, tuple[tuple[str, str], ...]]
"""A verb with what the inputs held."""

State = tuple[str, ...]
LANGUAGES = {"language-en", "language-fr"}
MOST_TURNS = 4_000
RANDOM = re.compile(r"[0-9a-f]{32}")
"""An id of something that was written down: lists of one thing or of several are the same card."""


@dataclass
class Crawl:
    """What has been seen and tried. `cards` holds each card that looks different, as first met."""

    office: Office
    who: str
    cards: dict[State, Shown] = field(default_factory=dict)
    _left: dict[State, list[Action]] = field(default_factory=dict)
    _leads: dict[State, dict[Action, State]] = field(default_factory=dict)

    async def run(self, first: Shown) -> Mapping[State, Shown]:
        """Go on until nothing that can be reached is untried."""
        here = self._meet(first)
        for _ in range(MOST_TURNS):
            action = self._next(here)
            if action is None:
                return self.cards
            verb, inputs = action
            shown = await self.office.presses(self.who, verb, None, **dict(inputs))
            there = self._meet(shown)
            self._leads[here][action] = there
            here = there
        raise AssertionError(f"not done after {MOST_TURNS} presses")

    @property
    def untried(self) -> set[str]:
        """Return the cards on which something was left to press when they could not be reached any more."""
        return {state[0] for state, left in self._left.items() if left}

    def _meet(self, shown: Shown) -> State:
        state = _state(shown.view)
        if state not in self.cards:
            self.cards[state] = shown
            self._left[state] = _actions(shown.view)
            self._leads[state] = {}
        return state

    def _next(self, here: State) -> Action | None:
        """Return an untried action here, else the first step to the nearest card that has one."""
        if self._left[here]:
            return self._left[here].pop(0)
        ways: deque[tuple[State, Action]] = deque()
        seen = {here}
        for action, there in self._leads[here].items():
            ways.append((there, action))
        while ways:
            state, first = ways.popleft()
            if state in seen:
                continue
            seen.add(state)
            if self._left[state]:
                return first
            ways.extend((there, first) for there in self._leads[state].values())
        return None


def _state(view: View) -> State:
    title, chosen = view.values.get("title"), view.values.get("chosen")
    options = (key for asked in view.inputs if isinstance(asked, Choice) for key, _ in asked.options)
    return (
        view.card,
        view.note,
        title.en if isinstance(title, Text) else "",
        chosen.en if isinstance(chosen, Text) else "",
        str(view.values.get("number", "")),
        *(button.verb for button in view.buttons),
        *dict.fromkeys(RANDOM.sub("id", key) for key in options),
    )


def _actions(view: View) -> list[Action]:
    found: list[Action] = []
    for button in view.buttons:
        if button.verb in LANGUAGES:
            continue
        if button.verb == view.submit:
            found += [(button.verb, tuple(filled.items())) for filled in _filled(view.inputs)]
        else:
            found.append((button.verb, ()))
    return found


def _filled(inputs: tuple[Input, ...]) -> list[dict[str, str]]:
    """Fill a single input in every way; a form with nothing, with each first and with each last option."""
    if len(inputs) == 1:
        return [{inputs[0].id: value} for value in _values(inputs[0])]
    first, last = ({each.id: _values(each)[at] for each in inputs} for at in (0, -1))
    return [{}, first, last]


def _values(asked: Input) -> list[str]:
    match asked:
        case Choice(options=options):
            return [key for key, _ in options]
        case DateInput(latest=latest):
            return [latest.isoformat(), "2099-01-01"]
        case TextInput(example=example):
            return [example.en, "?"]
        case WordsInput():  # The same in both languages, for it comes back on cards in either.
            return ["A 1", "A 2"]
