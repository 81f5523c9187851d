"""Usernames that look like another person's, and what a form answers."""


def lookalike(other):
    return f"This looks like the username “{other}”, which another person has. Enter another one."


def mixed(scripts):
    return f"This mixes letters of several scripts ({scripts}), some of which look the same. Use only one."
