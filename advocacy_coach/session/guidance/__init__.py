"""From what stands on a sheet to what it means. Pure, and every number that decides is the tool's."""
