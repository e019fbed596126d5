"""The content that ships: whole, sound, sealed, and true to what the program keeps."""

import csv
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from content.checks import check
from content.model import LANGUAGES, Library, RecordKind
from content.wording import fold
from dialogs.facts import (
    FACTS,
    Acknowledged,
    CourseReported,
    FileAnswered,
    FileOutcome,
    LanguageChosen,
    MessageSent,
    ModuleFinished,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    SessionAttended,
    Side,
    Snoozed,
    TalkConfirmed,
    TextOnlyChosen,
)
from dialogs.people import Path, Role
from tests.content.conftest import SHIPPED

NBSP = "\N{NO-BREAK SPACE}"

PROMISED: dict[type, tuple[str, str]] = {
    NoticeSeen: ("this notice being shown", "présentation de cet avis"),
    LanguageChosen: ("language and settings", "langue et réglages"),
    TextOnlyChosen: ("language and settings", "langue et réglages"),
    ModuleFinished: ("modules finished", "modules terminés"),
    Acknowledged: ("acknowledgements", "confirmations"),
    ReminderAnswered: (
        "answers to conflict of interest reminders",
        "réponses aux rappels sur les conflits d'intérêts",
    ),
    ReminderSent: ("whether a message reached you", "réception des messages"),
    FileAnswered: ("what you answer before starting a file", "réponse avant de commencer un dossier"),
    CourseReported: ("courses you report", "cours que vous signalez"),
    TalkConfirmed: ("onboarding talks", "discussions d'accueil"),
    MessageSent: ("whether a message reached you", "réception des messages"),
    Snoozed: ("language and settings", "langue et réglages"),
    SessionAttended: ("sessions attended", "présence aux séances"),
}
"""What the privacy notice says of each kind of fact."""

CARDS = """
welcome home home.all-done help modules module.opening module.opening-with-values module.page module.dilemma
module.feedback module.talk code.first module.done coi.ask coi.ask-first
coi.advice coi.filing coi.answered.nothing-changed coi.answered.will-declare coi.answered.filed
coi.answered.need-advice coi.none coi.advice-request confirm which record record.closed report report.ask
report.not-allowed unavailable privacy records records.closed records.on-hold records.lift records.request
records.person record-of records.not-allowed
"""
VERBS = """
next back answer reconsider
acknowledge finish home modules open help record report show-report coi language-en
language-fr nothing-changed will-declare filed filed-today filed-on need-advice send-name will-call change
yes no privacy records hold lift-hold record-of show-record
"""
SENTENCES = """
here-again old-card unknown-button not-understood not-saved  choose-option
option-required filed-on date-example date-required choose-module choose-period note-for-you talk-in-private
unavailable
measure.modules-finished measure.acknowledgements measure.reminders-sent measure.reminders-answered unit.none
band.few band.about-half band.most band.nearly-all report.column.unit report.column.people
report.column.module report.column.language report.by.unit report.by.module report.by.language office-told
report.total report.hidden report.hidden-why report.open
report.until-closed report.month report.bands
report.not-counted period.this-quarter period.last-quarter period.this-year record.roster.name
record.roster.email record.roster.unit record.roster.manager record.roster.role record.roster.path
record.roster.start record.roster.end record.roster.leave record.roster.language record.roster.province
record.roster.zone record.roster.address record.places
record.reminder-filed home.module-done home.module-open page.title
page.act-as page.type-here page.send page.no-renderer page.new-message page.message-changed
page.connection-lost
page.skip-to-conversation page.privacy-line page.download page.use-printed-address
page.where page.private page.teams page.team-chat page.for-everybody page.for-you page.chat-changed
page.chat-moved page.look-now
check.clean check.faults check.warnings
wrote-in-private add-me-first not-for-guests too-fast file-consent file-declined file-not-handed-over
file-not-yours answered-below check.sealed welcome.continue-en welcome.continue-fr
"""


def test_the_shipped_content_has_no_faults_and_nothing_left_to_look_at() -> None:
    checked = check(SHIPPED)
    assert [fault.sentence("en") for fault in (*checked.faults, *checked.warnings)] == []
    assert checked.organizations == ("cics", "demo", "opo", "public-safety")


def test_every_card_verb_and_sentence_is_there(library: Library) -> None:
    assert set(CARDS.split()) <= set(library.cards)
    assert set(VERBS.split()) <= set(library.verbs)
    families = [
        *(f"outcome.{outcome.value}" for outcome in Outcome),
        *(f"reached.{reached.value}" for reached in Reached),
        *(f"role.{role.value}" for role in Role),
        *(f"path.{path.value}" for path in Path),
        *(f"side.{side.value}" for side in Side),
        *(f"file.{outcome.value}" for outcome in FileOutcome),
        *(f"language.{language}" for language in LANGUAGES),
        *(f"record.{fact.kind}" for fact in FACTS),
        *(f"kind.{kind.value}" for kind in RecordKind),
        *(f"records.{state}" for state in ("begun", "done", "done-inferred", "stopped", "no-authority")),
        *("request-required", "person-required", "person-unknown", "message.owed", "message.sending"),
    ]
    assert {*SENTENCES.split(), *families} <= set(library.sentences)


