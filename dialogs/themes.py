"""What texts can be about, the doors that are not this one, and how a message begins about a theme; pure."""

from content.model import DOORS, Library, Text

THEMES = (
    "social-media",
    "emerging-technology",
    "coi",
    "gifts",
    "political-activities",
    "workload",
    "respect",
    "disclosure",
    "information",
    "onboarding",
    "other",
)
"""In the order in which they are shown. The sentence `theme.<id>` names each."""

ELSEWHERE = tuple(door for door in DOORS if door != "suggestion")
"""Where a text can belong instead: doors where somebody answers."""

YOU_SAID, OTHER_DOORS = "you-said-we-did", "other-doors"
"""Ready drafts: what was done about what people said, and where to go with what belongs elsewhere."""

BETWEEN = "@"
"""Between a draft and the theme it is about; neither can hold it."""


def named(library: Library, theme: str) -> Text:
    """Name a theme."""
    return library.sentences[f"theme.{theme}"]


def about(theme: str) -> str:
    """Name the draft that says what was done about a theme."""
    return f"{YOU_SAID}{BETWEEN}{theme}"


def begun_with(draft: str) -> tuple[str, str]:
    """Return the ready draft and the theme that a message was begun with; no theme is empty."""
    ready, _, theme = draft.partition(BETWEEN)
    return ready, theme if theme in THEMES else ""
