"""The tests, as a package: files of one name may stand in two folders."""
