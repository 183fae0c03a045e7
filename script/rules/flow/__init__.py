"""Rules for the flows of an integration, and what finds and reads flows."""
