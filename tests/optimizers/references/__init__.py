"""Paths of the optimizers as other people's libraries walk them, and the comparison with ours."""
