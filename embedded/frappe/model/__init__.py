"""Documents: values, life cycle, naming, workflow, deletion, renaming."""
