"""Which buttons of a team's session open a form in a window of its own, where a chat can."""

WINDOWS: frozenset[str] = frozenset(
    {
        *("charter-write", "charter-adopt", "charter-edit", "charter-word", "charter-merge", "charter-check"),
        *("scenario-takeaway", "session-hand-over"),
    }
)
"""Their verbs: what is written there is seen by nobody else."""
