"""The commands of `mashura`, a file each; `cli.py` gathers them."""
