import pytest

from catalogue.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nedžma Džananović", "nedzma dzananovic"),
        ("Недžма Џанановић", "nedzma dzananovic"),
        ("Fushë-Arrëz", "fuse arrez"),
        ("Fushe Arrez", "fuse arrez"),
        ("Građanska alijansa", "gradanska alijansa"),
        ("gradjanska", "gradanska"),
        ("Грађанска", "gradanska"),
        ("Шабац ŠABAC Sabac Shabac", "sabac sabac sabac sabac"),
        ("Ѓорче Ќосе", "gorce kose"),
        ("Gjorče Kjose", "gorce kose"),
        ("Љубав њива", "lubav niva"),
        ("ljubav njiva", "lubav niva"),
        ("Women’s Women's womens", "womens womens womens"),
        ("Centre Center centres", "center center centers"),
        ("organization organisation organizacija", "organisation organisation organisacija"),
        ("programme program", "program program"),
        ("“Vaša prava BiH” – Legal Aid", "vasa prava bih legal aid"),
        ("Αθήνα", "athina"),
        ("e\N{COMBINING DIAERESIS}", "e"),
        ("\x00 … ***", ""),
        ("", ""),
    ],
)
def test_fold_makes_one_spelling_of_many(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text", ["Građanska", "gradjanska", "Шабац", "Fushë", "njegovo", "organization", "Qendra"]
)
def test_fold_of_a_beginning_is_a_beginning_of_the_fold(text):
    whole = fold(text)

    beginnings = [fold(text[:length]) for length in range(1, len(text) + 1)]

    assert [beginning for beginning in beginnings if not whole.startswith(beginning)] == []


def test_fold_twice_is_fold_once():
    text = "Здружение „Građanska alijansa“ – Women’s Centre, Fushë-Arrëz"

    assert fold(fold(text)) == fold(text)
