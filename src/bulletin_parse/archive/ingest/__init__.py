"""Files into an archive: where they are, the jobs that read them, and the run."""
