"""Discord: a door on the gateway, what it shows, and what carries its messages."""
