"""What is done with documents: the life cycle, permissions, jobs, mail, sessions, sites."""
