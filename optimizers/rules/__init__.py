"""One file per optimizer family, its forms side by side."""
