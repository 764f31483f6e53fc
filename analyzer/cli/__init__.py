"""The command line: one module a command. The rooms are put together here, and every error becomes an exit code."""
