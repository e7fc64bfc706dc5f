"""What all screens that train share: runs, results that are kept, downloads, names, verdicts."""
