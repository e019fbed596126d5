"""Team sessions in the chats of teams: whoever presses, what everybody sees, and what comes back later."""
