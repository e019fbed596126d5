"""Turns, cards, tokens, the command line: the shells around the core."""
