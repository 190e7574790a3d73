"""What the page of all optimizers tells of each: facts, the races behind the pictures, and their markup."""
