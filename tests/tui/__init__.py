"""The app, by its keys."""
