"""Gradient descent that tries its rate before it steps."""

from ..arrows import STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, learning_rate

BACKTRACKING = Hyperparameter(
    "backtracking", "τ", 0.5, 0.05, 0.95, "linear", "What a rate that failed is multiplied by before the next try."
)
DECREASE = Hyperparameter(
    *("sufficient_decrease", "c", 1e-4, 0.0, 0.99, "linear"),
    "The share of the decrease promised by the slope that a rate must bring.",
)
MOST = 100


def armijo(w, g, rate, gradient_at, landscape, t, learning_rate, backtracking, sufficient_decrease):
    """Armijo 1966: the first of η, ητ, ητ², … whose decrease is at least cη‖g‖². With none the point rests."""
    loss, g_x, g_y = gradient_at(landscape, w[0], w[1])
    squared = g_x * g_x + g_y * g_y
    tried, accepted, tries = learning_rate, 0.0, 0
    while squared > 0.0 and accepted == 0.0 and tries < MOST:
        there = gradient_at(landscape, w[0] - tried * g_x, w[1] - tried * g_y)[0]
        if there <= loss - sufficient_decrease * tried * squared:
            accepted = tried
        tried *= backtracking
        tries += 1
    rate[0] = accepted
    rate[1] = accepted
    w[0] -= accepted * g_x
    w[1] -= accepted * g_y


ARROWS = (Arrow("the step that is tried first", "look", lambda learning_rate, g: -learning_rate * g), STEP)

LINE_SEARCH = Optimizer(
    key="line_search",
    name="Line search",
    cites=("armijo1966",),
    idea=(
        "Try a long step first and halve it until the loss falls as the slope promised. No rate to tune; each try "
        "costs an evaluation."
    ),
    family="accumulating",
    rate=1.0,
    forms=(
        Form(
            key="armijo",
            name="Backtracking (Armijo)",
            rule=armijo,
            arrows=ARROWS,
            update=(
                r"\eta_t = \max\bigl\{\eta\tau^j \,:\, f(w - \eta\tau^j g) \le f(w) - c\,\eta\tau^j \|g\|^2\bigr\}",
                r"w \leftarrow w - \eta_t g",
            ),
            hyperparameters=(learning_rate(1.0), BACKTRACKING, DECREASE),
            memory=("rate",),
            probing=True,
            note="The rate η is the first that is tried at every step. The loss never rises.",
            source="L. Armijo, 1966; optax.scale_by_backtracking_linesearch.",
        ),
    ),
    source="L. Armijo, Minimization of functions having Lipschitz continuous first partial derivatives, 1966.",
)
