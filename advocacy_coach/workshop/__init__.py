"""The rules of a room, and its doors: a session on a projector, a notes terminal, and phones that vote."""
