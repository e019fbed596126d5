"""Facts from what Ethos counted or sent itself, and from what an organization's file says; pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from content.model import DOORS, Holding, OfficialQuestion, Text
from content.wording import filled, period_in_words
from dialogs import anonymous, themes
from dialogs.views import Value
from reports.answers import Sheet, told
from reports.asked import Form, form
from reports.evidence import within
from reports.facts_written import said, source
from reports.material import Fact, Material
from reports.voices import in_percent

PULSE, FEEDBACK, CHECKS = "pulse", "feedback", "check-"
MODULES, SESSIONS, COURSES = "modules-finished", "sessions-attended", "courses-reported"


def _fact(holding: Holding, words: Text, source_: Text, **more: Any) -> Fact:
    return Fact(holding, (words,), source_, (words,), **more)


# Counts of people ---------------------------------------------------------------------------------


def _counted(material: Material, holding: Holding, measures: Sequence[str]) -> Iterator[Fact]:
    """Return the totals of some measures; one that may not be shown is no fact, nor is none."""
    for report in material.reports:
        for measure in report.measures:
            if measure.id in measures and measure.total:
                period = period_in_words(report.period.id)
                values: dict[str, Value] = {
                    "definition": measure.definition,
                    "count": measure.total,
                    "period": period,
                }
                open_ = "-open" if report.open else ""
                counted = said(material, f"source.counted{open_}", day=material.today)
                yield _fact(holding, said(material, "counted", **values), counted, since=report.period.first)


def participation(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return how many people finished modules and came to sessions."""
    return _counted(material, "participation", (MODULES, SESSIONS))


