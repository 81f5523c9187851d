"""Pictures that staff upload: validated, re-encoded, and served in several widths and formats.

Uploaded bytes are never served. A stored picture is encoded again: without the location of a photo, turned
upright, in sRGB, under a name made from its content (docs/decisions/0016).
"""
