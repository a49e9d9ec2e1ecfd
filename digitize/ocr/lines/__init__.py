"""Text lines out of a cleaned page, without reading: ink, letters, marks, lines, strips.

`cutting.cut_lines` is the door. All measures inside are in x-heights, the height of a small
letter without ascender, which is what stays the same over type sizes and resolutions.
"""
