"""Who we are to Microsoft: the registration, its tokens, and what happens without any."""
