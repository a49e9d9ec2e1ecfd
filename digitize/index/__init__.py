"""Full-text search: the query language, the index protocol, tantivy."""
