"""What the pages say, in one place: sentences, dates, states, offices."""
