"""The words, the modules and the duties, in two languages, as data."""
