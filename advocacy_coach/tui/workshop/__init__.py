"""The stage that a room sees, and the terminal with the notes for who leads it."""
