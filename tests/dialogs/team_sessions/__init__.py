"""Team sessions, act by act: charters, reviews and scenarios."""
