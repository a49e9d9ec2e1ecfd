"""What leaves the archive: searchable PDF."""
