"""The pages of what goes to the council: the deposit, and the clerk who receives it."""
