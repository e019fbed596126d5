"""Lays the periods of a script over the quarters of the bot, and is its clock meanwhile."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.anonymity.script import BEGIN, PERIOD, Looks, Script

FIRST_YEAR = 2027
MARGIN = timedelta(days=2)
"""Nobody answers in the first days of a quarter: then the one before is released."""

AFTER = timedelta(hours=26)
"""How long after a quarter it is released here."""


def in_quarters(script: Script) -> Script:
    """Return a script whose periods are called as the bot calls them in its files, as the attacker knows."""
    names = {
        period: f"{FIRST_YEAR + number // 4}-Q{number % 4 + 1}"
        for number, period in enumerate(script.periods)
    }
    acts = [act if isinstance(act, Looks) else replace(act, period=names[act.period]) for act in script.acts]
    return replace(script, periods=[*names.values()], acts=acts)


@dataclass
class Calendar:
    """Lays the periods of a script over quarters, and is the bot's clock meanwhile."""

    script: Script
    now: datetime = datetime(FIRST_YEAR, 1, 1, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def quarter(self, number: int) -> tuple[datetime, datetime]:
        """Return when the quarter begins in which a period lies, and the next one, in Ottawa's winter."""
        first, following = (
            datetime(FIRST_YEAR + each // 4, each % 4 * 3 + 1, 1, 5, tzinfo=UTC)
            for each in (number, number + 1)
        )
        return first, following

    def goes_to(self, at: float) -> None:
        """Go to the moment that stands for one of the script; never back."""
        since = timedelta(seconds=at - BEGIN.timestamp())
        number, into = divmod(since, PERIOD)
        first, following = self.quarter(number)
        share = into / PERIOD
        begins, ends = first + MARGIN, following - timedelta(hours=1)
        self.now = max(self.now, begins + share * (ends - begins))

    def after(self, period: str) -> None:
        """Go to the moment at which what was written in a period may be released."""
        _, following = self.quarter(self.script.periods.index(period))
        self.now = max(self.now, following + AFTER)
