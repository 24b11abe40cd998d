"""What is true: aggregates, events and rules. Pure and synchronous."""
