"""The report of a session: what the room said, as counts, fit to be handed out afterwards."""
