"""The way out and back: the SDK's models as JSON, and the calls to the Bot Connector."""
