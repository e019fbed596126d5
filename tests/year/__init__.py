"""A year of a department, lived on a clock that is set by hand."""
