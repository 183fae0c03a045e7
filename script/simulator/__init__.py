"""A simulated device: a real HTTP server that speaks the model's API and can be broken at will."""
