"""The conversations, pure: what is said and what is known decide what comes next."""
