"""What Teams shows of the app is checked with the content, and an organization may change it."""

import pytest

from content.in_teams import in_full
from content.loader import load
from content.model import LANGUAGES, Language
from tests.content.conftest import Desk, Faults


def test_a_description_that_is_too_long_in_all_is_named(desk: Desk, found: Faults) -> None:
    words = "Ethos says it again, and again, and still once more. " * 9
    mots = "Ethos le dit encore, et encore, et encore une fois de plus. " * 9
    line = f'  - en: "{words.strip()}"\n    fr: "{mots.strip()}"\n'
    desk.change("app.yaml", "full:\n", f"full:\n{line * 8}")
    said = found(desk.check())
    assert said == [("content/app.yaml", desk.line("app.yaml", "full:") + 1, "app-too-long")] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organization_says_itself_what_the_app_is(desk: Desk, language: Language) -> None:
    desk.add(
        "organizations/demo/app.yaml",
        'short: {en: "Our bot for hard questions", fr: "Notre robot pour les questions difficiles"}\n'
        'shared:\n  - {verb: help, title: {en: "help", fr: "aide"}, says: {en: "Ask here", fr: "Ici"}}\n',
    )
    assert desk.check().faults == ()
    app = load(desk.root, "demo").app
    assert app.short.of(language).startswith({"en": "Our bot", "fr": "Notre robot"}[language])
    assert len(app.private) == 10
    assert [command.title.of(language) for command in app.shared] == [{"en": "help", "fr": "aide"}[language]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_about_an_office_that_nobody_has_is_left_out(desk: Desk, language: Language) -> None:
    before = in_full(load(desk.root, "demo").app, language)
    text = (desk.root / "organizations/demo/organization.yaml").read_text(encoding="utf-8")
    start, end = text.index("  it_support:\n"), text.index("  senior_officer_disclosure:\n")
    (desk.root / "organizations/demo/organization.yaml").write_text(
        f"{text[:start]}  it_support: null\n{text[end:]}", encoding="utf-8"
    )
    after = in_full(load(desk.root, "demo").app, language)
    assert before.startswith(after)
    assert before.count("\n\n") == after.count("\n\n") + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('en: "Ethos, values and ethics at work"', f'en: "{"Ethos, at work " * 7}of all"'),
        ('en: "How to use Ethos, change language, or have text only"', f'en: "{"How to use Ethos " * 8}now"'),
    ],
    ids=["full name", "line beside a command"],
)
def test_every_text_teams_shows_is_measured(desk: Desk, found: Faults, old: str, new: str) -> None:
    desk.change("app.yaml", old, new)
    said = found(desk.check())
    assert [id_ for *_, id_ in said if id_ != "length-parity"] == ["app-too-long"]


def test_a_command_is_short_enough_to_be_shown(desk: Desk, found: Faults) -> None:
    long = "whom do I ask about all of these things"
    desk.change("verbs/doors.yaml", "en: [suggestion", f"en: [{long}, suggestion")
    desk.change("app.yaml", "verb: doors", "verb: door-suggestion")
    desk.change(
        "app.yaml", 'en: "Whom do I ask?", fr: "À qui m\'adresser?"', f'en: "{long}", fr: "suggestion"'
    )
    assert [id_ for *_, id_ in found(desk.check())] == ["app-too-long"]


def test_the_name_an_organization_gives_is_measured(desk: Desk, found: Faults) -> None:
    desk.change(
        "organizations/demo/organization.yaml",
        "app:\n",
        'app:\n  name: {en: "Ask Ethos", fr: "Demandez tout ce que vous voulez à Ethos"}\n',
    )
    line = desk.line("organizations/demo/organization.yaml", "Demandez tout")
    assert found(desk.check()) == [("content/organizations/demo/organization.yaml", line, "app-too-long")]
