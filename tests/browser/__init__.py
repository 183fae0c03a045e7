"""The flows of an integration in a real browser, on the page of a real Home Assistant."""
