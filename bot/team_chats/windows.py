"""Which buttons of a team's session open a form in a window of its own, where a chat can."""

from dialogs.team_sessions import begin_cards, charter_presses, common_cards, review_cards, scenario_cards

WINDOWS: frozenset[str] = frozenset().union(
    *(each.WINDOWS for each in (begin_cards, charter_presses, common_cards, review_cards, scenario_cards))
)
"""Their verbs: what is written there is seen by nobody else."""
