"""A checkout of core: where the series stands in it, its branches, and what review has changed there."""
