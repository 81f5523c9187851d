"""Pictures that staff upload: checked, made anew, and shown in the width and format that fit.

Nothing of the uploaded bytes is ever served. What is stored is written by us: without the place where a photo
was taken, turned the right way up, in the colours of the web, under a name made from its content.
"""
