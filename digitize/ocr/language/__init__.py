"""What Vietnamese makes likely: a word is chosen among its candidates by the words beside it.

`choosing.choose` is the door. Numbers, codes, dates and names stay as read.
"""
