"""Names, judged by how pandoc reads the same ones for print."""

import json
import re

import pytest

from reviewpress import people
from reviewpress.pandoc import program
from reviewpress.people import Person

NAMES = [
    "Ash, Ada",
    "Ada Ash",
    "Ada B. Ash and Elm, Eva and Oak, O.",
    r"G{\"o}del, Kurt and {\'E}tienne, J.-P.",
    r"{Department for Walks \& Parks}",
    "{Barnes and Noble} and Elm, Eva",
    "de la Cruz, Ana and Ludwig van Beethoven",
    "Varga-Atkins, Tünde",
    "King, Jr., Martin Luther",
]


def printed(names: str) -> list[str]:
    """Ask pandoc for the family and given names, with particles where ours have them."""
    entry = f"@misc{{a, author = {{{names}}}}}"
    output = program.run_pandoc(["--from=biblatex", "--to=csljson"], entry)
    found = []
    for person in json.loads(output.stdout)[0]["author"]:
        particle = person.get("dropping-particle") or person.get("non-dropping-particle")
        family = person.get("literal") or person["family"]
        parts = (person.get("given"), particle, family, person.get("suffix"))
        found.append(" ".join(part for part in parts if part))
    return found


@pytest.mark.parametrize("names", NAMES)
def test_people_are_those_that_pandoc_prints(names: str) -> None:
    found, is_open = people.parse(names)
    assert [str(person) for person in found] == printed(names)
    assert not is_open


def test_an_organisation_is_one_family_name() -> None:
    assert people.parse("{Ash, Elm and Sons}")[0] == (Person("Ash, Elm and Sons"),)


def test_others_are_no_person() -> None:
    assert people.parse("Ash, Ada and others") == ((Person("Ash", "Ada"),), True)


def test_no_names_are_no_people() -> None:
    assert people.parse(" ") == ((), False)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("Ash, A., Elm, E.", '"Ash, A., Elm, E." is not one name: too many commas'),
        ("Ash, Elm, Oak", '"Ash, Elm, Oak" is not one name: "Elm" stands where a Jr. would'),
        ("Ash,", '"Ash," is not one name: trailing comma at end of name'),
        ("Ash, A; Elm, E", '"Ash, A; Elm, E" holds a `;` or `&`; names are separated with " and "'),
        ("Ada Ash & Eva Elm", '"Ada Ash & Eva Elm" holds a `;` or `&`'),
        (r"Ada Ash \& Eva Elm", '"Ada Ash & Eva Elm" holds a `;` or `&`'),
        ("Ada Ash and", '"Ada Ash and" has an "and" with no name beside it'),
        ("Ada Ash and and Eva Elm", '"and Eva Elm" has an "and" with no name beside it'),
    ],
)
def test_what_is_not_a_list_of_names_is_refused(names: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        people.parse(names)
