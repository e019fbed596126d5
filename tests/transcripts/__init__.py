"""Whole conversations, replayed through the real turn with every place saved and loaded."""
