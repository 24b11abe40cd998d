"""What can be read: the views rebuilt from events. Synchronous."""
