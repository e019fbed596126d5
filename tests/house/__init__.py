"""The house itself: imports, sizes, languages."""
