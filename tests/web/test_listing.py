"""What the three lists have in common: their search box, and what their address may ask for."""

import pytest
from flask.testing import FlaskClient

LISTS = ["needs", "offerings", "organisations"]


@pytest.mark.parametrize("name", LISTS)
def test_nobody_has_to_search_and_the_box_does_not_say_so(client: FlaskClient, name: str) -> None:
    page = client.get(f"/en/{name}/").get_data(as_text=True)
    box = page.partition("<main")[2].partition('role="search"')[2].partition("</form>")[0]
    assert f"Search the {name}" in box and 'type="search"' in box
    assert "optional" not in box and "required" not in box
    assert f"Show all {name}" not in page


@pytest.mark.parametrize("name", LISTS)
def test_a_search_keeps_its_words_and_leads_back(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/en/{name}/?q=%00%20chì%1b%20%20thải%20")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert 'value="chì thải"' in page
    assert f"Show all {name}" in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("asked", "status"), [("0", 200), ("-5", 200), ("x", 200), ("2", 404), ("9" * 30, 404)]
)
def test_pages_that_are_none(client: FlaskClient, name: str, asked: str, status: int) -> None:
    assert client.get(f"/vi/{name}/?page={asked}").status_code == status


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_so_while_there_is_no_index_to_search(client: FlaskClient, name: str) -> None:
    page = client.get(f"/en/{name}/?q=pump").get_data(as_text=True)
    assert "The search index is being built." in page
    assert "index is being built" not in client.get(f"/en/{name}/").get_data(as_text=True)
