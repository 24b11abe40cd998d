"""The pages of a paper: written, read at any version, laid before the body, adopted, printed."""
