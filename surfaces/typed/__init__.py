"""Typed formulas: text to tree, tree to a program for a stack machine and to LaTeX."""
