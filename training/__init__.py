"""Makes the weights of the readers anew. Nothing here is needed to run `digitize`."""
