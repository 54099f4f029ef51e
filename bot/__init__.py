"""The engine: what the bot knows and does, whatever the platform, database or scheduler."""
