"""The words by which texts name the themes, groups and topics of the portal's lists."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.folding import fold
from smartbalkans.page_texts.text.words import is_same_word, stem, stems

# Beside each name of a list stands what else texts call it. A name that the portal's list lacks has no
# effect;
# one that is only in the list is found by its own words. "*" is any one to three words.
GROUP_WORDS = {
    "Youth": (
        "young people",
        "young persons",
        "young men and women",
        "young leaders",
        "adolescents",
        "youths",
    ),
    "Elementary school students": (
        "elementary school pupils",
        "primary school students",
        "elementary students",
        "elementary",
    ),
    "High school students": ("high school pupils", "secondary school students", "high school"),
    "Women": ("girls and women", "women and girls", "woman"),
    "Rural women": ("women in rural areas", "women from rural areas", "women in villages"),
    "Older people": (
        "elderly",
        "elder people",
        "elderly people",
        "older persons",
        "senior citizens",
        "pensioners",
    ),
    "Minorities": ("ethnic minorities", "national minorities", "minority communities", "minority groups"),
    "Roma": (
        "Roma people",
        "Roma population",
        "Roma communities",
        "members of Roma population",
        "Roma and Egyptian communities",
    ),
    "Migrants": ("smuggled migrants", "refugees and migrants", "migrants and refugees"),
    "Asylum seekers": ("persons seeking asylum", "asylum-seekers"),
    "Persons deprived of their liberty": (
        "persons deprived of liberty",
        "people deprived of their liberty",
        "prisoners",
        "detainees",
    ),
    "Persons with disabilities": (
        "people with disabilities",
        "PWDs",
        "PWD",
        "disabled people",
        "children with disabilities",
    ),
    "Marginalised groups": (
        *("marginalised communities", "vulnerable groups", "vulnerable people", "disadvantaged groups"),
        *("disadvantaged communities", "marginalised and vulnerable groups", "vulnerable social groups"),
        *("disadvantaged and marginalised communities", "marginalised and unrepresented communities"),
    ),
    "Digitally illiterate people": (
        "digital illiterate population",
        "digitally illiterate population",
        "digitally illiterate",
    ),
    "Victims of gender-based violence": (
        *("victims of domestic violence", "victims of * gender based violence", "women victims of violence"),
        *(
            "victims of * gender based and sexual violence",
            "survivors of gender based violence",
            "victims of sexual violence",
        ),
    ),
    "Victims of human trafficking": ("victims of trafficking", "trafficked persons", "trafficking victims"),
    "Victims of wartime sexual violence": ("survivors of wartime sexual violence", "victims of war rape"),
    "Rescuers and survivors": (),
    "General public": (
        "citizens",
        "general population",
        "public at large",
        "wider public",
        "broader public",
        "general public and communities",
    ),
    "Journalists": ("media professionals", "media workers", "reporters"),
    "Media": ("media outlets", "mass media"),
    "Police officers": ("police", "police officer"),
    "Judiciary": (
        "judicial system",
        "judges",
        "courts",
        "prosecutors",
        "judicial authorities",
        "judges and prosecutors",
    ),
    "Public institutions": (
        *(
            "state institutions",
            "governmental institutions",
            "government institutions",
            "governments",
            "institutions",
        ),
        *("public authorities", "authorities", "relevant institutions", "relevant authorities", "government"),
    ),
    "Local authorities": (
        *("local self-governments", "local self-government units", "municipalities", "local governments"),
        *("local government", "municipal authorities", "local institutions", "municipal administrations"),
    ),
    "Decision-makers": ("policy makers", "policymakers", "decision makers"),
    "Academic community": ("academia", "universities", "researchers", "academics"),
    "Civil society organisations": (
        *(
            "CSOs",
            "CSO",
            "NGOs",
            "NGO",
            "non-governmental organisations",
            "civil society",
            "OCD",
            "OCDs",
            "NVO",
        ),
        *("grassroots organisations", "associations", "civil society organization"),
    ),
    "Youth organisations": (
        "youth NGOs",
        "youth CSOs",
        "representatives of youth NGOs",
        "youth groups",
        "youth councils",
    ),
    "Informal groups": (
        "citizens' initiatives",
        "citizen initiatives",
        "informal citizens' groups",
        "informal groups of citizens",
    ),
    "International and regional organisations": (
        "international organisations",
        "regional organisations",
        "regional and international organisations",
    ),
}
THEME_WORDS = {
    "Organised crime": (
        "organised criminal groups",
        "organised regional criminal groups",
        "fight against organised crime",
    ),
    "Youth resilience to crime": (
        *(
            "resilience of youth to crime",
            "resilience of young people to crime",
            "resilience of youth toward crime",
        ),
        *(
            "resilience of youth towards criminal activities",
            "youth crime prevention",
            "prevention of youth crime",
        ),
    ),
    "Smuggling of migrants": (
        "migrant smuggling",
        "smuggled migrants",
        "human smuggling",
        "people smuggling",
    ),
    "Cyber security": ("cybersecurity", "cybercrime", "cyber crime"),
    "Human security": (),
    "Digital inclusion": ("digital inclusiveness", "digital divide", "digital literacy"),
    "Inclusive and transparent governance": (
        "transparent governance",
        "transparent and inclusive governance",
        "inclusive governance",
    ),
    "Citizen participation in decision-making": (
        *("citizen participation", "citizen engagement", "civic participation", "participation of citizens"),
        *("citizen involvement", "citizens' participation", "participate in decision-making"),
    ),
    "Public administration reform": ("reform of public administration",),
    "European and Euro-Atlantic integration": (
        *(
            "European integration",
            "EU integration",
            "Euro-Atlantic integration",
            "EU accession",
            "EU approximation",
        ),
        *("integration into the EU", "accession to the EU"),
    ),
}
TOPIC_WORDS = {
    "Security and defence": ("defence and security",),
    "Migration": ("migrations", "migrants"),
    "Corruption": ("anti-corruption", "fight against corruption"),
}

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")


@dataclass(frozen=True)
class Found:
    """A name of a list that a text names, and by which of its words."""

    name: str
    words: str
    at: int


class Vocabulary:
    """Names of one of the portal's lists, ready to be found in texts."""

    def __init__(self, names: Iterable[str], others: dict[str, tuple[str, ...]]):
        known = {fold(name): words for name, words in others.items()}
        self.phrases = sorted(
            {
                (tuple(pattern_of(phrase)), name)
                for name in names
                for phrase in (name, *known.get(fold(name), ()))
            },
            key=lambda entry: (-len(entry[0]), entry),
        )
        self.words = {word for phrase, _name in self.phrases for word in phrase}
        self.names = frozenset(names)

    def find(self, text: str) -> list[Found]:
        """Give which names a text names, in its order, each once. The longest words that fit count, and no
        word counts twice: "rural women" names rural women alone. A slip of the pen is forgiven."""
        words = [
            (found.span(), self.known(stem(word)))
            for found in _WORD.finditer(text)
            for word in fold(found.group()).split()
        ]
        taken = [False] * len(words)
        found: dict[str, Found] = {}
        for phrase, name in self.phrases:
            for start in range(len(words)):
                end = self.fits(phrase, words, taken, start)
                if end is None:
                    continue
                taken[start:end] = [True] * (end - start)
                here = Found(name, text[words[start][0][0] : words[end - 1][0][1]], start)
                if name not in found or start < found[name].at:
                    found[name] = here
        return sorted(found.values(), key=lambda one: one.at)

    def known(self, word: str) -> str:
        """Give the word of the vocabulary that is meant, or the word itself."""
        if word in self.words or len(word) < 5:
            return word
        near = (
            known
            for known in sorted(self.words)
            if is_same_word(word, known) or is_same_word(word, f"{known}s")
        )
        return next(near, word)

    @staticmethod
    def fits(phrase, words, taken, start) -> int | None:
        """Give where the phrase ends if it stands at this place among words that are free, else None."""
        place = start
        for number, part in enumerate(phrase):
            if part == "*":
                after = phrase[number + 1]
                step = next(
                    (
                        n
                        for n in range(1, 4)
                        if words[place + n : place + n + 1] and words[place + n][1] == after
                    ),
                    None,
                )
                if step is None:
                    return None
                place += step
            elif place < len(words) and words[place][1] == part:
                place += 1
            else:
                return None
        return None if any(taken[start:place]) else place


def pattern_of(phrase: str) -> list[str]:
    parts = phrase.split("*")
    words = stems(parts[0])
    for part in parts[1:]:
        words += ["*", *stems(part)]
    return words
