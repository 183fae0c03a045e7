"""What every custom component gets beside its own files, written as core's are and renamed alike."""
