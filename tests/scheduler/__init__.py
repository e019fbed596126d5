"""What is owed, when it leaves, and how each sending ends."""
