"""What a scenario means: its conditions, where a choice leads, and what can be proved about it."""
