"""The rules of taking a course: pure, with no clock, dice, disk or screen."""
