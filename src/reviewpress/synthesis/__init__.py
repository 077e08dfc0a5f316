"""Pure functions from the tables of a review to the tables that its notebooks show."""
