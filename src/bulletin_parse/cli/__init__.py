"""The command line: translates arguments to calls, and results to text and exit codes."""
