"""A hundred thousand messages through crashes, throttling and silence; short by default."""
