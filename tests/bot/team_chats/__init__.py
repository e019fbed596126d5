"""Sessions of teams in their chats."""
