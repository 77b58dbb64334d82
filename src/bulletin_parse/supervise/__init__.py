"""One supervisor of child processes, for reading, recognising, ingesting and checking.

A malicious file can make an engine's C code loop, take all memory or crash the interpreter; no ``except`` holds against
that. So a child process reads, bounded by the system, and its parent turns its end into one clear error. ``Guard`` is one child
that serves file after file, ``Pool`` one for each core. Whoever needs them names their modules: a child, and a parse without one, load neither.
"""
