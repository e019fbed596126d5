"""Answers the Senior Official about a month: the counts hold every threshold, and the look is kept."""

from dataclasses import dataclass

from bot.counting import Look, counts
from content.model import Library
from dialogs.flow import Answer
from dialogs.plan_questions import MonthAsked
from reports import month
from reports.participation import Dimension
from reports.periods import current_year, last_month, parse
from storage.campaigns import campaigns
from storage.ports import Store
from storage.written import PLAN, RECOMMENDATIONS


@dataclass(frozen=True, slots=True)
class MonthDesk:
    """What one official sees in one turn; the role was checked a moment ago."""

    library: Library
    store: Store
    look: Look

    async def answer(self, asked: MonthAsked) -> Answer:
        """Count a month that is over, or the last one that is; of a small organization, the fiscal year.

        In a short time few people do few things, so a small organization gets no month of its own.
        """
        newest = last_month(self.look.today)
        wanted = parse(asked.month) if asked.month else newest
        period = wanted if wanted.last <= newest.last else newest
        small = self.library.organization.small
        counted = current_year(period.last) if small else period
        by = Dimension.MODULE if small else Dimension.UNIT
        (report,) = await counts(self.store, self.library, counted, (by,), self.look)
        recommended = await RECOMMENDATIONS.bodies(self.store)
        told = month.Month(
            period,
            report,
            await PLAN.bodies(self.store),
            [each.campaign for each in (await campaigns(self.store)).values()],
            sum(each.state == "open" for each in recommended.values()),
        )
        return month.on_a_card(self.library, told, self.look.today)
