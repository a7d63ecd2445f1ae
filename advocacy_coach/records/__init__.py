"""The learner's record: events, the store that keeps them, and progress folded from them."""
