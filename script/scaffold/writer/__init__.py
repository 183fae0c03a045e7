"""Write an integration around a client library that exists."""
