"""The truth: a row per arrival, original, page and document, with the version of each stage."""
