"""The pages of a meeting: called, attended, voted, confirmed, closed."""
