"""Sessions of a team: a charter, its review, a scenario; what each act does, and what may be said of it."""
