"""Files that every custom component gets beside its own, written as core's are and renamed alike."""
