"""The pages, rendered on the server: one file for each, and what they share."""