def onboarding(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return how many people finished their onboarding path."""
    return _counted(material, "onboarding", ("onboarding-finished",))


def talks(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return how many onboarding talks both sides confirmed."""
    return _counted(material, "talks", ("talks-confirmed",))


def courses(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return how many people reported courses themselves."""
    return _counted(material, "courses", (COURSES,))


def reminders(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return how many conflict-of-interest reminders were sent and answered."""
    return _counted(material, "reminders", ("reminders-sent", "reminders-answered"))


def code(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return which version of the code there is, what changed, and how many confirmed that they have it."""
    organization = material.library.organization
    file = said(material, "source.organization")
    current = said(material, "code", name=organization.code.name, version=organization.code.version)
    yield _fact("code", current, file)
    for edition in organization.code.history:
        if edition.changes and material.years.first <= edition.since <= material.years.last:
            values: dict[str, Value] = {
                "version": edition.version,
                "changes": edition.changes,
                "since": edition.since,
            }
            yield _fact("code", said(material, "code.changed", **values), file, since=edition.since)
    yield from _counted(material, "code", ("acknowledgements",))


# What was sent ------------------------------------------------------------------------------------


def messages(material: Material, question: OfficialQuestion) -> Iterator[Fact]:
    """Return the communications that ended in the years."""
    return _sent(material, question, "messages", session=False)


def sessions(material: Material, question: OfficialQuestion) -> Iterator[Fact]:
    """Return the sessions that took place in the years, and how many conversations were logged."""
    yield from _sent(material, question, "sessions", session=True)
    yield from _conversations(material)


def _conversations(material: Material) -> Iterator[Fact]:
    """Return the number of conversations of each year with their topics: conversations, and never people."""
    for year in material.years.periods:
        found = [
            each.topic for each in material.conversations.values() if year.first <= each.day <= year.last
        ]
        listed = tuple(
            said(
                material,
                "conversations.topic",
                topic=themes.named(material.library, theme),
                count=found.count(theme),
            )
            for theme in themes.THEMES
            if theme in found
        )
        if listed:
            values: dict[str, Value] = {"count": len(found), "topics": listed}
            words = said(material, "conversations", **values, period=period_in_words(year.id))
            yield _fact("sessions", words, said(material, "source.conversations"), since=year.first)


def _sent(
    material: Material, question: OfficialQuestion, holding: Holding, *, session: bool
) -> Iterator[Fact]:
    years = material.years
    for each in material.sent:
        if each.session is session and years.first <= each.last <= years.last:
            about: dict[str, Value] = {"title": each.title, "first": each.first, "last": each.last}
            if each.reach is not None:
                about["reach"] = each.reach
            words = said(material, f"sent.{holding}{'' if each.reach is None else '-reach'}", **about)
            kinds = tuple(kind for kind in each.kinds if not question.kinds or kind in question.kinds)
            yield _fact(holding, words, source(material, "campaign", each.id), since=each.first, kinds=kinds)


def you_said(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return the messages that said what was done about what people said."""
    for year in material.years.periods:
        for each in within(material.told, year):
            known = each.theme in themes.THEMES
            about: dict[str, Value] = {"theme": themes.named(material.library, each.theme)} if known else {}
            words = said(material, "told-theme" if known else "told", title=each.title, day=each.day, **about)
            yield _fact("you-said", words, said(material, "source.sent"), since=each.day)


# Answers without a name ---------------------------------------------------------------------------


def _sheets(material: Material, wanted: str) -> Iterator[tuple[Form, Sheet]]:
    """Return the sheets of one form, or of all whose ids begin with what ends in a hyphen."""
    for sheet in material.sheets:
        if sheet.form == wanted or (wanted.endswith("-") and sheet.form.startswith(wanted)):
            yield form(material.library, sheet.form), sheet


def _answers(material: Material, asked: Form, sheet: Sheet) -> Text:
    values: dict[str, Value] = {
        "form": asked.title,
        "period": period_in_words(sheet.period),
        "least": asked.least,
    }
    return said(material, "source.answers", **values)


def _told(material: Material, holding: Holding, wanted: str) -> Iterator[Fact]:
    """Return the shares of each question that may be shown."""
    for asked, sheet in _sheets(material, wanted):
        for figures in sheet.questions:
            question = asked.question(figures.question, figures.counts)
            shares = [(text, figures.share(id_)) for id_, text in question.options.items()]
            listed = tuple(
                said(material, "share", option=text, share=in_percent(share))
                for text, share in shares
                if share is not None
            )
            if listed:
                values: dict[str, Value] = {
                    "question": question.text,
                    "shares": listed,
                    "count": figures.answers or 0,
                }
                words = said(material, "answers", **values, period=period_in_words(sheet.period))
                yield _fact(holding, words, _answers(material, asked, sheet))


def pulse(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return the pulse of each quarter."""
    return _told(material, "pulse", PULSE)


def polls(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return what polls said."""
    return _told(material, "polls", "poll-")


def checks(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return what people chose in the dilemmas of modules."""
    return _told(material, "checks", CHECKS)


def doors(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return how often each door was opened."""
    for asked, sheet in _sheets(material, anonymous.DOORS):
        for figures in sheet.questions:
            if figures.answers is not None:
                values: dict[str, Value] = {
                    "door": asked.question(figures.question, {}).text,
                    "count": figures.answers,
                }
                words = said(material, "door", **values, period=period_in_words(sheet.period))
                yield _fact("doors", words, _answers(material, asked, sheet))


def feedback(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return how many answered the feedback form, where that tells nothing that is hidden."""
    for asked, sheet in _sheets(material, FEEDBACK):
        values: dict[str, Value] = {"form": asked.title, "period": period_in_words(sheet.period)}
        if sheet.answers is None:
            words = said(material, "feedback.enough", **values, least=asked.least)
        else:
            words = said(material, "feedback", **values, count=sheet.answers)
        yield _fact("feedback", words, _answers(material, asked, sheet))


def theme_counts(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return the themes of what people wrote, from five texts on; never a word of theirs."""
    for each in material.tagged:
        shown, _ = told(each.themes, themes.THEMES)
        for theme, count in shown.items():
            values: dict[str, Value] = {"theme": themes.named(material.library, theme), "count": count}
            words = said(material, "theme", **values, period=period_in_words(each.period))
            yield _fact("themes", words, said(material, "source.themes"))


# The organization's own file ----------------------------------------------------------------------


def directory(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return how many contacts people are sent to, and when they were last checked."""
    found = [each for each in material.library.organization.contacts.values() if each and each.reached]
    if found:
        oldest = min(each.checked for each in found)
        values: dict[str, Value] = {"count": len(found), "doors": len(DOORS), "day": oldest}
        yield _fact("directory", said(material, "directory", **values), said(material, "source.organization"))


def factors(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return what the privacy office decided that people may be asked about themselves."""
    for each in material.library.organization.privacy.factors:
        words = said(material, "factor", decision=each.decision, since=each.since)
        yield _fact("factors", words, said(material, "source.organization"), since=each.since)


def tools(material: Material, _question: OfficialQuestion) -> Iterator[Fact]:
    """Return what there is to learn and to talk with; how often it is used is counted elsewhere."""
    library = material.library
    there: Mapping[str, int] = {
        "modules": len(library.modules),
        "facilitation": len(library.facilitation),
        "checklists": len(library.checklists),
        "drafts": len(library.drafts),
    }
    for name, count in there.items():
        words = filled(library.sentences[f"composing.tools.{name}"], {"count": count})
        yield _fact("tools", words, said(material, "source.content"))
