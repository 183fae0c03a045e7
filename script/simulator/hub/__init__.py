"""A simulated hub: a real WebSocket server that speaks the API of my_hub and can be broken at will."""
