"""The data folder: a journal, what keeps it short and quick to open, and copies of it."""
