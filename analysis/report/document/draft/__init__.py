"""A notebook that is not yet a report, also one that somebody else wrote, as a Document with nothing left out."""
