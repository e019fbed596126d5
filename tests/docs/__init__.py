"""The documents for people: nothing undocumented, no broken link, no conversation that never was."""
