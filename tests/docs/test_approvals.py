"""What the people who must say yes read: the same in both languages, each claim with what shows it."""

import re
from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest
from yarl import URL

from bot.teams.clouds import CLOUDS
from content.model import Language, Library, RecordKind
from content.proofreading import proofread
from content.rules import IMPERSONAL, LEAST_MONTHS, TRANSITORY
from dialogs.facts import FACTS
from reports.privacy import BANDS, CELL_LEAST, COMPANIONS, ORGANIZATION_LEAST, UNIT_LEAST
from storage.decisions import RECORDS
from storage.roster import COLUMNS
from tests.content.test_languages import spoken
from tests.docs.pages import COMMENT, FENCE, ROOT, prose, rows, shape, words
from tests.docs.test_data_dictionary import ENGLISH, FRENCH, SHELLS, listed, registers_in

FOLDER = ROOT / "docs" / "approvals"
NAMES = {
    "data-flow": "flux-des-donnees",
    "privacy-impact": "facteurs-relatifs-a-la-vie-privee",
    "records": "documents",
    "threats": "menaces",
    "accessibility": "accessibilite",
    "bargaining-agents": "agents-negociateurs",
}
PAIRS = [
    (FOLDER / "en" / f"{english}.md", FOLDER / "fr" / f"{french}.md") for english, french in NAMES.items()
]
DOCUMENTS = [document for pair in PAIRS for document in pair]

DICTIONARIES = {"en": ENGLISH, "fr": FRENCH}
SAME_IN_FRENCH = {"docs/deploy.md": "docs/deploiement.md"}


