"""The printed guide of a facilitator: everything a session needs when the screen is dark."""
