"""The terminal: a conversation on a real clock, or a script of one on a clock that the script sets."""
