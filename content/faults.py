"""What is wrong in a content file, where, and how an ethics officer reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from content.characters import INVISIBLE
from content.model import LANGUAGES, Language, Text
from content.wording import fill, written
from content.yaml_source import plain, read

SENTENCES = Path(__file__).parent / "sentences" / "faults.yaml"

Known = Mapping[str, str | int | Text]

MOST_SHOWN = 160
"""Characters of a value that are quoted; whoever pastes a whole page gets its beginning back."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `line` counts from 1; 0 means the whole file. `id` names its sentence."""

    file: str
    line: int
    id: str
    values: Known = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """Return « file:line: sentence » in one language; never raises, whatever the content is like."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{place}: {self._words(language)}".replace("\n", " ")
        return INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", said)  # It may be printed on a terminal.

    def _words(self, language: Language) -> str:
        sentences = _sentences()
        # A value such as language "fr" has its own words: fault.language.fr.
        values = {
            name: sentences.get(f"fault.{name}.{value}", _shown(value)) for name, value in self.values.items()
        }
        if self.id in sentences:
            try:
                return fill(sentences[self.id], values, language)
            except KeyError:  # The sentence asks for a value that this fault does not have.
                pass
        return " ".join([self.id, *(written(_shown(value), language) for value in self.values.values())])


def _shown(value: str | int | Text) -> str | int | Text:
    """Return a value as it is quoted in a sentence, not longer than that."""
    if isinstance(value, str) and len(value) > MOST_SHOWN:
        return value[:MOST_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"
    return value


class ContentBroken(Exception):
    """The content cannot be used. `faults` holds everything that is wrong, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Sort the faults by file and line, each once."""
        self.faults = in_order(faults)
        super().__init__("\n".join(fault.sentence("en") for fault in self.faults))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return each fault once, by file, line and id."""
    seen: dict[tuple[str, int, str, str], Fault] = {}
    for fault in faults:
        seen.setdefault((fault.file, fault.line, fault.id, str(sorted(fault.values.items(), key=str))), fault)
    return tuple(seen[key] for key in sorted(seen))


@cache
def _sentences() -> Mapping[str, Text]:
    """Read the checker's own sentences. If they are broken, ids are better than silence."""
    return spoken(SENTENCES)


def spoken(path: Path) -> Mapping[str, Text]:
    """Read the sound sentences of one file by id, leaving out what is broken; never raises."""
    node, _ = read(path)
    raw = plain(node) if node else {}
    entries = raw.items() if isinstance(raw, dict) else ()
    return {
        id_: Text(en=text["en"], fr=text["fr"])
        for id_, text in entries
        if isinstance(text, dict) and all(isinstance(text.get(key), str) and text[key] for key in LANGUAGES)
    }
