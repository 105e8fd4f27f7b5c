"""Everything that loads and prepares data."""
