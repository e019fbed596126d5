"""A record that is longer than one card comes in parts: which one is shown, and the ways to the others."""

import re
from dataclasses import dataclass

from content.model import Library, Text
from content.wording import filled
from dialogs.flow import Answer
from dialogs.views import Button

VERB = re.compile(r"part-([1-9][0-9]{0,3})")
"""A button that leads to a part, counted from 1."""


@dataclass(frozen=True, slots=True)
class Part:
    """Part `number` of `of`, both from 1."""

    number: int = 1
    of: int = 1

    def buttons(self, library: Library, *, sends: bool = False) -> tuple[Button, ...]:
        """Return the buttons to the parts before and after; those that `sends` take the inputs along."""
        around = (number for number in (self.number - 1, self.number + 1) if 1 <= number <= self.of)
        return tuple(Button(f"part-{number}", _named(library, number, self.of), sends) for number in around)

    def remarks(self, library: Library) -> tuple[Text, ...]:
        """Say which part it is, where there are several."""
        return (_named(library, self.number, self.of),) if self.of > 1 else ()


def shown(answer: Answer) -> Part:
    """Return which part an answer holds; one that does not say is the only one."""
    number, of = answer.values.get("part"), answer.values.get("of")
    return Part(number, of) if isinstance(number, int) and isinstance(of, int) else Part()


def wanted(verb: str) -> int:
    """Return which part a button leads to; 0 when it leads to none."""
    found = VERB.fullmatch(verb)
    return int(found[1]) if found else 0


def _named(library: Library, number: int, of: int) -> Text:
    return filled(library.sentences["record.part"], {"part": number, "of": of})
