"""The rules of a session."""
