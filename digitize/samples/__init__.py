"""Generated scans of văn bản with their truth."""
