"""Object stores. `store.protocol` is the door; `store.folder` keeps objects in a folder."""
