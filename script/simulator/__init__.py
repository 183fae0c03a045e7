"""A simulated My Device: a real HTTP server that speaks its API and can be broken at will."""
