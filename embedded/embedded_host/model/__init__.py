"""What a document is: metadata, values, checks, links, names."""
