"""A whole organization living with Ethos on a made-up calendar, so that a year can be looked at."""
