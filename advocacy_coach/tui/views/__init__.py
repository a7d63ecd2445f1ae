"""What each screen shows: pure functions from values to rows."""
