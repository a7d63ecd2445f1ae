"""Progress and course turned into documents."""
