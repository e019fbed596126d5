"""A form in the terminal: each input is asked here, and the whole leaves as one press."""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from bot.cards.sentences import buttons
from bot.cards.text import label_of
from bot.heard import Press, Shown
from content.model import Language, Library
from content.wording import fold
from dialogs import dates
from dialogs.lexicon import Lexicon, number
from dialogs.views import Choice, DateInput, Input, TextInput, View, WordsInput
from dialogs.ways import DOORS


def is_form(view: View) -> bool:
    """Tell whether several inputs leave with one button; a single input is typed like any other word."""
    return view.form


def instead(lexicon: Lexicon, shown: Shown, line: str) -> Press | None:
    """Return the button of a card shown in passing that is typed; it has no typed path."""
    verb = lexicon.verb(line)
    offered = {button.verb for button in buttons(shown.view, shown.language)}
    return Press(verb, shown.token) if shown.view.passing and verb in offered else None


def fill(
    library: Library, lexicon: Lexicon, shown: Shown, lines: Iterator[str], say: Callable[[str], None]
) -> Press | None:
    """Ask every input of a form; return what sends it, or the button typed instead. None: the lines ended."""
    view, language = shown.view, shown.language or "en"
    ways = {button.verb for button in buttons(view, shown.language)} | DOORS.keys()
    given: dict[str, str] = {}
    for asked in view.inputs:
        say("\n".join(_question(library, asked, language)))
        for line in lines:
            verb = lexicon.verb(line)
            leaves = verb in ways - {view.submit}
            # Where words are written any of them is an answer, so a way out is looked for first.
            answer = (
                None if leaves and isinstance(asked, WordsInput) else _given(asked, line, lines, language)
            )
            if answer is not None:
                given |= {asked.id: answer} if answer else {}
                break
            if verb and leaves:
                return Press(verb, shown.token)
            say(_again(library, asked, language))
        else:
            return None
    return Press(view.submit, shown.token, given)


def _question(library: Library, asked: Input, language: Language) -> list[str]:
    lines = ["", *label_of(asked, language), *_held(library, asked, language)]
    match asked:
        case Choice(options=options, required=required):
            prompt = "form.number" if required else "form.number-or-nothing"
            lines += [f"{place}. {text.of(language)}" for place, (_, text) in enumerate(options, start=1)]
            return [*lines, library.sentences[prompt].of(language)]
        case DateInput():
            return [*lines, f"> {library.sentences['date-example'].of(language)}"]
        case TextInput(example=example):
            return [*lines, f"> {example.of(language)}"]
        case WordsInput(lines=several):
            return [*lines, library.sentences["form.paragraphs"].of(language)] if several else lines


def _held(library: Library, asked: Input, language: Language) -> list[str]:
    """Write what an input holds already, and how to leave it so."""
    if not asked.value:
        return []
    named = dict(asked.options) if isinstance(asked, Choice) else {}
    held = named[asked.value].of(language) if asked.value in named else asked.value
    return [held, library.sentences["form.keep"].of(language)]


def _given(asked: Input, line: str, lines: Iterator[str], language: Language) -> str | None:
    """Return what was answered: an empty line leaves what is held, and several paragraphs end with one."""
    if not line and asked.value:
        return asked.value
    if line and isinstance(asked, WordsInput) and asked.lines:
        return "\n\n".join((line, *takewhile(bool, lines)))
    return _answer(asked, line, language)


def _answer(asked: Input, line: str, language: Language) -> str | None:
    """Return what a line answers, empty for nothing; None when it is no answer."""
    match asked:
        case Choice(options=options, required=required):
            if not line:
                return None if required else ""
            labels = {fold(text.of(language)): id_ for id_, text in options}
            wanted = number(line)
            if wanted is not None and 1 <= wanted <= len(options):
                return options[wanted - 1][0]
            return labels.get(fold(line))
        case DateInput():
            day = dates.read(line)
            return day.isoformat() if day else None
        case TextInput(shape=shape):
            return line if re.fullmatch(shape, line) else None
        case WordsInput(required=required):
            return line or (None if required else "")


def _again(library: Library, asked: Input, language: Language) -> str:
    match asked:
        case Choice():
            return library.sentences["form.not-a-number"].of(language)
        case DateInput(missing=missing):
            return (missing or library.sentences["date-required"]).of(language)
        case TextInput(missing=missing) | WordsInput(missing=missing):
            return missing.of(language)
