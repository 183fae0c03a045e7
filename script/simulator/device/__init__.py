"""A simulated device: a real HTTP server that speaks the API of my_device and can be broken at will."""
