"""What can be taken away from a scene as a file."""
