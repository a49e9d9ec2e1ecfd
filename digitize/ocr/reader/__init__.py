"""A line reader of our own: the strips of text lines go through a CTC network, words come out.

`engine.LineReader` is the door. A word keeps what else the network could read in its place, for
the vote between readings and for the language model.
"""
