"""Tables, rows and lists in SQLite; knows a DocType by its `Meta` alone."""
