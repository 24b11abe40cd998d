"""The pages of the body: its people, registers and rules."""
