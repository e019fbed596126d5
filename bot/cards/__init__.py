"""Views become Adaptive Cards and plain text, in the person's language."""
