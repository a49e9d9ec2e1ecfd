"""What the archive does, joined from core and adapters: accept, read, file, find, report."""
