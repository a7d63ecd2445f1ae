"""A training program on employee advocacy for managers, in the terminal."""

__version__ = "0.1.0"
