"""Shells: what carries a conversation to a person and brings the answer back."""
