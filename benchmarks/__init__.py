"""Measurements of the program against the plainest program that does the same; see README.md."""
