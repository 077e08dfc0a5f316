import pandas as pd

from reviewpress.people import Person
from reviewpress.synthesis import teams

STUDIES = pd.DataFrame(
    {"study_id": ["A", "B", "C", "D", "E"], "study_family": ["one", "one", None, None, None]}
)
PEOPLE = {
    "A": [Person("Oak", "Ann Mary"), Person("Elm", "Bo")],
    "B": [Person("Oak", "Ann")],
    "C": [Person("Óak", "A."), Person("Ash", "Cy")],
    "D": [Person("Board of Trees")],
    "E": [],
}
WRITTEN = teams.writers(PEOPLE, STUDIES)
TEAMS = teams.teams(WRITTEN, STUDIES)


def test_a_person_has_one_name_and_stands_once_with_each_study():
    assert WRITTEN.to_numpy().tolist() == [
        ["one", "Ann Mary Oak", "Oak"],
        ["one", "Bo Elm", "Elm"],
        ["C", "Ann Mary Oak", "Oak"],
        ["C", "Cy Ash", "Ash"],
        ["D", "Board of Trees", "Board of Trees"],
    ]


def test_an_initial_that_fits_several_is_a_person_by_itself():
    people = {"A": [Person("Oak", "Ann")], "B": [Person("Oak", "Al")], "C": [Person("Oak", "A")]}
    studies = pd.DataFrame({"study_id": list("ABC")})
    assert teams.writers(people, studies)["author"].tolist() == ["Ann Oak", "Al Oak", "A Oak"]


def test_initials_of_two_letters_are_names():
    people = {"A": [Person("Ng", "Bo")], "B": [Person("Ng", "Boris")]}
    studies = pd.DataFrame({"study_id": list("AB")})
    assert teams.writers(people, studies)["author"].nunique() == 2


def test_links_through_others_make_a_team():
    assert TEAMS.to_numpy().tolist() == [
        ["one", "Oak, Elm and Ash"],
        ["C", "Oak, Elm and Ash"],
        ["D", "Board of Trees"],
        ["E", "E"],
    ]


def test_teams_of_one_name_are_told_apart():
    people = {"A": [Person("Oak", "Ann")], "B": [Person("Oak", "Bo")]}
    studies = pd.DataFrame({"study_id": ["A", "B"]})
    found = teams.teams(teams.writers(people, studies), studies)
    assert found["team"].tolist() == ["Oak (A)", "Oak (B)"]


def test_a_long_team_names_those_of_most_studies():
    people = {
        "A": [Person(name, "X") for name in ("Ash", "Elm", "Fir", "Oak")],
        "B": [Person("Oak", "X"), Person("Yew", "X")],
    }
    studies = pd.DataFrame({"study_id": ["A", "B"]})
    found = teams.teams(teams.writers(people, studies), studies)
    assert set(found["team"]) == {"Oak, Ash, Elm and 2 others"}


def test_pairs_and_overlap_count_shared_authors():
    assert teams.pairs(WRITTEN).to_numpy().tolist() == [["C", "one", ["Ann Mary Oak"]]]
    table = teams.overlap(WRITTEN, ["one", "C", "D", "E"])
    assert table.to_numpy().tolist() == [[2, 1, 0, 0], [1, 2, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_results_by_team():
    told = pd.DataFrame({"family": ["one", "C", "D"], "direction": ["up", "down", "up"]})
    table = teams.results(told, TEAMS, ["up", "down", "level"])
    assert table["team"].tolist() == ["Oak, Elm and Ash", "Board of Trees"]
    assert table[["up", "down", "level", "studies"]].to_numpy().tolist() == [
        [1, 1, 0, 2],
        [1, 0, 0, 1],
    ]
    assert table.loc[0, "families"] == ["C", "one"]


def test_reach_and_independence_name_who_wrote_most():
    assert teams.reach(WRITTEN, ["one", "C", "D"]).iloc[0].tolist() == ["Ann Mary Oak", 2, 2 / 3]
    selections = {"all": ["one", "C", "D", "E"], "single": ["D"], "none": []}
    table = teams.independence(selections, WRITTEN, STUDIES).set_index("selection")
    assert table["studies"].tolist() == [4, 1, 0]
    assert table["groups"].tolist() == [3, 1, 0]
    assert table["authors"].tolist() == [["Ann Mary Oak"], [], []]
    assert table["by_them"].tolist() == [2, 1, 0]


def test_links_through_studies_outside_a_selection_do_not_count():
    people = {
        "A": [Person("Ash", "X")],
        "B": [Person("Ash", "X"), Person("Elm", "X")],
        "C": [Person("Elm", "X")],
    }
    studies = pd.DataFrame({"study_id": list("ABC")})
    written = teams.writers(people, studies)
    assert len(set(teams.teams(written, studies)["team"])) == 1
    table = teams.independence({"ends": ["A", "C"], "all": list("ABC")}, written, studies)
    assert table["groups"].tolist() == [2, 1]
