"""What people decide, a file for each kind of act: it reads, decides and gives the events."""
