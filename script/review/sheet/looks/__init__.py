"""Look for what holds or breaks a point of the guide, where no rule does."""
