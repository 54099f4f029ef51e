"""The person of the demo: she reads what is shown and decides what to type and to tap. Nothing the bot says is here."""
