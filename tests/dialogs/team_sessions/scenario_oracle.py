"""A scenario recounted from the last valid answer of each seat, and what row B2 lets a team see of it."""

from collections import Counter
from collections.abc import Collection, Sequence
from hashlib import blake2b

from dialogs.team_sessions.scenario import Options
from dialogs.team_sessions.seats import Act, Seat
from dialogs.team_sessions.split import InNumbers, InWords, Split, TooFew

Seconds = dict[str, object]

OPTIONS: Options = (("ask", ("now", "later")), ("wait", ()), ("tell", ("all", "one", "none")))
BRANCHES = dict(OPTIONS)


class Answers:
    """Keeps every press that came in time, in a list, and counts it anew when it is asked."""

    def __init__(self, members: list[Seat], seed: bytes) -> None:
        self.here, self.lead, self.seed = set(members), members[0], seed
        self.log: list[Act] = []
        self.phase = 0

    def hear(self, act: Act) -> None:
        match act.verb:
            case _ if self.phase == 2:
                pass
            case "leave":
                self.here.discard(act.seat)
                self.lead = Seat("") if act.seat == self.lead else self.lead
            case "come":
                self.here.add(act.seat)
            case "take-over" if act.seat in self.here:
                self.lead = self.lead or act.seat
            case _ if act.inputs.get("phase") != str(self.phase):
                pass
            case "on" | "close" if act.facilitates or act.seat == self.lead:
                self.phase = 2 if act.verb == "close" else self.phase + 1
            case "pick" | "then" if self.phase == 0 and act.seat in self.here:
                self.log.append(act)

    def last(self) -> dict[Seat, tuple[str, ...]]:
        found: dict[Seat, tuple[str, ...]] = {}
        for act in self.log:
            option, of = act.inputs.get("option", ""), act.inputs.get("of", "")
            before = found.get(act.seat, ("",))[0]
            if act.verb == "pick" and option in BRANCHES and option != before:
                found[act.seat] = (option,)
            if act.verb == "then" and before == of and option in BRANCHES.get(of, ()):
                found[act.seat] = (of, option)
        return found

    def first(self) -> object:
        return split_of(self.seed, self.last().values(), OPTIONS)[0]

    def seconds(self) -> dict[str, object]:
        return split_of(self.seed, self.last().values(), OPTIONS)[1]


def split_of(seed: bytes, answers: Collection[tuple[str, ...]], options: Options) -> tuple[object, Seconds]:
    """Return what may be shown of the first step and of each second one. Nobody's answer has a name here."""
    first = shown(seed, [answer[0] for answer in answers], [option for option, _ in options])
    if not isinstance(first, dict):
        return first, {}
    again = [answer for answer in answers if len(answer) > 1]
    return first, {
        option: shown(seed, [then for of, then in again if of == option], steps)
        for option, steps in options
        if steps
    }


def shown(seed: bytes, chosen: Sequence[str], options: Sequence[str]) -> object:
    """Return None for too few, a list of two for words, a map for numbers."""
    counts = Counter(chosen)
    if len(chosen) < 5:
        return None
    differ = len(chosen) - max(counts.values())
    if len(chosen) >= 10 and differ > 2:
        return {option: counts[option] for option in options}
    ranked = sorted(
        options, key=lambda each: blake2b(f"tie {each}".encode(), key=seed, digest_size=10).digest()
    )
    ranked.sort(key=lambda each: counts[each], reverse=True)
    return [option for option in options if option in ranked[:2]]


def plain(split: Split) -> object:
    """Return a split of the product as the recount has it."""
    match split:
        case TooFew():
            return None
        case InWords(two):
            return list(two)
        case InNumbers(counts):
            return dict(counts)
