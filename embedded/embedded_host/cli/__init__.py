"""The command line, and what its commands do with a site."""
