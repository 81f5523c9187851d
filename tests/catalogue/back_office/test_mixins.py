"""Each class from which the back office is built inherits what it calls, and from nobody by chance."""

import ast
import inspect
from textwrap import dedent

import pytest

from organisations.admin import OrganisationAdmin

SET_BY_DJANGO = {"admin_site", "model", "opts"}  # in the instance
OURS = ("catalogue.", "organisations.")
MIXINS = [found for found in OrganisationAdmin.__mro__ if found.__module__.startswith(OURS)]


@pytest.mark.parametrize("mixin", MIXINS, ids=lambda mixin: mixin.__name__)
def test_mixin_inherits_every_attribute_that_it_uses(mixin):
    names = [
        node.attr
        for node in ast.walk(ast.parse(dedent(inspect.getsource(mixin))))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    ]

    unknown = {name for name in names if not hasattr(mixin, name)}

    assert unknown - SET_BY_DJANGO - mixin.__annotations__.keys() == set()
