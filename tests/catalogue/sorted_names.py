"""Names in the order in which people sort them."""

from random import Random

IN_ORDER = ["Azra", "Cvor", "Čačak", "Ćuprija", "Ђаково", "elan", "Élan", "Ëndrra", "Šid", "Zvono", "Žene"]
SHUFFLED = Random(3).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311  (chance for a test keeps no secret)


def code_of(name: str) -> str:
    return f"Q{chr(ord('A') + SHUFFLED.index(name))}"
