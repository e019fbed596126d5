"""Who the bot is in one tenant: its registration, its tokens, and the groups that confirm roles."""
