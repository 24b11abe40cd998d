"""What runs: HTTP, websockets, the store, sign-in and the command line. Async at its edge."""
