"""What typed formulas mean: precedence, notation, products without a sign, folding, and their LaTeX."""

import math

import pytest

import surfaces
from surfaces.typed import opcodes
from surfaces.typed.parser import parse
from surfaces.typed.program import MAX_DEPTH, program
from surfaces.typed.typeset import latex

X, Y = 0.7, -1.3


def value(text, x=X, y=Y):
    return program(parse(text), text).value(x, y)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2*3", 7.0),
        ("2 - 3 - 4", -5.0),
        ("24/4/3", 2.0),
        ("2*3^2", 18.0),
        ("-2^2", -4.0),
        ("(-2)^2", 4.0),
        ("2^-3", 0.125),
        ("2^3^2", 512.0),
        ("2**3**2", 512.0),
        ("2^-1^2", 0.5),
        ("-2^-2", -0.25),
        ("2--3", 5.0),
        ("2-+3", -1.0),
        ("2*-3", -6.0),
        ("--3", 3.0),
        ("1e-3", 0.001),
        (".5 + 5.", 5.5),
        ("1.5E2", 150.0),
        ("2e", 2.0 * math.e),
        ("2e-1", 0.2),
        ("e^2", math.exp(2.0)),
        ("2pi", 2.0 * math.pi),
    ],
)
def test_numbers_and_operators_mean_what_they_do_in_a_textbook(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-x^2", -(X**2)),
        ("x^2^y", X ** (2.0**Y)),
        ("2x", 2 * X),
        ("3 sin(x)", 3 * math.sin(X)),
        ("2(x + 1)", 2 * (X + 1)),
        ("(x+1)(y-1)", (X + 1) * (Y - 1)),
        ("x y", X * Y),
        ("xy", X * Y),
        ("xyx", X * Y * X),
        ("x(y + 1)", X * (Y + 1)),
        ("2x^2y", 2 * X**2 * Y),
        ("-2x", -2 * X),
        ("2^3x", 8 * X),
        ("(1/2)x", X / 2),
        ("x/2*3y", X / 2 * 3 * Y),
        ("sin(x)cos(y)", math.sin(X) * math.cos(Y)),
        ("pi x e", math.pi * X * math.e),
        ("x − π·y", X - math.pi * Y),
        ("x × y ÷ 2", X * Y / 2),
        ("x² + y³", X**2 + Y**3),
        ("x⁻¹ + x¹⁰", 1 / X + X**10),
        ("x²^3", X**6),
        ("-x²", -(X**2)),
        ("(x+1)²", (X + 1) ** 2),
        ("√(x)", math.sqrt(X)),
        ("SIN(X) + PI", math.sin(X) + math.pi),
        ("ln(x) + arctan(y)", math.log(X) + math.atan(Y)),
        ("max(x, y, 3) + min(x, y, 3)", 3 + Y),
        ("pow(x, 2)", X**2),
        ("\tx\n+\xa0y ", X + Y),
    ],
)
def test_variables_and_products_without_a_sign_are_read_as_written(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("text", ["1/2x", "x/2(y+1)", "x/y sin(x)", "1/2 x"])
def test_a_quotient_before_a_product_without_a_sign_is_refused_because_it_can_be_read_in_two_ways(text):
    with pytest.raises(surfaces.ExpressionError, match="two ways"):
        parse(text)


def test_parts_without_variables_are_computed_when_they_are_read():
    assert program(parse("2^3^2 sin(1) / 7 - max(1, 2, 3)"), "").steps == (
        (opcodes.PUSH, pytest.approx(512 * math.sin(1) / 7 - 3)),
    )


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("x^2", (opcodes.INTEGER_POWER, 2.0)),
        ("x^9", (opcodes.CONSTANT_EXPONENT, 9.0)),
        ("x^0.5", (opcodes.CONSTANT_EXPONENT, 0.5)),
        ("x^-2", (opcodes.CONSTANT_EXPONENT, -2.0)),
        ("2^x", (opcodes.CONSTANT_BASE, 2.0)),
        ("e^x", (opcodes.EXP, 0.0)),
        ("x^y", (opcodes.POWER, 0.0)),
        ("x^1", (opcodes.X, 0.0)),
        ("x^0", (opcodes.PUSH, 1.0)),
    ],
)
def test_a_power_takes_the_form_whose_derivatives_are_exact(text, step):
    assert program(parse(text), text).steps[-1] == step


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x**2 + 3*sin(y)", r"x^{2} + 3 \, \sin(y)"),
        ("(x+1)/(2*y)", r"\frac{x + 1}{2 y}"),
        ("-(x+y)", "-(x + y)"),
        ("-x^2", "-x^{2}"),
        ("(-x)^2", "(-x)^{2}"),
        ("(x/2)^2", r"\left(\frac{x}{2}\right)^{2}"),
        ("x^(1/3)", "x^{1/3}"),
        ("e^(-x^2)", "e^{-x^{2}}"),
        ("exp(-x^2)", "e^{-x^{2}}"),
        ("x-(y-1)", "x - (y - 1)"),
        ("x-(-y)", "x - (-y)"),
        ("x+(y-1)", "x + y - 1"),
        ("2*3x", r"2 \cdot 3 x"),
        ("2*(1/2)", r"2 \cdot \frac{1}{2}"),
        ("1.5e-3x", r"1.5 \cdot 10^{-3} x"),
        (".5x", "0.5 x"),
        ("sqrt(x^2+y^2)", r"\sqrt{x^{2} + y^{2}}"),
        ("sqrt(x)^2", r"(\sqrt{x})^{2}"),
        ("abs(x)^3", r"\left|x\right|^{3}"),
        ("sin(x)^2", r"\sin^{2}(x)"),
        ("sin(x)^y", r"(\sin(x))^{y}"),
        ("max(x, y, 1)", r"\max(x,\, y,\, 1)"),
        ("log2(x)", r"\log_2(x)"),
        ("pow(x, y)", "x^{y}"),
        ("xy", "x y"),
        ("pi x", r"\pi x"),
        ("x²", "x^{2}"),
    ],
)
def test_the_formula_is_set_in_latex_with_no_more_brackets_than_it_needs(text, expected):
    assert latex(parse(text)) == expected


def test_the_latex_of_a_surface_names_the_variables_that_it_has():
    assert surfaces.from_expression("x^2").formula == "f(x) = x^{2}"
    assert surfaces.from_expression("x^2 + y").formula == "f(x, y) = x^{2} + y"


def test_every_program_says_how_deep_its_stack_grows():
    for text in ("x", "x + y", "gauss(x)", "relu(log2(x))", "x + (y + (x + relu(y)))", "min(x, y, x + y, 2, 3)"):
        written = program(parse(text), text)
        depth = deepest = 0
        for operation, _ in written.steps:
            depth += 1 if operation <= opcodes.LAST_LEAF else -1 if operation <= opcodes.LAST_OF_TWO else 0
            deepest = max(deepest, depth)
        assert depth == 1
        assert written.depth == deepest <= MAX_DEPTH
