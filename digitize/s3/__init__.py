"""The connection to an S3 server, for the object store and for inboxes that are buckets."""
