"""Random sessions of a charter, each act of which is laid beside a naive recount; and the crowds in them."""

from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from dialogs.team_sessions import charter_seen as seen
from dialogs.team_sessions.charter import heard
from dialogs.team_sessions.charter_states import Charter, Choosing, Closed, Gathering, Writing, opened
from dialogs.team_sessions.kept import closed, load, save
from dialogs.team_sessions.lines import Adopted, Both, Line, Written
from dialogs.team_sessions.room import TAKE_OVER
from dialogs.team_sessions.seats import Act, Heard, Said, Seat
from tests.dialogs.team_sessions.oracle import VERBS, Content, Recount
from tests.dialogs.team_sessions.people import STARTERS, seats

CLOCK = Seat("")
OUTSIDER = Seat("somebody-else")
RANDOMS = st.randoms(use_true_random=False)


def content(line: Line) -> Content:
    match line:
        case Written(language, words):
            return language, words
        case Adopted(starter):
            return "starter", starter
        case Both():
            raise TypeError("a charter that is being made has no line of an older one")


def valid(random: Random, recount: Recount, seat: Seat, verb: str) -> Act:
    """Return a press that somebody might make in good faith from the newest card."""
    names = sorted(recount.apart()) if recount.phase > 1 else ["x"]
    own = [recount.name(each) for each in sorted(recount.own()[0].get(seat, ()))]
    inputs = {"phase": str(recount.phase), "language": random.choice(["en", "fr"])}
    match verb:
        case "write" | "edit" | "withdraw":
            inputs |= {"words": f"line {random.randrange(9)}", "line": random.choice(own or ["x"])}
        case "adopt":
            inputs["starter"] = random.choice(STARTERS)
        case "check":
            inputs |= {"line": random.choice(names), "noticed": random.choice(["yes", "no"])}
        case "merge":
            inputs |= {"line": random.choice(names), "into": random.choice(names)}
        case "choose":
            inputs["lines"] = ",".join(random.choice(names) for _ in range(random.randrange(5)))
        case "word":
            line = random.choice(list(recount.top()) if recount.phase > 3 else names)
            inputs |= {"line": line, "en": f"We {random.randrange(9)}", "fr": f"On {random.randrange(9)}"}
        case "approve" | "take-back-approval":
            inputs["edition"] = str(recount.editions()[inputs["language"]])
    return Act(seat, verb, inputs)


