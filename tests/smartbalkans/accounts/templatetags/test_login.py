"""Filters for the pages of the login."""

import re

import pytest
import qrcode

from smartbalkans.accounts.templatetags.login import in_groups, qr_code

BORDER = 4  # units without a dot around the code, which readers need


@pytest.mark.parametrize("text", ["otpauth://totp/Portal:vesna?secret=JBSWY3DPEHPK3PXP", "Ђ" * 100])
def test_qr_code_has_the_dots_of_its_text_within_a_border(text):
    expected = qrcode.QRCode(border=0)
    expected.add_data(text)

    code = qr_code(text)

    dots = {(int(x) - BORDER, int(y) - BORDER) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", code.path)}
    matrix = expected.get_matrix()
    assert code.size == len(matrix) + 2 * BORDER
    assert dots == {(x, y) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark}


@pytest.mark.parametrize(
    ("secret", "groups"), [("JBSWY3DP", "JBSW Y3DP"), ("JBSWY", "JBSW Y"), ("JBS", "JBS"), ("", "")]
)
def test_secret_is_shown_in_groups_of_four(secret, groups):
    assert in_groups(secret) == groups
