"""The web door: whether the bot is well, and the calendars that calendar programs read."""
