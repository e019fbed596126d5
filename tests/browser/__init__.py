"""The local page in a real browser."""