PROOF = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|README\.md|requirements\.txt)(?:::(test_\w+))?`")
PROVEN_BY = {"Shown by", "Preuve"}
ELSEWHERE = re.compile(
    r"to confirm in your tenant|to be decided by your organization"
    r"|à confirmer dans votre locataire|à décider par votre organisation"
)
READERS = {"NVDA", "JAWS", "VoiceOver"}
RUN = re.compile(r"not run|non fait|\d{4}-\d{2}-\d{2}.+")
PAGES = 1_150
"""Words on two full pages; the names of tests are left out."""

pairs = pytest.mark.parametrize("pair", PAIRS, ids=list(NAMES))
each = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)


def both(name: str) -> pytest.MarkDecorator:
    """Hand a test the English and the French form of one document."""
    pair = next(pair for pair in PAIRS if pair[0].stem == name)
    return pytest.mark.parametrize("document", pair, ids=["en", "fr"])


def tables(document: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Give the header of every table with the rows below it."""
    for block in re.findall(r"(?:^\|.*\n)+", words(document), re.MULTILINE):
        header, line, *below = rows(block)
        assert all(re.fullmatch(r"-+", cell) for cell in line), header
        yield header, below


def under(document: Path, *first: str) -> list[list[str]]:
    """Return the rows of the one table whose first column is called so in either language."""
    (found,) = [below for header, below in tables(document) if header[0] in first]
    return found


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def proofs(text: str) -> list[tuple[str, str]]:
    """Return every path that a text names, with the test in it, if one is named."""
    return [(path, test) for path, test in PROOF.findall(text) if not path.startswith("/")]


def first_codes(found: list[list[str]]) -> list[str]:
    return [code for row in found for code in codes(row[0])]


# The two languages --------------------------------------------------------------------------------


@pairs
def test_a_reader_finds_the_same_headings_and_tables_in_both_languages(pair: tuple[Path, Path]) -> None:
    english, french = pair
    assert shape(words(english)) == shape(words(french))
    widths = [[[len(row) for row in (header, *below)] for header, below in tables(each)] for each in pair]
    assert widths[0] == widths[1]


@pairs
def test_a_reader_is_led_to_the_same_proofs_in_both_languages(pair: tuple[Path, Path]) -> None:
    english, french = (proofs(words(each)) for each in pair)
    assert [(SAME_IN_FRENCH.get(path, path), test) for path, test in english] == french
    assert english


@pairs
def test_each_document_leads_to_the_other_language(pair: tuple[Path, Path]) -> None:
    english, french = pair
    assert f"(../fr/{french.name})" in words(english).splitlines()[2]
    assert f"(../en/{english.name})" in words(french).splitlines()[2]


@pairs
def test_a_reader_of_french_sees_canadian_typography(pair: tuple[Path, Path]) -> None:
    for sentence in prose(words(pair[1])):
        if not sentence.startswith("English version: "):
            assert list(proofread({"fr": sentence})) == [], sentence


@each
def test_each_language_speaks_itself(document: Path) -> None:
    own: Language = "en" if document.parent.name == "en" else "fr"
    other: Language = "fr" if own == "en" else "en"
    for sentence in prose(words(document)):
        if not re.match(r"English version: |Version française : ", sentence):
            counts = spoken(sentence)
            assert counts[other] <= counts[own], sentence


# Proofs -------------------------------------------------------------------------------------------


@each
def test_whoever_follows_a_proof_finds_it(document: Path) -> None:
    for path, test in proofs(words(document)):
        assert (ROOT / path).exists(), path
        assert not test or f"def {test}(" in words(ROOT / path), f"{path}::{test}"


@each
def test_each_claim_in_a_table_names_what_shows_it_or_who_must_confirm_it(document: Path) -> None:
    for header, below in tables(document):
        for row in below if PROVEN_BY & set(header) else ():
            (cell,) = [row[place] for place, title in enumerate(header) if title in PROVEN_BY]
            assert proofs(cell) or ELSEWHERE.search(cell), row


def test_a_claim_without_a_proof_is_seen() -> None:
    assert not proofs("everybody knows")
    assert not ELSEWHERE.search("everybody knows")
    assert proofs("see `bot/turn.py` and `tests/bot/test_turn.py::test_a`") == [
        ("bot/turn.py", ""),
        ("tests/bot/test_turn.py", "test_a"),
    ]


# What is kept -------------------------------------------------------------------------------------


@both("privacy-impact")
def test_the_privacy_office_reads_the_closed_list_of_the_dictionary(document: Path) -> None:
    elements = first_codes(under(document, "Element", "Élément"))
    personal = {fact.kind for fact in FACTS} | RECORDS - {kind.value for kind in IMPERSONAL}
    assert set(elements) == personal
    assert len(elements) == len(personal)
    assert elements == [kind for kind in listed(DICTIONARIES[document.parent.name]) if kind in personal]


@both("privacy-impact")
def test_the_privacy_office_reads_every_column_of_the_staff_list(document: Path) -> None:
    assert first_codes(under(document, "Column", "Colonne")) == list(COLUMNS)


@both("privacy-impact")
def test_every_fact_has_a_named_use(document: Path) -> None:
    known = {fact.kind for fact in FACTS} | RECORDS
    named = {code for row in under(document, "Use", "Usage") for code in codes(row[1])}
    assert named <= known
    assert named


@both("records")
def test_information_management_reads_every_kind_and_none_that_is_not_kept(document: Path) -> None:
    registers = {kind for file in SHELLS for kind in registers_in(file.read_text(encoding="utf-8"))}
    found = first_codes(under(document, "Kind", "Sorte"))
    assert set(found) == {fact.kind for fact in FACTS} | RECORDS | registers
    assert found == list(listed(DICTIONARIES[document.parent.name]))


@both("records")
def test_information_management_reads_the_least_period_that_the_checker_asks_for(document: Path) -> None:
    found = {codes(row[0])[0]: row for row in under(document, "Kind", "Sorte")}
    for kind in RecordKind:
        least, nature = found[kind.value][3:5]
        assert (re.search("transitory|éphémère", least) is not None) == (kind in TRANSITORY), kind
        assert (re.search("transitory|éphémère", nature) is not None) == (kind in TRANSITORY), kind
        assert str(LEAST_MONTHS) in least or kind in IMPERSONAL, kind


# Hosts, thresholds, cards -------------------------------------------------------------------------


def talked_to() -> set[str]:
    """Return every host the clouds name that is spoken to; issuer and connector are only names in tokens."""
    addresses = {url for cloud in CLOUDS.values() for url in (cloud.openid, cloud.authority, cloud.graph)}
    return {str(URL(url).host) for url in addresses} | {
        host for each in CLOUDS.values() for host in each.hosts
    }


def test_a_new_address_of_a_cloud_is_looked_at_here() -> None:
    known = {"issuer", "openid", "authority", "connector", "graph", "hosts", "uploads", "secure"}
    assert {field.name for field in fields(CLOUDS["public"])} == known


@both("data-flow")
def test_the_firewall_can_be_set_from_the_list_of_hosts(document: Path) -> None:
    found = first_codes(under(document, "Host", "Hôte"))
    assert set(found) == talked_to()
    assert len(found) == len(set(found))


@both("bargaining-agents")
def test_bargaining_agents_read_the_thresholds_of_the_program(document: Path) -> None:
    total, unit, cell, companions, bands, _ = [
        row[1] for row in under(document, "Threshold for", "Seuil pour")
    ]
    assert [int(number) for number in re.findall(r"\d+", f"{total} {unit}")] == [
        ORGANIZATION_LEAST,
        UNIT_LEAST,
    ]
    assert {int(number) for number in re.findall(r"\d+", cell)} == {CELL_LEAST}
    assert int(re.findall(r"\d+", companions)[0]) == COMPANIONS
    assert [Fraction(share) for share in re.findall(r"\d+/\d+", bands)] == [share for _, share in BANDS]


@both("bargaining-agents")
def test_bargaining_agents_are_told_how_many_kinds_of_facts_there_are(document: Path) -> None:
    assert len(re.findall("thirteen kinds of facts|treize sortes de faits", words(document))) > 1
    assert len(FACTS) == 13


@both("bargaining-agents")
def test_bargaining_agents_read_two_pages(document: Path) -> None:
    plain = COMMENT.sub("", FENCE.sub("", words(document)))
    assert len(re.findall(r"\w+(?:['-]\w+)*", re.sub(r"`[^`]+`|\]\([^)]*\)", "", plain))) <= PAGES


@both("accessibility")
def test_every_card_has_a_row_in_the_blank_test_record(document: Path, library: Library) -> None:
    found = [code for row in under(document, "Kind", "Sorte") for code in codes(row[1])]
    assert set(found) == set(library.cards)
    assert len(found) == len(set(found))


@both("accessibility")
def test_no_screen_reader_is_said_to_have_been_run_without_a_date(document: Path) -> None:
    (found,) = [table for table in tables(document) if set(table[0]) >= READERS]
    header, below = found
    for row in below:
        for place, title in enumerate(header):
            assert title not in READERS or RUN.fullmatch(row[place]), row
