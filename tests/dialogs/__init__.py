"""Conversations, pure: said → shown."""
