"""The page of moving averages: its scene, link, edits, checked numbers of the user, and its browser part."""
