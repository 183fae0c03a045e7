"""Rules of the quality scale, and for the file that says which are done."""
