"""A charter recounted from a list of what was accepted: slow, naive, and apart from the product."""

from collections import Counter
from functools import cache
from hashlib import blake2b
from typing import Any

from dialogs.team_sessions.seats import Act, Seat

Content = tuple[str, str]
"""A line: its language and its words, or "starter" and an id."""

VERBS = {
    1: {"write", "edit", "withdraw", "adopt"},
    2: {"check", "merge"},
    3: {"choose"},
    4: {"word"},
    5: {"word", "approve", "take-back-approval"},
}


@cache
def keyed(seed: bytes, words: str) -> str:
    return blake2b(words.encode(), key=seed, digest_size=10).hexdigest()


class Recount:
    """Keeps a log of every act that was valid when it came, and works everything out from it anew."""

    def __init__(self, members: list[Seat], seed: bytes, starters: tuple[str, ...]) -> None:
        self.here, self.lead, self.seed, self.starters = set(members), members[0], seed, starters
        self.phase = 0
        self.log: list[tuple[int, Act]] = []
        self.took: set[Seat] = set()
        self.closed_at: int | None = None

    def digest(self, words: str) -> str:
        return keyed(self.seed, words)

    def name(self, content: Content) -> str:
        return self.digest(f"{content[0]} {content[1]}")

    def acts(self, phase: int, *verbs: str) -> list[Act]:
        return [act for at, act in self.log if at == phase and act.verb in verbs]

    # What was heard

    def hear(self, act: Act) -> None:
        """Keep an act in the log if it counts."""
        if self.closed_at is not None:
            return
        given = act.inputs
        match act.verb:
            case "come":
                self.here |= {act.seat} if len(self.here) < 30 else set()
            case "leave" if act.seat in self.here:
                self.log.append((self.phase, act))
                self.here.discard(act.seat)
                self.lead = Seat("") if self.lead == act.seat else self.lead
                if self.phase == 0:
                    self.took.discard(act.seat)
            case "take-over" if act.seat in self.here and not self.lead:
                self.lead = act.seat
            case _ if given.get("phase") != str(self.phase):
                pass
            case "on" if act.facilitates or act.seat == self.lead:
                self.goes_on()
            case "close" if act.facilitates or act.seat == self.lead:
                self.closed_at = self.phase
            case "take-part" if act.seat in self.here and self.phase < 6:
                self.took.add(act.seat)
            case "listen" if self.phase == 0:
                self.took.discard(act.seat)
            case "merge" | "word" if not (act.facilitates or act.seat == self.lead):
                pass
            case "merge" | "word" | "check" if act.verb != "check" or act.seat in self.here:
                self.accept(act)
            case _ if act.seat in self.here & self.took:
                self.accept(act)

    def accept(self, act: Act) -> None:
        if act.verb not in VERBS.get(self.phase, set()):
            return
        given = act.inputs
        name = given.get("line", "")
        match act.verb:
            case "write" | "edit" if not 1 <= len(" ".join(given["words"].split())) <= 150:
                return
            case "adopt" if given["starter"] not in self.starters:
                return
            case "choose":
                wanted = {each for each in given["lines"].split(",") if each}
                if not wanted <= set(self.apart()) or len(wanted) > 3:
                    return
            case "check" if name not in self.apart():
                return
            case "merge":
                apart = self.apart()
                if not {name, given["into"]} <= set(apart) or name == given["into"] or len(apart) <= 4:
                    return
            case "word" if name not in self.top():
                return
            case "approve" if given["edition"] != str(self.editions()[given["language"]]):
                return
        self.log.append((self.phase, act))

    def goes_on(self) -> None:
        if self.phase == 6:
            self.closed_at = 6
        elif self.may_go_on():
            self.phase += 1

    def may_go_on(self) -> bool:
        match self.phase:
            case 0:
                return len(self.took & self.here) >= 5
            case 1:
                return len(self.lines()) >= 4
            case 3:
                return any(self.dots().values())
            case 4:
                return set(self.top()) == set(self.texts())
            case 5:
                return all(2 * len(self.approvals(each)) > len(self.took) for each in ("en", "fr"))
            case _:
                return True

    # What it comes to

    def own(self) -> tuple[dict[Seat, set[Content]], set[Content], set[Seat]]:
        """Return lines by author, those of people who left, and who of these had written."""
        own: dict[Seat, set[Content]] = {}
        orphans: set[Content] = set()
        gone: set[Seat] = set()
        for act in self.acts(1, "write", "adopt", "edit", "withdraw", "leave"):
            given, mine = act.inputs, own.setdefault(act.seat, set())
            old = {each for each in mine if self.name(each) == given.get("line")}
            match act.verb:
                case "leave":
                    gone |= {act.seat} if mine else set()
                    orphans |= own.pop(act.seat)
                    continue
                case "withdraw":
                    mine -= old
                    continue
                case "adopt":
                    new = ("starter", given["starter"])
                case _:
                    new = (given["language"], " ".join(given["words"].split()))
            if act.verb == "edit" and old:
                own[act.seat] = (mine - old) | {new}
            elif act.verb != "edit" and len(mine | {new}) <= 5:
                mine.add(new)
        return {seat: mine for seat, mine in own.items() if mine}, orphans, gone

    def lines(self) -> dict[str, Content]:
        own, orphans, _ = self.own()
        return {self.name(each): each for each in orphans.union(*own.values())}

    def written(self) -> int | None:
        own, _, gone = self.own()
        count = len(set(own) | gone)
        return count if self.phase == 1 and self.closed_at is None and count >= 5 else None

    def apart(self) -> dict[str, Content]:
        merged = {act.inputs["line"] for act in self.acts(2, "merge")}
        return {name: line for name, line in self.lines().items() if name not in merged}

    def flagged(self) -> set[str]:
        last = {(act.seat, act.inputs["line"]): act.inputs["noticed"] for act in self.acts(2, "check")}
        found = {name for (_, name), noticed in last.items() if noticed == "no"}
        for act in self.acts(2, "merge"):
            line, into = act.inputs["line"], act.inputs["into"]
            found = {into if name == line else name for name in found}
        return found

    def dots(self) -> dict[Seat, set[str]]:
        return {
            act.seat: {each for each in act.inputs["lines"].split(",") if each}
            for act in self.acts(3, "choose")
        }

    def top(self) -> dict[str, int]:
        """Return the chosen lines in order, each with its dots."""
        counts = Counter(name for own in self.dots().values() for name in own)
        ranked = sorted(self.apart(), key=lambda name: self.digest(f"tie {name}"))
        ranked.sort(key=lambda name: counts[name], reverse=True)
        fourth = counts[ranked[3]]
        return {
            name: counts[name]
            for place, name in enumerate(ranked[:6])
            if place < 4 or (counts[name] == fourth and fourth > 0)
        }

    def texts(self) -> dict[str, tuple[str, str]]:
        words = self.acts(4, "word") + self.acts(5, "word")
        return {act.inputs["line"]: (act.inputs["en"], act.inputs["fr"]) for act in words}

    def editions(self) -> dict[str, int]:
        texts = {act.inputs["line"]: act.inputs for act in self.acts(4, "word")}
        counts = {"en": 1, "fr": 1}
        for act in self.acts(5, "word"):
            before, texts[act.inputs["line"]] = texts[act.inputs["line"]], act.inputs
            for each in counts:
                counts[each] += before[each] != act.inputs[each]
        return counts

    def approvals(self, language: str) -> set[Seat]:
        edition, seats = str(self.editions()[language]), set[Seat]()
        for act in self.acts(5, "approve", "take-back-approval"):
            if act.inputs["language"] != language:
                continue
            if act.verb == "approve" and act.inputs["edition"] == edition:
                seats.add(act.seat)
            else:
                seats.discard(act.seat)
        return seats

    def charter(self) -> list[Any]:
        """Return the text of each line in order, once posted."""
        return [self.texts()[name] for name in self.top()] if self.phase == 6 else []
