"""What stands before everybody says nothing of who did what: two sessions that swap it look alike."""

from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from content.model import LANGUAGES, Library
from dialogs.team_sessions.charter_states import Grouping, Wording
from dialogs.team_sessions.seats import Said
from dialogs.views import View
from tests.dialogs.team_sessions.round_table import Table

PEOPLE = 8
"""Seven who take part, and one who listens."""

SOME = st.lists(st.sampled_from("abcdefgh"), max_size=3, unique=True)
EACH = st.lists(SOME, min_size=7, max_size=7)


def play(
    library: Library,
    order: Sequence[int],
    written: Sequence[Sequence[str]],
    dots: Sequence[Sequence[str]],
    approvals: Sequence[Sequence[str]],
) -> list[tuple[View, View]]:
    """Return what everybody and somebody who listens see in each step; `order` says who does what."""
    table, seen = Table(library, PEOPLE), []

    def look() -> None:
        seen.append((table.everybody(), table.view(PEOPLE - 1)))

    look()
    for who in order:
        table.hear(who, "take-part")
    look()
    table.on()
    for who, mine in zip(order, written, strict=True):
        for words in mine:
            table.hear(who, "write", words=words, language="en")
    look()
    table.on()
    state = table.state
    assert isinstance(state, Grouping)
    named = {getattr(line, "words", ""): name for name, line in state.lines.items()}
    for who, mine in zip(order, dots, strict=True):
        for words in mine:
            table.hear(who, "check", line=named.get(words, ""), noticed="no" if words < "c" else "yes")
    look()
    table.on()
    for who, mine in zip(order, dots, strict=True):
        table.hear(who, "choose", lines=",".join(named[each] for each in mine if each in named))
    look()
    assume(table.press(0, "session-on") == Said.KEPT)
    state = table.state
    assert isinstance(state, Wording)
    for top in state.chosen:
        table.hear(0, "word", line=top.name, en=f"we {top.name}", fr=f"on {top.name}")
    look()
    table.on()
    for who, languages in zip(order, approvals, strict=True):
        for language in languages:
            table.hear(who, "approve", language=language, edition="1")
    look()
    return seen


@given(
    order=st.permutations(range(7)),
    written=EACH,
    dots=EACH,
    approvals=st.lists(st.lists(st.sampled_from(LANGUAGES), unique=True), min_size=7, max_size=7),
)
def test_who_wrote_checked_chose_and_approved_what_changes_nothing_that_others_see(
    library: Library,
    order: list[int],
    written: list[list[str]],
    dots: list[list[str]],
    approvals: list[list[str]],
) -> None:
    assume(len({each for mine in written for each in mine}) > 3)
    first = play(library, range(7), written, dots, approvals)
    assert play(library, order, written, dots, approvals) == first
