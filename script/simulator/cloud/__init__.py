"""A simulated cloud: a real HTTP server with the account of my_cloud, which can be broken at will."""
