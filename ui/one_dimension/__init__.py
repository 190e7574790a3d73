"""The page of losses of one variable: its scene, its link, the chapters of the lecture, and what that printed."""
