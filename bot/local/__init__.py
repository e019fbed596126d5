"""A chat page and a terminal for one machine, without Azure."""
