"""Everything that measures how good a model is, and tells people about it."""
