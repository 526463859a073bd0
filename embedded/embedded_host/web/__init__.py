"""HTTP: WSGI application, routing, sessions, REST, RPC, files and pages."""
