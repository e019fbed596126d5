"""Counts of people, what is hidden in them, and my record."""
