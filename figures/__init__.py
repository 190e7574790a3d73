"""Arrays in, Plotly figures out. No figure knows the page, and none computes a path."""
