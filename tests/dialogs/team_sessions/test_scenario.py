"""What people may expect of a scenario that each answers alone, and of the split."""

import pytest

from dialogs.team_sessions import scenario
from dialogs.team_sessions.lines import Written
from dialogs.team_sessions.scenario import Answering, Revealed, Scenario, ScenarioClosed, Told, heard, opened
from dialogs.team_sessions.seats import Act, Heard, Said, Seat
from dialogs.team_sessions.split import InNumbers, InWords, Split, TooFew, split
from tests.dialogs.team_sessions.people import SEED, seats

OPTIONS = (("ask", ("now", "later")), ("wait", ()), ("tell", ("all", "one", "none")))


class Group:
    """A scenario that a group answers; the first facilitates."""

    def __init__(self, count: int = 12) -> None:
        self.seats = seats(count)
        first = opened(self.seats, self.seats[0], SEED, OPTIONS)
        assert isinstance(first, Answering)
        self.state: Scenario = first

    def hear(self, who: int | Seat, verb: str, **inputs: str) -> Heard[Scenario]:
        seat = self.seats[who] if isinstance(who, int) else who
        result = heard(self.state, Act(seat, verb, {"phase": str(self.state.phase), **inputs}))
        self.state = result.state
        return result

    def press(self, who: int | Seat, verb: str, **inputs: str) -> Said:
        return self.hear(who, verb, **inputs).said

    def picks(self, *options: str) -> None:
        for who, option in enumerate(options):
            self.press(who, "pick", option=option)

    def reveals(self) -> Told:
        assert self.hear(0, "on").posted
        told = scenario.revealed(self.state)
        assert told is not None
        return told


def test_up_to_300_people_answer_and_a_larger_group_is_refused() -> None:
    assert isinstance(opened(seats(300), seats(1)[0], SEED, OPTIONS), Answering)
    assert opened(seats(301), seats(1)[0], SEED, OPTIONS) == Said.TOO_MANY


@pytest.mark.parametrize(
    "options",
    [
        (("only", ()),),
        tuple((str(number), ()) for number in range(5)),
        (("a", ()), ("a", ())),
        (("a", ("x",)), ("b", ())),
        (("a", ("x", "x")), ("b", ())),
    ],
)
def test_a_scenario_has_two_to_four_different_options_in_each_step(
    options: tuple[tuple[str, tuple[str, ...]], ...],
) -> None:
    with pytest.raises(ValueError, match="options"):
        opened(seats(9), seats(1)[0], SEED, options)


def test_an_answer_may_be_changed_until_the_split_is_revealed_and_is_kindly_refused_after() -> None:
    group = Group()
    group.picks(*["ask"] * 4)
    assert scenario.answered(group.state) is None
    group.picks(*["wait"] * 6, *["tell"] * 6)
    assert scenario.answered(group.state) == 12
    assert group.press(11, "pick", option="tell") == Said.SAME
    assert scenario.own_answer(group.state, group.seats[11]) == ("tell",)
    assert scenario.revealed(group.state) is None
    told = group.reveals()
    assert told.first == InNumbers((("ask", 0), ("wait", 6), ("tell", 6)))
    assert group.press(11, "pick", phase="0", option="ask") == Said.TOO_LATE
    assert group.press(11, "pick", option="ask") == Said.NOT_NOW
    assert group.press(0, "on", phase="0") == Said.SAME
    assert scenario.revealed(group.state) is told
    assert scenario.own_answer(group.state, group.seats[11]) == ()


def test_somebody_picks_sees_what_came_of_it_and_picks_again() -> None:
    group = Group()
    assert group.press(1, "then", of="ask", option="now") == Said.NOT_NOW
    group.press(1, "pick", option="ask")
    assert group.press(1, "then", of="ask", option="now") == Said.KEPT
    assert group.press(1, "then", of="ask", option="now") == Said.SAME
    assert group.press(1, "pick", option="ask") == Said.SAME
    assert scenario.own_answer(group.state, group.seats[1]) == ("ask", "now")
    assert group.press(1, "then", of="ask", option="all") == Said.UNKNOWN
    assert group.press(1, "then", of="wait", option="now") == Said.UNKNOWN
    group.press(1, "pick", option="tell")
    assert scenario.own_answer(group.state, group.seats[1]) == ("tell",)
    assert group.press(1, "then", of="ask", option="now") == Said.NOT_NOW


def test_second_steps_are_told_by_the_same_rule_where_the_first_has_numbers() -> None:
    group = Group(24)
    group.picks(*["ask"] * 16, *["tell"] * 8)
    for who in range(14):
        group.press(who, "then", of="ask", option="now" if who % 2 else "later")
    for who in range(16, 20):
        group.press(who, "then", of="tell", option="all")
    told = group.reveals()
    assert told.seconds == {"ask": InNumbers((("now", 7), ("later", 7))), "tell": TooFew()}


def test_second_steps_are_not_told_where_that_would_be_a_number_of_the_first() -> None:
    group = Group()
    group.picks(*["ask"] * 6, *["tell"] * 3)
    for who in range(6):
        group.press(who, "then", of="ask", option="now")
    told = group.reveals()
    assert (told.first, told.seconds) == (InWords(("ask", "tell")), {})


