"""The Microsoft Teams channel: the only folder that knows the Bot Framework."""
