"""Writes down what Teams is told of the app: its manifest, and the French file that goes with it.

The schema is 1.24, the newest in which an app for teams need not say `supportsChannelFeatures`. From 1.25 on
it has to, and the only value there promises support of shared channels, where people of other tenants read
along; Ethos lets those in nowhere. The package names of 1.16 and before are gone from it.

What is left out on purpose: `authorization`, because Ethos hears only what is addressed to it and so needs no
permission of a single team or chat; `webApplicationInfo`, because nobody signs in; tabs and extensions.
"""

from typing import Any

from content.in_teams import in_full
from content.model import LANGUAGES, App, AppText, Command, Language, Library, Text

SCHEMA = "1.24"
SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}"
FRENCH_FILE = "fr.json"
COLOR_FILE, OUTLINE_FILE = "color.png", "outline.png"
ACCENT = "#0E5A63"
"""The background of the colour icon."""

IN_PRIVATE, IN_COMPANY = ("personal",), ("team", "groupChat")
"""Scopes, by the list of commands that people see there."""

PERMISSIONS = ("identity", "messageTeamMembers")
"""What people are told before they add the app: it knows who they are, and may write to them first."""

DEFAULT, OTHER = LANGUAGES
Json = dict[str, Any]


def manifest(library: Library, app: App, app_id: str, version: str, domain: str = "") -> Json:
    """Return the manifest, in English. Every text has been checked with the content."""
    texts = library.app
    return {
        "$schema": f"{SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": version,
        "id": app_id,
        "localizationInfo": {
            "defaultLanguageTag": DEFAULT,
            "additionalLanguages": [{"languageTag": OTHER, "file": FRENCH_FILE}],
        },
        "developer": {
            "name": app.developer,
            "websiteUrl": app.website,
            "privacyUrl": app.privacy,
            "termsOfUseUrl": app.terms,
        },
        "name": {"short": _name(texts, app).of(DEFAULT), "full": texts.full_name.of(DEFAULT)},
        "description": {"short": texts.short.of(DEFAULT), "full": in_full(texts, DEFAULT)},
        "icons": {"color": COLOR_FILE, "outline": OUTLINE_FILE},
        "accentColor": ACCENT,
        "bots": [
            {
                "botId": app_id,
                "scopes": [*IN_PRIVATE, *IN_COMPANY],
                "supportsFiles": True,  # An export is offered as a file, in a private chat.
                "isNotificationOnly": False,
                "commandLists": [
                    {"scopes": list(scopes), "commands": [_command(each, DEFAULT) for each in commands]}
                    for scopes, commands in _lists(texts)
                ],
            }
        ],
        "defaultInstallScope": IN_PRIVATE[0],
        "permissions": list(PERMISSIONS),
        "validDomains": [domain] if domain else [],
    }


def french(library: Library, app: App) -> Json:
    """Return the same texts in French, each under the place in the manifest whose text it replaces."""
    texts = library.app
    found = {
        "$schema": f"{SCHEMAS}/MicrosoftTeams.Localization.schema.json",
        "name.short": _name(texts, app).of(OTHER),
        "name.full": texts.full_name.of(OTHER),
        "description.short": texts.short.of(OTHER),
        "description.full": in_full(texts, OTHER),
    }
    for place, (_, commands) in enumerate(_lists(texts)):
        for number, command in enumerate(commands):
            for field, words in _command(command, OTHER).items():
                found[f"bots[0].commandLists[{place}].commands[{number}].{field}"] = words
    return found


def _name(texts: AppText, app: App) -> Text:
    return app.name or texts.name


def _lists(texts: AppText) -> tuple[tuple[tuple[str, ...], tuple[Command, ...]], ...]:
    return (IN_PRIVATE, texts.private), (IN_COMPANY, texts.shared)


def _command(command: Command, language: Language) -> dict[str, str]:
    return {"title": command.title.of(language), "description": command.says.of(language)}
