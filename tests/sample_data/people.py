"""People and places that do not exist: first names are common, surnames and villages put together."""

from random import Random
from typing import NamedTuple

from tests.sample_data.tables import words


class Naming(NamedTuple):
    """What the names of one language are put together from."""

    women: list[str]
    men: list[str]
    surnames: list[tuple[str, str]]  # a woman's and a man's
    stems: list[str]
    middles: list[str]
    surname_ends: list[tuple[str, str]]
    village_ends: list[str]


def same(text: str) -> list[tuple[str, str]]:
    """Take surnames, or their ends, that women and men share."""
    return [(word, word) for word in words(text)]


SOUTH_SLAVIC = Naming(
    women=words("""
        Nedžma Lejla Amra Jelena Milica Ana Đurđica Žana Selma Emina Ivana Dragana Šejla Vesna Mirela Ljiljana
        Tijana Nađa Svetlana Azra Snežana Petra
    """),
    men=words("""
        Nedžad Emir Željko Marko Đorđe Amar Nikola Stefan Adnan Miloš Branislav Haris Goran Čedomir Dženan
        Ljubiša Ivan Mirza Vuk Senad Srđan Luka
    """),
    surnames=same("""
        Džananović Hadžić Đukić Živković Petrović Begić Šarić Kovačević Mehmedović Čolić Jovanović Ćosić
        Radulović Njegovan Ljubičić Vučetić Softić Perović Babić Delić
    """),
    stems=words("""
        Brez Krem Javor Luk Vid Zlat Drag Jas Orah Grab Smrek Bukv Ždral Čempr Ljesk Sokol Vran Rus Stam Kalin
        Dub Jablan Trn Klen Šljiv Višnj Medv Gorj Rad Kos Žut Bist Mrk Tvrd Džev Njiv
    """),
    middles=words("an en ol ar ut ov ev aj uš or el in ač un et iv oš am ik as"),
    surname_ends=same("ić čević ović ski ac"),
    village_ends=["ovac", "nica", "inje", "ište", "sko Polje", "ik", "ovo", "ski Do"],
)
MACEDONIAN = Naming(
    women=words("""
        Елена Ѓурѓа Марија Билјана Сања Ќерана Љубица Весна Снежана Ивана Јасмина Фросина Горица Нада Катерина
        Цвета Тања Ѕвезда
    """),
    men=words("""
        Ѓорѓи Димитар Александар Кирил Љупчо Стојан Зоран Бранко Методија Џоко Никола Горан Дејан Тодор Ристо
        Петар Ќиро Марјан
    """),
    surnames=[
        (f"{stem}овска", f"{stem}овски")
        for stem in words("Наум Трајк Крст Митр Павл Велк Јан Анѓел Ставр Богд Секул Мирч Цветк Ѓорѓ")
    ],
    stems=words("""
        Брез Кал Јас Лип Вод Злат Драг Оре Габ Смрек Бук Крушк Чемпрес Леск Сок Вран Рус Стам Дуб Јабол Трн
        Клен Слив Вишн Мечк Гор Рад Кос Жолт Бист Мрк Тврд Џевк Њив Ѓубр
    """),
    middles=words("ан ен ол ар ут ов ев ај уш ор ел ин ач ун ет ив ош ам ик ас"),
    surname_ends=[("овска", "овски"), ("евска", "евски"), ("ова", "ов"), ("ева", "ев"), ("еска", "ески")],
    village_ends=["овци", "ница", "иње", "иште", "ско Поле", "ик", "ово", "ец"],
)
ALBANIAN = Naming(
    women=words("""
        Arta Blerta Çelnike Dafina Elira Fatmire Genta Jehona Kaltrina Lindita Mimoza Njomza Rreze Shpresa
        Teuta Valbona Yllka Zamira Albulena Drita
    """),
    men=words("""
        Agron Besnik Çlirim Dritan Endrit Fatos Gëzim Ilir Jeton Kastriot Luan Ndriçim Petrit Rrahman Shkëlzen
        Taulant Valon Xhevdet Yll Zef
    """),
    surnames=same("""
        Hoxha Krasniqi Gashi Berisha Shala Çela Leka Dervishi Kelmendi Morina Dushku Prifti Bajrami Xhaferi
        Zeqiri Marku Rexha Shehu Bytyçi Gjoka
    """),
    stems=words("""
        Bardh Gur Mal Lul Shkëmb Dardh Moll Arr Ulli Lis Bregj Kron Zog Shqip Drin Fush Lugj Rrush Qershi Thës
        Ujm Vjosh Xham Yll Zhur Çel Gjel Njom Dhem Kep Pish Ah Bli Vidh Verr
    """),
    middles=words("an en ol ar ut or el in un et ish osh am ik as af al il im ur"),
    surname_ends=same("aj eci iu ani ollari"),
    village_ends=["ishtë", "as", "ovë", "icë", "aj", "ec", "inë", "or"],
)


def village(naming: Naming, random: Random) -> str:
    """Give the name of a place; there are several thousand, so each stands in few entries."""
    return random.choice(naming.stems) + random.choice(naming.middles) + random.choice(naming.village_ends)


def person(naming: Naming, random: Random) -> str:
    is_man = random.random() < 0.5
    first_name = random.choice(naming.men if is_man else naming.women)
    return f"{first_name} {surname(naming, random, is_man)}"


def surname(naming: Naming, random: Random, is_man: bool) -> str:
    """Give a surname of the list, or as often one put together, which stands in few entries."""
    if random.random() < 0.5:
        return random.choice(naming.surnames)[is_man]
    stem = random.choice(naming.stems) + random.choice(naming.middles)
    return stem + random.choice(naming.surname_ends)[is_man]
