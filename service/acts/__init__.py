"""What people decide, one file a kind of act: each reads, decides and gives the events that belong together."""
