"""How long records are kept, as an organization may write it: each mistake is named, in both languages."""

import pytest

from content.loader import load
from content.model import RecordKind, Text
from content.rules import IMPERSONAL, LEAST_MONTHS, ONCE_ONLY, TRANSITORY
from storage.decisions import RECORDS
from tests.content.conftest import Desk, Faults

FILE = "organizations/demo/organization.yaml"
AUTHORITY = '{en: "Authorization 1", fr: "Autorisation 1"}'


def entry(kind: str = "module-finished", months: str = "24", **more: str) -> str:
    fields = {"kind": kind, "months": months, "authority": AUTHORITY, **more}
    return "    - " + "\n      ".join(f"{name}: {value}" for name, value in fields.items()) + "\n"


def keeps(desk: Desk, *entries: str, backups: str = "  backups_kept_days: 35\n") -> None:
    desk.add(FILE, f"\nretention:\n{backups}  records:\n{''.join(entries)}")


def test_the_demonstration_disposes_of_nothing(desk: Desk) -> None:
    assert load(desk.root, "demo").organization.retention is None


def test_an_organization_writes_how_long_and_by_whose_authority(desk: Desk) -> None:
    keeps(desk, entry(), entry("place", "3", transitory="true"), entry("access", "6"))
    assert desk.check().faults == ()
    retention = load(desk.root, "demo").organization.retention
    assert retention is not None
    assert retention.backups_kept_days == 35
    assert [(kept.kind, kept.months, kept.transitory) for kept in retention.records] == [
        (RecordKind.MODULE_FINISHED, 24, False),
        (RecordKind.PLACE, 3, True),
        (RecordKind.ACCESS, 6, False),
    ]
    assert retention.records[0].authority == Text(en="Authorization 1", fr="Autorisation 1")


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        (entry("horoscope"), "not-one-of"),
        (entry(months="0"), "number-small"),
        (entry(months="100000"), "number-large"),
        (entry(months='"24"'), "not-number"),
        (entry(months="23"), "retention-too-short"),
        (entry("place", "23"), "retention-short-or-transitory"),
        (entry("acknowledged", "36", transitory="true"), "retention-not-transitory"),
        (entry("place", "6", transitory='"yes"'), "not-yes-or-no"),
        (entry("reminder-sent", "2", transitory="true"), "retention-before-reminder"),
        (entry("delivery", "2", transitory="true"), "retention-before-reminder"),
        (entry("delivery", "4", transitory="true"), "retention-before-reminder"),
        (entry(authority='{en: "Authorization 1"}'), "language-missing"),
        (entry(authority='{en: "Authorization 1", fr: ""}'), "text-empty"),
        (entry().replace(f"      authority: {AUTHORITY}\n", ""), "field-missing"),
        (entry() + entry(months="36"), "retention-twice"),
        (entry("person", "36") + entry("place", "36"), "retention-person-first"),
        (entry("person", "24") + entry("place") + entry("address", "25"), "retention-person-first"),
        (entry("language-chosen"), "retention-without-language"),
        (entry("text-only-chosen"), "retention-without-language"),
        (entry("language-chosen") + entry("notice-seen", "25"), "retention-without-language"),
    ],
)
def test_a_mistake_about_retention_is_named(desk: Desk, found: Faults, written: str, id_: str) -> None:
    keeps(desk, written)
    checked = desk.check()
    assert [fault_id for _, _, fault_id in found(checked)] == [id_]
    (fault,) = checked.faults
    assert fault.line > desk.line(FILE, "  backups_kept_days: 35") > 0
    for language in ("en", "fr"):
        said = fault.sentence("fr" if language == "fr" else "en")
        assert id_ not in said
        assert "{" not in said


def test_a_message_about_a_talk_is_remembered_while_people_are_asked_about_it(desk: Desk) -> None:
    keeps(desk, entry("delivery", "5", transitory="true"), entry("reminder-sent", "3", transitory="true"))
    assert desk.check().faults == ()


def test_a_language_may_go_with_the_notice_or_after_it(desk: Desk) -> None:
    keeps(desk, entry("language-chosen", "36"), entry("notice-seen", "36"))
    assert desk.check().faults == ()


def test_a_missing_authority_is_told_by_its_name(desk: Desk) -> None:
    keeps(desk, entry().replace(f"      authority: {AUTHORITY}\n", ""))
    (fault,) = desk.check().faults
    assert "“authority” is missing" in fault.sentence("en")


def test_whoever_disposes_says_how_long_backups_are_kept(desk: Desk, found: Faults) -> None:
    keeps(desk, entry(), backups="")
    assert [id_ for _, _, id_ in found(desk.check())] == ["field-missing"]


def test_the_kinds_an_officer_can_name_are_those_that_are_kept() -> None:
    assert {kind.value for kind in RecordKind} == RECORDS
    assert not IMPERSONAL & TRANSITORY
    assert ONCE_ONLY <= TRANSITORY
    assert LEAST_MONTHS == 24
