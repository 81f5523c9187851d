"""Who may make drafts of page texts: whoever may add that kind of entry by hand."""

from smartbalkans.page_texts.matching.known_names import MODELS
from smartbalkans.page_texts.text.headings import Kind


def may_add(user, kind: Kind) -> bool:
    opts = MODELS[kind]._meta
    return user.has_perm(f"{opts.app_label}.add_{opts.model_name}")


def may_add_from_text(user, model=None) -> bool:
    """Tell whether a person may make drafts of texts: of this model, or of any."""
    kinds = [kind for kind in Kind if model in (None, MODELS[kind])]
    return any(may_add(user, kind) for kind in kinds)
