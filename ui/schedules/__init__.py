"""The parts of the page about schedules: each shows one thing, and `desk` keeps what the user chose."""
