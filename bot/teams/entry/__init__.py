"""The way in: what a request is, who sends it, and whether it is answered."""
