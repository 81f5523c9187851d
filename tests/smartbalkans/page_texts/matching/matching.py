"""The pages of a text with what is found of them."""

from smartbalkans.page_texts.matching.matcher import Matcher
from smartbalkans.page_texts.read import read


def match(*texts):
    return Matcher(read("\n\n".join(texts))).match()
