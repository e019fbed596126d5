"""What people meet on each surface: a private chat, a group, a channel, a window, a file."""
