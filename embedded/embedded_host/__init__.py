"""The machinery behind the embedded host: storage, HTTP, jobs, mail, command line (docs/embedded-host.md)."""
