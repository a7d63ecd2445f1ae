"""The program in a real terminal: what only a pseudo-terminal shows."""