def test_the_privacy_notice_names_every_kind_of_fact_in_both_languages(library: Library) -> None:
    assert set(PROMISED) == set(FACTS), "a new kind of fact needs its words in the notice"
    notice = library.cards["privacy"].body
    for english, french in PROMISED.values():
        assert any(english in line.en for line in notice)
        assert any(french in line.fr for line in notice)


def test_no_name_is_left_to_fill_and_no_line_waits_for_a_declaration_nobody_has(library: Library) -> None:
    written = library.model_dump_json()
    assert "{{" not in written
    assert "Some files need" not in library.modules["M04"].model_dump_json()


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("report", "report"),
        ("rapport", "report"),
        ("help", "help"),
        ("aide", "help"),
        ("my record", "record"),
        ("mon dossier", "record"),
        ("home", "home"),
        ("accueil", "home"),
        ("english", "language-en"),
        ("anglais", "language-en"),
        ("francais", "language-fr"),
        ("FRANÇAIS", "language-fr"),
        ("french", "language-fr"),
        ("privacy", "privacy"),
        ("confidentialite", "privacy"),
        ("suivant", "next"),
        ("rien n\N{RIGHT SINGLE QUOTATION MARK}a changé", "nothing-changed"),
        ("Nothing changed", "nothing-changed"),
        ("oui", "yes"),
        ("no", "no"),
    ],
)
def test_words_in_either_language_mean_their_button(library: Library, words: str, verb: str) -> None:
    meant = {fold(word): name for name, text in library.verbs.items() for word in (*text.en, *text.fr)}
    assert meant[fold(words)] == verb


@pytest.mark.parametrize("verb", sorted(VERBS.split()))
def test_every_button_can_be_typed_in_both_languages(library: Library, verb: str) -> None:
    assert library.verbs[verb].en
    assert library.verbs[verb].fr


def test_the_position_of_an_option_does_not_give_the_answer_away(library: Library) -> None:
    dilemmas = [module.dilemma.options for module in library.modules.values()]
    strong = [
        place for options in dilemmas for place, option in enumerate(options) if option.support == "strong"
    ]
    places = Counter(strong)
    assert len(places) == 4
    assert max(places.values()) <= 4
    for options in dilemmas:
        for language in LANGUAGES:
            lengths = [len(option.text.of(language)) for option in options]
            assert max(lengths) < 1.35 * min(lengths)


def test_feedback_speaks_of_ideas_and_never_of_letters(library: Library) -> None:
    for module in library.modules.values():
        for option in module.dilemma.options:
            words = f"{option.feedback.en} {option.feedback.fr}".split()
            assert not {"A", "B", "C", "D", "A.", "B.", "C.", "D."} & set(words[1:]) - {"A"}


def test_the_first_module_ends_with_the_code(library: Library) -> None:
    assert library.modules["M01"].acknowledges_code
    assert not library.modules["M04"].acknowledges_code
    assert "{code_version}" in library.cards["code.first"].body[0].fr


def test_the_notification_never_names_its_subject(library: Library) -> None:
    assert library.sentences["note-for-you"].en == "Ethos has a note for you"
    assert library.sentences["note-for-you"].fr == "Ethos a un mot pour vous"


def test_a_question_takes_its_turn_five_times_and_is_never_to_be_answered(library: Library) -> None:
    assert len(library.duties["coi"].questions) == 5
    for card in ("coi.ask", "coi.ask-first"):
        assert any("do not answer" in line.en for line in library.cards[card].body)


def test_the_demonstration_has_units_on_both_sides_of_ten(library: Library) -> None:
    with (SHIPPED / "organizations/demo/people.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    sizes = Counter(person["unit"] for person in people)
    assert set(sizes) == {unit.id for unit in library.organization.units}
    assert sorted(size >= 10 for size in sizes.values()) == [False, True, True, True]
    assert len(people) >= 60


def test_the_demonstration_people_are_invented_whole_and_in_order() -> None:
    with (SHIPPED / "organizations/demo/people.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    ids = [person["id"] for person in people]
    assert len(set(ids)) == len(ids)
    assert all(person["email"].endswith("@demo.example") for person in people)
    assert {person["manager_id"] for person in people} - {""} <= set(ids)
    roles = Counter(Role(person["role"]) for person in people)
    assert [roles[role] for role in Role] == [52, 8, 1, 1, 1, 1]
    assert {Path(person["path"]) for person in people} == set(Path)
    languages = Counter(person["language"] for person in people)
    assert languages["en"] == languages["fr"] == 32
    assert len({ZoneInfo(person["time_zone"]).key for person in people}) >= 10
    leads = {person["manager_id"] for person in people} - {""}
    assert all(person["role"] != "employee" for person in people if person["id"] in leads)
