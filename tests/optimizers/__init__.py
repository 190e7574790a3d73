"""The rules against other people's libraries, against each other and against what is printed about them."""
