"""Towns of the region in their local spelling, by country and by the language that is spoken there."""

from tests.sample_data.tables import phrases

# How often a country's organisations speak which language, and where they are then at home.
TOWNS = {
    "AL": {
        "albanian": (
            100,
            phrases(
                "Tiranë, Durrës, Vlorë, Shkodër, Elbasan, Korçë, Fier, Berat, Lushnjë, Pogradec, Gjirokastër,"
                " Kukës, Lezhë, Sarandë, Peshkopi, Përmet, Krujë"
            ),
        ),
    },
    "BA": {
        "bosnian": (
            75,
            phrases(
                "Sarajevo, Tuzla, Zenica, Mostar, Bihać, Goražde, Travnik, Livno, Čapljina, Jajce, Konjic, "
                "Visoko, Široki Brijeg, Gračanica, Cazin, Stolac, Žepče, Brčko"
            ),
        ),
        "serbian": (10, phrases("Banja Luka, Bijeljina, Trebinje, Doboj, Prijedor, Foča, Višegrad, Drvar")),
        "serbian_cyrillic": (
            15,
            phrases("Banja Luka, Bijeljina, Trebinje, Zvornik, Derventa, Nevesinje, Pale"),
        ),
    },
    "XK": {
        "albanian": (
            85,
            phrases(
                "Prishtinë, Prizren, Pejë, Gjakovë, Ferizaj, Gjilan, Mitrovicë, Podujevë, Vushtrri, Suharekë,"
                " Rahovec, Deçan, Kamenicë, Lipjan"
            ),
        ),
        "serbian": (8, phrases("Gračanica, Štrpce, Severna Mitrovica, Novo Brdo")),
        "serbian_cyrillic": (7, phrases("Leposavić, Zvečan, Zubin Potok, Severna Mitrovica")),
    },
    "ME": {
        "bosnian": (
            75,
            phrases(
                "Podgorica, Nikšić, Bijelo Polje, Bar, Herceg Novi, Pljevlja, Cetinje, Kotor, Budva, Berane, "
                "Rožaje, Tivat, Kolašin, Žabljak"
            ),
        ),
        "serbian_cyrillic": (15, phrases("Nikšić, Pljevlja, Berane, Andrijevica, Podgorica")),
        "albanian": (10, phrases("Ulqin, Tuz, Plavë")),
    },
    "MK": {
        "macedonian": (
            75,
            phrases(
                "Скопје, Битола, Прилеп, Куманово, Велес, Штип, Охрид, Струмица, Кочани, Кавадарци, "
                "Гевгелија, Крива Паланка, Ресен, Берово, Неготино, Радовиш"
            ),
        ),
        "albanian": (25, phrases("Shkup, Tetovë, Gostivar, Strugë, Kërçovë, Dibër, Kumanovë")),
    },
    "RS": {
        "serbian": (
            47,
            phrases(
                "Beograd, Novi Sad, Niš, Subotica, Novi Pazar, Kragujevac, Šabac, Užice, Zrenjanin, Sombor, "
                "Prijepolje, Pančevo, Bečej"
            ),
        ),
        "serbian_cyrillic": (
            48,
            phrases(
                "Beograd, Niš, Kragujevac, Čačak, Kraljevo, Valjevo, Leskovac, Vranje, Zaječar, Kruševac, "
                "Smederevo, Loznica, Pirot, Negotin, Šabac"
            ),
        ),
        "albanian": (5, phrases("Preshevë, Bujanoc, Medvegjë")),
    },
    "NO": {
        "english": (
            100,
            phrases(
                "Oslo, Bergen, Trondheim, Stavanger, Tromsø, Bodø, Ålesund, Kristiansand, Drammen, Hamar, "
                "Lillehammer, Molde"
            ),
        ),
    },
}
COUNTRY_WEIGHTS = {"RS": 25, "BA": 20, "MK": 19, "AL": 17, "XK": 11, "ME": 7, "NO": 1}
