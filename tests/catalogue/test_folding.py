import pytest

from catalogue.folding import fold, fold_document


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
        ("C.I.V.I.C. CIVIC civic", "civic civic civic"),
        ("d.o.o. Ph.D. The end. A new one", "doo ph d the end a new one"),
        ("Peace & Tolerance, peace and tolerance", "peace and tolerance peace and tolerance"),
        ("B&H", "b h"),
        ("com\N{SOFT HYPHEN}mu\N{ZERO WIDTH SPACE}nity\N{ZERO WIDTH NO-BREAK SPACE}", "community"),
        ("\N{RIGHT-TO-LEFT MARK}Tirana\N{LEFT-TO-RIGHT MARK}", "tirana"),
        ("one\N{NO-BREAK SPACE}two\N{THIN SPACE}three\N{LINE SEPARATOR}four", "one two three four"),
        ("labour labor, behaviour behavior", "labor labor behavior behavior"),
        ("counselling counseling, enrolment enrollment", "counseling counseling enrolment enrolment"),
        ("dialogue dialog, catalogues catalogs", "dialog dialog catalogs catalogs"),
        ("defence defense, analyse analyze", "defense defense analyse analyse"),
        ("\x00 … ***", ""),
        ("", ""),
    ],
)
def test_fold_makes_one_spelling_of_many(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text",
    [
        *("Građanska", "gradjanska", "Шабац", "Fushë", "njegovo", "organization", "Qendra"),
        *("programme", "dialogue", "counselling", "C.I.V.I.C.", "labour", "commu\N{SOFT HYPHEN}nity"),
    ],
)
def test_fold_of_a_beginning_is_a_beginning_of_the_fold(text):
    whole = fold(text)

    beginnings = [fold(text[:length]) for length in range(1, len(text) + 1)]

    assert [beginning for beginning in beginnings if not whole.startswith(beginning)] == []


def test_fold_twice_is_fold_once():
    text = "Здружение „Građanska alijansa“ – Women’s Centre, Fushë-Arrëz"

    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("legal aid", "legal aid"),
        ("DIGI-CORE by e-governance", "digi core by e governance digicore egovernance"),
        ("e- governance, policies- and more", "e governance policies and more egovernance"),
        ("P/CVE in B&H, project/program", "p cve in b h project program pcve bh"),
        ("Women’s-led, well-being, well-being", "womens led well being well being wellbeing"),
        ("one – two, 2024–2026", "one two 2024 2026 20242026"),
        ("", ""),
    ],
)
def test_document_ends_with_its_compounds_as_one_word(text, folded):
    assert fold_document(text, 1000) == folded
