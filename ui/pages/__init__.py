"""One module per page; each only wires."""
