"""The version of reading: raise it when pages of an archive should be read anew.

Apart from `reading`, so that who only asks for it does not load the libraries that read.
"""

READING_VERSION = 3
