"""Measurements of the engine, each a command: `python -m benchmarks.engine_against_c` and its siblings.

They print times and ratios that were measured in one run, side by side. They pass no verdict, because
a time belongs to the machine on which it was taken.
"""
