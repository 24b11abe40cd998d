"""What proves an adoption away from the service: the archive that goes to the council, and its verifier."""
