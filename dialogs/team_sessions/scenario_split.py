"""The split of a scenario in words or as a table, as the session tells it, and what stands under it."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from content.model import Ending, Library, Module, Text
from content.wording import filled
from dialogs.team_sessions.common_words import as_written
from dialogs.team_sessions.scenario import Revealed, ScenarioClosed, Told
from dialogs.team_sessions.scenario_own import scene
from dialogs.team_sessions.split import InNumbers, InWords, Split, TooFew
from dialogs.views import Table, Value, View

CARDS: Mapping[type[Split], str] = {
    TooFew: "session.scenario.few",
    InWords: "session.scenario.words",
    InNumbers: "session.scenario.numbers",
}


def split_view(library: Library, module: Module, state: Revealed | ScenarioClosed) -> View:
    """Show the split. Where two options are named, nothing says whether both were chosen.

    While people talk, their question stands under it; at the end, what they take away. What the Code says
    stays out: the office's note comes later.
    """
    told, words = state.told, library.sentences
    if told is None:
        return View("session.scenario.unrevealed", {"title": module.dilemma.title})
    names = _names(library, module.dilemma.options)
    values: dict[str, Value] = scene(module)
    if isinstance(told.first, InWords):
        values["two"] = tuple(_named(library, names, option) for option in told.first.two)
    tables, remarks = _told(library, module, told)
    if told.people is not None:
        remarks = (filled(words["session.scenario.people"], {"count": told.people}), *remarks)
    if isinstance(state, Revealed):
        remarks += (filled(words["session.scenario.talk"], {"talk": module.talk}),)
    if state.takeaway:
        line = as_written(state.takeaway.words)
        remarks += (filled(words["session.scenario.takeaway"], {"words": line}),)
    remarks += (words["session.scenario.note-comes"],)
    if isinstance(state, ScenarioClosed):
        remarks += (words["session.scenario.forgotten"],)
    return View(CARDS[type(told.first)], values, tables=tables, remarks=remarks)


def _told(library: Library, module: Module, told: Told) -> tuple[tuple[Table, ...], tuple[Text, ...]]:
    """Return the tables of what has numbers, and what is said of second steps that have none."""
    words = library.sentences
    tables, remarks = [], []
    if isinstance(told.first, InNumbers):
        tables.append(_table(library, words["session.scenario.table"], told.first, module.dilemma.options))
    for option in module.dilemma.options:
        second = told.seconds.get(option.id)
        if second is None or option.then is None:
            continue
        names, after = _names(library, option.then.options), {"option": option.text}
        match second:
            case TooFew():
                remarks.append(filled(words["session.scenario.then-few"], after))
            case InWords(two):
                first, last = (_named(library, names, each) for each in two)
                both = {**after, "first": first, "second": last}
                remarks.append(filled(words["session.scenario.then-words"], both))
            case InNumbers():
                title = filled(words["session.scenario.table-then"], after)
                tables.append(_table(library, title, second, option.then.options))
            case _:
                assert_never(second)
    return tuple(tables), tuple(remarks)


def _table(library: Library, title: Text, told: InNumbers, options: Iterable[Ending]) -> Table:
    words, names = library.sentences, _names(library, options)
    header = (words["session.scenario.option"], words["session.scenario.count"])
    rows = tuple((_named(library, names, option), count) for option, count in told.counts)
    return Table(title, header, rows, drawn="bars")


def _names(library: Library, options: Iterable[Ending]) -> Mapping[str, Text]:
    return {option.id: option.text for option in options}


def _named(library: Library, names: Mapping[str, Text], option: str) -> Text:
    """Return the words of an option; a module that was rewritten since may have it no more."""
    return names.get(option, library.sentences["session.scenario.gone-option"])
