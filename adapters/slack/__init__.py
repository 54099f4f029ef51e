"""Slack: a door in Socket Mode, what it shows, and what carries its messages."""
