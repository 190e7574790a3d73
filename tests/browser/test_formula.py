"""Journeys with the user's own formula, in a real browser."""

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from .conftest import Visit
from .stage import final, pause, read, settle, until

BAR = ".formula-bar"
TEXT = f"{BAR} .formula-text"
STATE = f"{BAR} .formula-state"
OWN = "?surface=formula"


def type_over(page: Page, text: str) -> None:
    """Replace the formula key by key, as a person does."""
    page.locator(TEXT).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text, delay=25)
    settle(page)


def shown(page: Page) -> str:
    key: str = read(page, "stage.header.landscape.key")
    return key


def test_a_formula_is_drawn_while_it_is_typed_and_a_mistake_is_pointed_at(visit: Visit) -> None:
    page = visit(OWN)
    pause(page)
    type_over(page, "x^2 + 3 y^2")
    expect(page.locator(TEXT)).to_be_focused()
    assert read(page, "stage.header.formula.mistake") is None
    expect(page.locator(STATE)).to_contain_text("Found by a numerical search of this view: 1 global minimum.")
    assert abs(read(page, "stage.header.surface.minima[0]")[2]) < 1e-9
    page.keyboard.type(" ")
    settle(page)
    drawn = shown(page)

    page.keyboard.type("+ foo(x)", delay=25)
    settle(page)
    expect(page.locator(STATE)).to_contain_text("'foo' is not a name that is known here")
    expect(page.locator(STATE)).to_contain_text("Allowed here: x y pi e sqrt")
    expect(page.locator(TEXT)).to_have_attribute("aria-invalid", "true")
    assert shown(page) == drawn, "the last good picture stays"
    caret = page.locator(f"{STATE} mark").bounding_box()
    field = page.locator(TEXT).bounding_box()
    assert caret
    assert field
    letter = page.evaluate(
        f"""() => {{
            const pen = document.createElement("canvas").getContext("2d");
            pen.font = getComputedStyle(document.querySelector("{TEXT}")).font;
            return pen.measureText("x^2 + 3 y^2 + ").width;
        }}"""
    )
    assert abs(caret["x"] - (field["x"] + 11 + letter)) < 2.0, "the caret stands under the f of foo"
    assert caret["y"] >= field["y"] + field["height"] - 6.0

    for _ in "foo(x)":
        page.keyboard.press("Backspace")
    page.keyboard.type("x^4", delay=25)
    settle(page)
    expect(page.locator(TEXT)).to_have_attribute("aria-invalid", "false")
    assert page.locator(TEXT).input_value() == "x^2 + 3 y^2 + x^4"
    assert shown(page) != drawn
    assert read(page, "stage.header.runs.every((run) => run.status !== 'diverged')")


def test_keys_typed_into_the_field_do_not_play_or_hide_anything_and_enter_plays(visit: Visit) -> None:
    page = visit(OWN)
    pause(page)
    type_over(page, "x^2 + 2 y^2 + 1")
    assert read(page, "stage.hidden.size") == 0
    assert read(page, "stage.transport.playing") is False
    page.keyboard.press("Enter")
    until(page, "stage.transport.playing")


def test_a_formula_of_one_variable_is_a_curve_or_a_landscape_as_wished(visit: Visit) -> None:
    page = visit(OWN)
    pause(page)
    type_over(page, "x^4 - 2x^2")
    assert read(page, "stage.header.surface.dimensions") == 1
    until(page, "stage.landscape.trace.type === 'scatter'")
    expect(page.locator(f"{BAR} .formula-sign")).to_have_text("f(x) =")
    expect(page.get_by_label("y from")).to_be_hidden()
    page.get_by_label("as a landscape over x and y").check()
    settle(page)
    assert read(page, "stage.header.surface.dimensions") == 2
    until(page, "stage.landscape.trace.type === 'contour'")
    type_over(page, "x^4 - 2x^2 + y^2")
    expect(page.get_by_label("as a landscape over x and y")).to_be_hidden()


def test_the_formula_its_view_and_its_start_survive_a_reload_and_another_surface(visit: Visit) -> None:
    page = visit(OWN)
    pause(page)
    type_over(page, "x^2 + x y + y^2")
    page.get_by_label("x to").fill("6")
    settle(page)
    assert read(page, "stage.header.surface.x_range") == [-4, 6]
    page.wait_for_url(re.compile(r"formula=x%5E2.*x_range=-4,6"))
    before = read(page, "[stage.header.formula.text, stage.header.surface.key, stage.header.start]")
    ends = final(page, 0)
    page.reload()
    page.wait_for_function("window.descentLabStage?.landscape.ready()", timeout=60_000)
    assert read(page, "[stage.header.formula.text, stage.header.surface.key, stage.header.start]") == before
    assert page.locator(TEXT).input_value() == "x^2 + x y + y^2"
    assert final(page, 0) == ends

    for name, key, bar in (("Beale", "beale", False), ("Your own formula", "formula_", True)):
        box = page.get_by_role("combobox", name=re.compile("Surface")).first
        box.click()
        box.fill(name)
        page.get_by_role("option", name=name).first.click()
        until(page, f"stage.header.surface.key.startsWith('{key}')")
        assert page.locator(BAR).is_visible() is bar
    assert page.locator(TEXT).input_value() == "x^2 + x y + y^2"


def test_an_example_and_a_function_of_the_help_are_put_in_by_a_click(visit: Visit) -> None:
    page = visit(OWN)
    pause(page)
    page.get_by_label("Examples").select_option(label="Log barrier, with a hole")
    settle(page)
    assert read(page, "stage.header.formula.text") == "x + y - log(x) - log(y)"
    expect(page.locator(STATE)).to_contain_text("there is a hole")
    page.get_by_label("Help: what a formula may hold").or_(page.get_by_title("Help: what a formula may hold")).click()
    page.get_by_role("button", name="sqrt(u)").click()
    assert page.locator(TEXT).input_value().endswith("sqrt(")
    settle(page)
    expect(page.locator(STATE)).to_contain_text("The picture shows the last formula that could be read.")


def test_a_hostile_link_opens_the_first_formula_and_shows_what_it_ignored_as_text(visit: Visit) -> None:
    hostile = "<img src=x onerror=alert(1)>__import__('os')"
    page = visit(f"{OWN}&formula={quote(hostile)}&x_range=9,1")
    expect(page.get_by_text("This part of the link was ignored")).to_be_visible()
    expect(page.get_by_text("formula=<img src=x", exact=False)).to_be_visible()
    assert read(page, "stage.header.formula.mistake") is None
    assert page.locator("img[src='x']").count() == 0


def test_a_start_dragged_on_a_formula_moves_the_race(visit: Visit) -> None:
    page = visit(f"{OWN}&formula={quote('x^2 + 2y^2')}&x_range=-2,2&y_range=-2,2&start=1,1")
    pause(page)
    page.get_by_label("y from").fill("-3")
    settle(page)
    assert read(page, "stage.header.start") == [1, 1], "a start that the user chose stays"
    page.get_by_label("y from").fill("5")
    settle(page)
    expect(page.locator(STATE)).to_contain_text("y must go from a smaller number to a larger one")
