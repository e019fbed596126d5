"""Keeps what a values and ethics office writes: its form, its texts in every version, its previews."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.campaign_cards import Cards
from bot.campaign_forms import form, meanwhile
from bot.campaigns import source_of, words
from bot.cards.adaptive import card
from bot.heard import Shown
from content.model import (
    LANGUAGES,
    Audience,
    Communication,
    DutyRun,
    Language,
    Rewording,
    Session,
    Stage,
)
from content.size import MOST_BYTES
from dialogs import slips, stages, themes, writing
from dialogs.communication_desk import CORRECTION, FORM
from dialogs.flow import Answer
from dialogs.message import shown
from dialogs.people import Person
from dialogs.questions import FormAsked, PreviewAsked, WrittenDown
from dialogs.stages import Message
from dialogs.views import Value
from storage.campaigns import campaign, keep
from storage.ports import Stale

TOKEN = "v1." + 300 * "-"
"""As long as a button's token can be on a card that is measured."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one officer writes in one turn; `person` is the officer."""

    cards: Cards
    person: Person

    async def form(self, asked: FormAsked) -> Answer | None:
        """Return the form of a campaign with what it holds; of a new one, with a ready draft or empty."""
        found = await campaign(self.cards.store, asked.campaign) if asked.campaign else None
        if found is None:
            id_ = asked.campaign or self.cards.look.id
            held = writing.from_draft(self.cards.library, asked.draft)
            return form(FORM, id_, 0, {**held, "draft": asked.draft})
        if not isinstance(found.campaign, Message):
            return None
        listed = await self.emails(found.campaign.audience)
        held = writing.held_by(self.cards.library, found.campaign, listed)
        return form(_kind(found.campaign), found.id, found.revision, held)

    async def write(self, asked: WrittenDown) -> Answer | None:
        """Keep a form, or return it as it was written with what stands against that."""
        cards, held = self.cards, asked.held
        id_ = asked.campaign or cards.look.new
        found = await campaign(cards.store, id_)
        before = found.campaign if found else None
        if isinstance(before, DutyRun):
            return None
        revision = found.revision if found else 0
        if revision != asked.revision:
            return meanwhile(_kind(before), id_, revision, held)
        if before is not None and before.stage is not Stage.DRAFT:
            return await self._reword(id_, revision, before, held)
        if "audience" not in held or isinstance(before, Session):  # A correction of what is no longer there.
            return None
        listed, unknown = await self.listed(held)
        if unknown:
            faults = (slips.unknown_people(cards.library, unknown),)
            return form(FORM, id_, revision, {**held, "draft": asked.draft}, faults)
        draft = self._drafted(before, held, listed, asked.draft)
        if self.too_large(draft):
            faults = (slips.slip(cards.library, "too-large"),)
            return form(FORM, id_, revision, {**held, "draft": asked.draft}, faults)
        try:
            kept = await keep(cards.store, id_, draft, revision)
        except Stale:
            return await self._again(id_, held)
        return await cards.card(kept, draft, "campaigns.saved")

    async def _again(self, id_: str, held: Mapping[str, str]) -> Answer | None:
        """Return the form once more where somebody was faster between reading and writing."""
        found = await campaign(self.cards.store, id_)
        if found is None or not isinstance(found.campaign, Message):
            return None
        return meanwhile(_kind(found.campaign), id_, found.revision, held)

    def _drafted(
        self, before: Message | None, held: Mapping[str, str], listed: tuple[str, ...], draft: str
    ) -> Communication:
        """Return a draft as a form without faults says; a changed text has to be looked at again."""
        first, spread, last = writing.days_of(held)
        title, body = writing.title_of(held), writing.body_of(held)
        same = before is not None and (before.title, before.body) == (title, body)
        ready, topic = themes.begun_with(draft)
        begun = before.draft if before else ready if ready in self.cards.library.drafts else None
        return Communication(
            title=title,
            body=body,
            audience=writing.audience_of(held, listed),
            first_day=first,
            spread_days=spread,
            last_day=last,
            topic=before.topic if before else topic or None,
            draft=begun or None,
            previewed=before.previewed if before and same else (),
        )

    async def _reword(
        self, id_: str, revision: int, before: Message, held: Mapping[str, str]
    ) -> Answer | None:
        """Keep the correction of a text that people have, for its office to look at first."""
        cards = self.cards
        title, body = writing.title_of(held), writing.body_of(held)
        changed = before.model_copy(update={"rewording": Rewording(title=title, body=body)})
        unchanged = (before.title, before.body) == (title, body)
        if unchanged or self.too_large(changed):
            faults = (slips.slip(cards.library, "unchanged" if unchanged else "too-large"),)
            return form(CORRECTION, id_, revision, held, faults)
        try:
            kept = await keep(cards.store, id_, changed, revision)
        except Stale:
            return await self._again(id_, held)
        return cards.rewording(kept, changed, "campaigns.correction-saved")

    # Previews -------------------------------------------------------------------------------------

    async def preview(self, asked: PreviewAsked) -> Answer | None:
        """Return the message as people will get it, and keep that it was looked at in this language."""
        cards, found = self.cards, await campaign(self.cards.store, asked.campaign)
        if found is None or not isinstance(found.campaign, Message):
            return None
        written = found.campaign
        if found.revision != asked.revision:
            return await cards.card(found, written, "campaigns.changed")
        seen = _seen(written, asked.language)
        if seen != written:
            try:
                found = await keep(cards.store, found.id, seen, found.revision)
            except Stale:
                now = await campaign(cards.store, asked.campaign)
                if now is None or not isinstance(now.campaign, Message):
                    return None
                return await cards.card(now, now.campaign, "campaigns.changed")
        values = words(cards.library, self._as_sent(seen), self.person).values
        other = next(each for each in LANGUAGES if each != asked.language)
        back = ("rewording", "back") if seen.rewording else ("back",)
        offered = stages.Ways((f"preview-{other}", *back, "campaigns"))
        more: dict[str, Value] = {"language": asked.language, "note": "campaigns.previewed"}
        return cards.about(found, source_of(seen), offered, {**values, **more})

    def _as_sent(self, written: Message) -> Message:
        """Return a message as it will be: with its correction in place, marked with today."""
        new = written.rewording
        if new is None:
            return written
        update = {"title": new.title, "body": new.body, "corrected": self.cards.look.today}
        return written.model_copy(update=update)

    def too_large(self, written: Message) -> bool:
        """Tell whether a message would not fit on a card, in either language."""
        view = shown(source_of(written), words(self.cards.library, self._as_sent(written), self.person))
        drawn = (card(self.cards.library, Shown(view, language, TOKEN)) for language in LANGUAGES)
        sizes = [len(json.dumps(each, ensure_ascii=False).encode("utf-16-le")) for each in drawn]
        return max(sizes) > MOST_BYTES

    # People of a list -----------------------------------------------------------------------------

    async def listed(self, held: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of the people of a list, and those of it that nobody or several answer to."""
        if held["audience"] != writing.LISTED:
            return (), ()
        by_name: dict[str, set[str]] = {}
        for person in await self.cards.store.people.everyone():
            for name in {person.id.casefold(), person.email.casefold()} - {""}:
                by_name.setdefault(name, set()).add(person.id)
        named = writing.people(held)
        unknown = tuple(each for each in named if len(by_name.get(each, ())) != 1)
        return tuple(dict.fromkeys(min(by_name[each]) for each in named if each not in unknown)), unknown

    async def emails(self, audience: Audience) -> Mapping[str, str]:
        """Return how the people of a list are named in its form, by id."""
        if not audience.people:
            return {}
        everyone = await self.cards.store.people.everyone()
        return {person.id: person.email for person in everyone if person.email}


def _seen(written: Message, language: Language) -> Message:
    """Return a campaign of which the text that is still to be sent was looked at in a language."""
    new = written.rewording
    if new is not None:
        seen = new.model_copy(update={"previewed": _with(new.previewed, language)})
        return written.model_copy(update={"rewording": seen})
    if written.stage is not Stage.DRAFT:
        return written
    return written.model_copy(update={"previewed": _with(written.previewed, language)})


def _with(previewed: tuple[Language, ...], language: Language) -> tuple[Language, ...]:
    return tuple(each for each in LANGUAGES if each == language or each in previewed)


def _kind(now: Message | None) -> str:
    """Return which form a message has: once it left, only its texts can be corrected."""
    return FORM if now is None or now.stage is Stage.DRAFT else CORRECTION
