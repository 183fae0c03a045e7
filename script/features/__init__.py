"""What the features of an integration consist of, and how an integration is without them."""
