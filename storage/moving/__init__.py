"""The way from a data folder into a database."""
