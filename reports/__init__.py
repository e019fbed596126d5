"""Counts of participation, folded from facts and never betraying a person."""
