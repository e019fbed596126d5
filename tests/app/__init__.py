"""The program itself, as its own process."""