class CharterMachine(RuleBasedStateMachine):
    """Twelve people, a second facilitator, an outsider and a clock press whatever they like.

    `hears` is what is tested. The state is saved and loaded after every act.
    """

    people = 12

    def hears(self, state: Charter, act: Act) -> Heard[Charter]:
        return heard(state, act)

    @initialize(seed=st.binary(min_size=16, max_size=16))
    def opens(self, seed: bytes) -> None:
        self.seats = seats(self.people)
        first = opened(self.seats, self.seats[0], seed, STARTERS)
        assert isinstance(first, Gathering)
        self.state: Charter = first
        self.recount = Recount(self.seats, seed, STARTERS)
        self.pressed: list[Act] = []

    # What happens

    @rule(random=RANDOMS, share=st.integers(1, 12))
    def many_press_in_good_faith_some_of_them_twice(self, random: Random, share: int) -> None:
        self.crowd(random, random.sample(self.seats, share), 1 + random.randrange(3))

    @rule(
        random=RANDOMS, who=st.integers(0, 12), leads=st.sampled_from([0, 0, 0, 1]), drawn=st.integers(-1, 8)
    )
    def somebody_presses_anything_from_any_card(
        self, random: Random, who: int, leads: int, drawn: int
    ) -> None:
        verb = random.choice(sorted(VERBS.get(drawn, {"take-part", "listen", "nonsense"})))
        act = valid(random, self.recount, [*self.seats, OUTSIDER][who], verb)
        self.hear(Act(act.seat, act.verb, {**act.inputs, "phase": str(drawn)}, bool(leads)))

    @rule(random=RANDOMS)
    def an_old_press_comes_again(self, random: Random) -> None:
        for act in random.sample(self.pressed, min(3, len(self.pressed))):
            self.hear(act)

    @rule(who=st.sampled_from([0, 0, 1, 5]), leads=st.integers(0, 1), times=st.integers(1, 2))
    def facilitators_go_on(self, who: int, leads: int, times: int) -> None:
        act = Act(self.seats[who], "on", {"phase": str(self.recount.phase)}, bool(leads))
        for each in [act, Act(CLOCK, "on", act.inputs, facilitates=True)][:times]:
            self.hear(each)

    @rule(who=st.integers(0, 11), verb=st.sampled_from(["leave", "come", TAKE_OVER, "come"]))
    def somebody_comes_or_goes(self, who: int, verb: str) -> None:
        self.hear(Act(self.seats[who], verb, {}))

    def teardown(self) -> None:
        """Bring the session to its end, whatever came before: the charter is what the dots imply."""
        random = Random(0)
        for seat in [] if not hasattr(self, "state") else self.seats:
            self.hear(Act(seat, "come", {}))
        for _ in range(60 if hasattr(self, "state") else 0):
            self.crowd(random, self.seats, 1)
            self.hear(Act(CLOCK, "on", {"phase": str(self.recount.phase)}, facilitates=True))
            if isinstance(self.state, Closed):
                assert self.state.charter
                return
            self.late(random)
        assert not hasattr(self, "state"), "the session never ends"

    def late(self, random: Random) -> None:
        """Let everybody press once more what belonged to the phase before, on its card."""
        drawn = self.recount.phase - 1
        for seat in self.seats if drawn in VERBS else ():
            act = valid(random, self.recount, seat, random.choice(sorted(VERBS[drawn])))
            self.hear(Act(seat, act.verb, {**act.inputs, "phase": str(drawn)}))

    def crowd(self, random: Random, people: list[Seat], times: int) -> None:
        """Let people act in any order, each of their presses up to three times."""
        phase = self.recount.phase
        for _ in range(times):
            for seat in random.sample(people, len(people)):
                verbs = {1: ["write", "write", "edit", "adopt"], 5: ["approve"]}
                verb = random.choice(verbs.get(phase, sorted(VERBS.get(phase, {"listen"}))))
                sent = [valid(random, self.recount, seat, "take-part")]
                if phase:
                    sent.append(valid(random, self.recount, seat, verb))
                for act in sent:
                    leads = act.verb in ("merge", "word")
                    self.hear(Act(act.seat, act.verb, act.inputs, facilitates=leads))
        for act in random.sample(self.pressed, min(2, len(self.pressed))):
            self.hear(act)

    # What must hold

    def hear(self, act: Act) -> None:
        before = self.state
        result = self.hears(before, act)
        self.recount.hear(act)
        self.pressed.append(act)
        after = load(save(result.state))
        assert isinstance(after, Charter)
        assert after == result.state
        self.state = after
        changed = seen.shared(self.state) != seen.shared(before)
        assert (result.posted, result.state is before) in {(changed, False), (False, True)}
        assert result.said in {Said.KEPT, Said.LISTENING} or result.state is before
        self.compare()

    def compare(self) -> None:
        """Lay the state beside the recount."""
        state, recount = self.state, self.recount
        shared = seen.shared(state)
        if recount.closed_at is not None:
            assert closed(state) is state
            assert not any(seat.encode() in save(state) for seat in self.seats)
        else:
            assert closed(state) is None
            assert state.phase == recount.phase
        assert (shared.written, [(each.en, each.fr) for each in shared.charter]) == (
            recount.written(),
            recount.charter(),
        )
        match state:
            case Writing():
                own = {seat: {content(line) for line in held.values()} for seat, held in state.lines.items()}
                assert own == recount.own()[0]
                assert shared.lines == {}
            case Choosing():
                assert state.dots == {seat: dots for seat, dots in recount.dots().items() if dots}
                assert shared.flagged == recount.flagged()
        if state.phase in (2, 3):
            assert {name: content(line) for name, line in shared.lines.items()} == recount.apart()
            assert list(shared.lines) == sorted(shared.lines)
        if state.phase in (4, 5):
            numbers = [each.dots for each in shared.chosen]
            told = sum(map(bool, recount.dots().values())) >= 5
            assert [each.name for each in shared.chosen] == list(recount.top())
            assert numbers == [count if told else None for count in recount.top().values()]
            assert {name: (each.en, each.fr) for name, each in shared.texts.items()} == recount.texts()
        if state.phase == 5:
            counts = {each: len(recount.approvals(each) & recount.took) for each in ("en", "fr")}
            assert shared.approved == {each: count if count >= 5 else None for each, count in counts.items()}
