"""Tests of what a course is and how a folder of YAML becomes one."""
