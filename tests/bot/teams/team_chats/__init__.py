"""Sessions of teams in group chats and channels, through the door."""
