"""The Bot Framework door, against a connector of our own in its own process."""
