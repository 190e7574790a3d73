"""The only compiled loops."""
