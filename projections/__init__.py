"""What can be read: views of the log, each rebuilt from it at any time. Synchronous."""
