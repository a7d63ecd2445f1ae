"""Learning record stores for the tests: one that misbehaves on demand, and a real one."""
