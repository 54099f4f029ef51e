"""Numbers as pictures for a chat on a phone."""
