"""The web server, its supervisor, and the threads that work behind it."""
