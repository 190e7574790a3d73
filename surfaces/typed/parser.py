"""From tokens to a tree, by precedence climbing (V. R. Pratt, Top Down Operator Precedence, 1973).

From loose to tight: + -, then * / and products without a sign, then the minus of a negative, then ^ (from
the right), then superscripts. So -x^2 is -(x^2), 2^-3 is 1/8 and 2^3^2 is 2^9. Products without a sign
bind like those with one: 2x, 3 sin(x), 2(x + 1), (x + 1)(y - 1), x y, xy, x(y + 1). A quotient followed
by one, such as 1/2x, is read in two ways by different people and is therefore refused.
"""

from difflib import get_close_matches

from .error import ExpressionError
from .functions import BY_NAME, NAMES, Function
from .tokens import CONSTANTS, SIGNS, SUPERSCRIPTS, VARIABLES, Token, tokens
from .tree import Node

MAX_NODES = 200
MAX_NESTING = 25
MAX_ARGUMENTS = 8

SUM, PRODUCT, NEGATIVE, POWER = 10, 20, 30, 40
BINDING = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER}
VALUES = ("a number", *VARIABLES, *CONSTANTS, "a function", "(", "-")


def parse(text: str) -> Node:
    """Return the tree of a formula. Raises ExpressionError, in time that does not grow with hostility."""
    reader = _Reader(text)
    tree = reader.expression(0)
    reader.expect_end()
    return tree


class _Reader:
    """The tokens of one formula and how far they have been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.index = 0
        self.nodes = 0
        self.nesting = 0
        self.open: list[int] = []

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def error(self, message: str, position: int, *allowed: str) -> ExpressionError:
        return ExpressionError(message, self.text, position, allowed)

    def take(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def node(self, kind: str, position: int, *parts: Node, value: float = 0.0, digits: str = "") -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.error(f"the formula has more than {MAX_NODES} parts", position)
        return Node(kind, position, parts, value, digits)

    def operator(self) -> str:
        """The operator at the next token in its plain form, or an empty text."""
        if self.token.kind != "operator":
            return ""
        text = self.token.text
        return "^" if text == "**" else SIGNS.get(text, text)

    def expression(self, weakest: int) -> Node:
        """Read operands and the operators between them that bind more tightly than `weakest`."""
        left = self.operand()
        quotient = False
        while True:
            operator, place = self.operator(), self.token.position
            if operator in BINDING:
                if BINDING[operator] <= weakest:
                    break
                self.take()
                # A power takes what follows from the right, so that 2^3^2 is 2^9.
                right = self.nested(POWER - 1, place) if operator == "^" else self.expression(BINDING[operator])
                left = self.node(operator, place, left, right)
                quotient = operator == "/"
            elif self.starts_operand():
                if weakest >= PRODUCT:
                    break
                if quotient:
                    message = "a quotient followed by a product without a sign can be read in two ways: add brackets"
                    raise self.error(message, place, "*", *BINDING, ")")
                left = self.node("*", place, left, self.expression(PRODUCT))
            else:
                break
        return left

    def nested(self, weakest: int, position: int) -> Node:
        """Read an expression one level further in."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.error(f"the formula is nested more than {MAX_NESTING} deep", position)
        inside = self.expression(weakest)
        self.nesting -= 1
        return inside

    def starts_operand(self) -> bool:
        return self.token.kind == "name" or self.operator() == "("

    def operand(self) -> Node:
        """Read a number, a name, a call, a bracket or a negative, and the superscript after it."""
        if self.operator() in ("-", "+"):
            negative, place = self.operator() == "-", self.take().position
            operand = self.nested(NEGATIVE, place)
            return self.node("negative", place, operand) if negative else operand
        left = self.primary()
        if self.token.kind == "superscript":
            raised = self.take()
            _, sign, digits = "".join(SUPERSCRIPTS[each] for each in raised.text).rpartition("-")
            exponent = self.node("number", raised.position, value=float(digits), digits=digits)
            if sign:
                exponent = self.node("negative", raised.position, exponent)
            left = self.node("^", raised.position, left, exponent)
        return left

    def primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.take()
            return self.node("number", token.position, value=token.value, digits=token.text)
        if token.kind == "name":
            self.take()
            return self.name(token)
        if self.operator() == "(":
            self.take()
            self.open.append(token.position)
            inside = self.nested(0, token.position)
            self.close(("an operator", ")"))
            return inside
        raise self.missing(token)

    def name(self, token: Token) -> Node:
        name = SIGNS.get(token.text, token.text.lower())
        if name in VARIABLES:
            return self.node(name, token.position)
        if name in CONSTANTS:
            return self.node(name, token.position, value=CONSTANTS[name][0])
        if name in BY_NAME:
            return self.call(BY_NAME[name], token)
        known = (*VARIABLES, *CONSTANTS, *NAMES)
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        guess = f"; did you mean {' or '.join(near)}?" if near else ""
        shown = token.text if len(token.text) <= 20 else f"{token.text[:20]}…"
        raise self.error(f"'{shown}' is not a name that is known here{guess}", token.position, *known)

    def call(self, function: Function, token: Token) -> Node:
        if self.operator() != "(":
            message = f"{function.name} needs its argument in brackets: {function.name}(x)"
            if self.operator() == "^" or self.token.kind == "superscript":
                message = f"the power of a function stands after its argument: {function.name}(x)^2"
            raise self.error(message, self.token.position, "(")
        bracket = self.take().position
        self.open.append(bracket)
        arguments = [self.nested(0, bracket)]
        while self.operator() == ",":
            comma = self.take()
            if len(arguments) == MAX_ARGUMENTS:
                raise self.error(f"{function.name} takes at most {MAX_ARGUMENTS} values", comma.position, ")")
            arguments.append(self.nested(0, comma.position))
        self.close((",", "an operator", ")"))
        count, wanted = len(arguments), function.arguments
        if count != wanted and not (wanted == "two or more" and count >= 2):
            values = "1 value" if wanted == 1 else f"{wanted} values"
            raise self.error(f"{function.name} takes {values}; got {count}", token.position)
        return self.node("^" if function.name == "pow" else function.name, token.position, *arguments)

    def close(self, allowed: tuple[str, ...]) -> None:
        if self.operator() == ")":
            self.take()
            self.open.pop()
        elif self.token.kind == "end":
            raise self.error("this bracket is never closed", self.open[-1], ")")
        else:
            raise self.unexpected(self.token, allowed)

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected(self.token, ("an operator", "the end"))

    def missing(self, token: Token) -> ExpressionError:
        """What to say where a value should begin and none does."""
        if token.kind != "end":
            return self.error(f"a value should stand where '{token.text}' does", token.position, *VALUES)
        if self.index == 0:
            return self.error("the formula is empty", 0, *VALUES)
        return self.error("the formula ends where a value should follow", token.position, *VALUES)

    def unexpected(self, token: Token, allowed: tuple[str, ...]) -> ExpressionError:
        """What to say of a token that cannot follow the value before it."""
        if token.kind == "number":
            message = (
                f"the number {token.text} follows another value: an operator is missing, or write the number first"
            )
        elif token.text == ")":
            message = "this bracket closes nothing"
        elif token.text == ",":
            message = "a comma separates the values of min, max and the like; decimals have a point"
        else:
            message = "a second exponent follows the first: add brackets"
        return self.error(message, token.position, *allowed)
