"""Judge one integration, with its tests, library and page, by all tools at once."""