def test_no_answer_ever_changes_the_card_that_everybody_sees() -> None:
    group = Group(300)
    assert not any(group.hear(who, "pick", option=OPTIONS[who % 3][0]).posted for who in range(300))
    assert group.reveals().people == 300


def test_the_facilitator_ends_with_one_line_that_may_be_changed_until_the_session_closes() -> None:
    group = Group()
    group.picks(*["ask"] * 5)
    assert group.press(0, "takeaway", words="Ask early", language="en") == Said.NOT_NOW
    told = group.reveals()
    assert group.press(3, "takeaway", words="Ask early", language="en") == Said.NOT_YOURS
    assert group.press(0, "takeaway", words="x" * 201, language="en") == Said.TOO_LONG
    assert group.press(0, "takeaway", words=" ", language="en") == Said.EMPTY
    for words, said in (("x" * 200, Said.KEPT), ("Ask early", Said.KEPT), ("Ask early", Said.SAME)):
        assert group.press(0, "takeaway", words=words, language="en") == said
    assert group.press(0, "close") == Said.KEPT
    assert group.state == ScenarioClosed(told, Written("en", "Ask early"))
    assert group.press(0, "close") == Said.CLOSED
    assert scenario.answered(group.state) == 5


def test_a_scenario_closed_before_the_split_keeps_nothing() -> None:
    group = Group()
    group.picks(*["ask"] * 9)
    group.press(0, "close")
    assert group.state == ScenarioClosed(None, None)
    assert scenario.answered(group.state) is None


def test_outsiders_leavers_and_somebody_who_takes_over_are_heard_as_in_a_charter() -> None:
    group = Group()
    assert group.press(Seat("else"), "pick", option="ask") == Said.OUTSIDER
    group.picks(*["ask"] * 5)
    assert not group.hear(1, "leave").posted
    assert scenario.answered(group.state) == 5
    assert group.press(1, "pick", option="wait") == Said.OUTSIDER
    assert group.press(3, "on") == Said.NOT_YOURS
    assert group.hear(0, "leave").posted
    assert group.hear(3, "take-over").posted
    assert group.press(3, "take-over") == Said.SAME
    for verb in ("nonsense", "", "write"):
        assert group.press(3, verb) == Said.UNKNOWN
    assert group.press(3, "pick", option="of-nobody") == Said.UNKNOWN
    assert group.press(3, "on") == Said.KEPT
    assert isinstance(group.state, Revealed)


# The split --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((0, 0, 0), TooFew()),
        ((4, 0, 0), TooFew()),
        ((2, 2, 0), TooFew()),
        ((3, 0, 2), InWords(("a", "c"))),
        ((1, 2, 6), InWords(("b", "c"))),
        ((4, 5, 1), InNumbers((("a", 4), ("b", 5), ("c", 1)))),
        ((7, 3, 0), InNumbers((("a", 7), ("b", 3), ("c", 0)))),
        ((8, 2, 0), InWords(("a", "b"))),
        ((0, 1, 299), InWords(("b", "c"))),
    ],
)
def test_the_split_is_shown_by_how_many_answered_and_how_far_they_differ(
    counts: tuple[int, int, int], shown: Split
) -> None:
    assert split(SEED, dict(zip("abc", counts, strict=True))) == shown


@pytest.mark.parametrize("people", range(5, 40))
@pytest.mark.parametrize("options", ["ab", "abc", "abcd"])
def test_a_picture_of_one_mind_is_also_that_of_a_group_in_which_one_or_two_differ(
    people: int, options: str
) -> None:
    for option in options:
        shown = split(SEED, {each: people * (each == option) for each in options})
        others = [
            {each: people - apart if each == option else apart * (each == other) for each in options}
            for apart in (1, 2)
            for other in options
            if other != option
        ]
        pictures = [split(SEED, counts) for counts in others]
        assert shown in pictures[: len(pictures) // 2]
        assert shown in pictures[len(pictures) // 2 :]
        assert isinstance(shown, InWords)
        assert option in shown.two


def test_which_of_equal_options_is_named_depends_on_the_seed_alone() -> None:
    pictures = {split(bytes([number] * 16), {"a": 3, "b": 2, "c": 2}) for number in range(20)}
    assert pictures == {InWords(("a", "b")), InWords(("a", "c"))}


# What an answer costs ---------------------------------------------------------------------------------------


def test_an_answer_looks_at_as_few_seats_among_300_as_among_12() -> None:
    looked: list[int] = []
    looks: list[int] = []

    class Watched(str):
        __slots__ = ()

        def __hash__(self) -> int:
            looked.append(1)
            return str.__hash__(self)

        def __eq__(self, other: object) -> bool:
            looked.append(1)
            return str.__eq__(self, other)

    for people in (12, 300):
        everybody = [Seat(Watched(seat)) for seat in seats(people)]
        state: Scenario | Said = opened(everybody, everybody[0], SEED, OPTIONS)
        for seat in everybody[:-1]:
            assert not isinstance(state, Said)
            state = heard(state, Act(seat, "pick", {"phase": "0", "option": "ask"})).state
        assert not isinstance(state, Said)
        looked.clear()
        heard(state, Act(everybody[-1], "pick", {"phase": "0", "option": "ask"}))
        looks.append(len(looked))
    assert looks[0] == looks[1] < 12
