"""What an office sends in the year: more than the budget has room for in the autumn."""

from datetime import date, time, timedelta

from content.model import Audience, Communication, Session, Stage, Text
from storage.campaigns import keep
from storage.ports import Store

YEAR = 2027


def both(words: str) -> Text:
    return Text(en=f"{words}.", fr=f"{words} (fr).")


async def file_campaigns(store: Store) -> None:
    """File the campaigns of the year: more than the budget has room for in the autumn."""
    starts = [(1, 25), (2, 8), (3, 15), (4, 12), (5, 3), (6, 7), (9, 13), (9, 20), (10, 4), (10, 18),
              (10, 25), (11, 1), (11, 22), (12, 6)]  # fmt: skip
    audiences = [Audience(), Audience(roles=("manager",)), Audience(paths=("employee",)), Audience()]
    for number, (month, day) in enumerate(starts):
        first, spread = date(YEAR, month, day), (0, 5, 10)[number % 3]
        await keep(
            store,
            f"c{number:02}",
            Communication(
                title=both(f"Communication {number}"), body=(both("Words"),),
                audience=audiences[number % 4], first_day=first, spread_days=spread,
                last_day=first + timedelta(days=spread + 21), stage=Stage.RUNNING, previewed=("en", "fr"),
            ),
            0,
        )  # fmt: skip
    for number, (month, day) in enumerate([(2, 24), (5, 19), (9, 29), (11, 17)]):
        held = date(YEAR, month, day)
        await keep(
            store,
            f"s{number:02}",
            Session(
                title=both(f"Session {number}"), body=(both("Come"),), audience=Audience(),
                first_day=held - timedelta(days=14), last_day=held, day=held, opens=time(13),
                zone="America/Toronto", place=both("Room 4"), code=f"10{number:02}",
                stage=Stage.RUNNING, previewed=("en", "fr"),
            ),
            0,
        )  # fmt: skip
