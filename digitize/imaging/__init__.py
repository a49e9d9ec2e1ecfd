"""OpenCV stages, one a module: a page in, a page and its geometry out."""
