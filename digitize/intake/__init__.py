"""From a file in the inbox to pages: sources, sniffing, limits, pictures, text layers."""
