"""The local page's doors: who may come in, what they may send, and what they get."""
