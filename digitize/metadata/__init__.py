"""From page texts to documents: zones of a văn bản, one module a field, boundaries, secrets."""
