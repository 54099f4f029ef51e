"""Doors to the engine, and the clock: everything here knows a platform, and none of it knows another or the store."""
