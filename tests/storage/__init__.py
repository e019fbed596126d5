"""What is kept, and what happens to it when things go wrong."""
