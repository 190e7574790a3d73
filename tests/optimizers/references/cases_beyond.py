"""What is compared of the optimizers that ask for more than one gradient, or find their own rate."""

from .case import Case, case, moments

SEARCHED = "with max_iter=1, max_eval=26 and the strong Wolfe search"
SOPHIA_A = (1.0, moments(0.96, 0.99, 1e-12, gamma=0.01, weight_decay=0.0))
SOPHIA_B = (0.5, moments(0.9, 0.9, 1e-4, gamma=0.5, weight_decay=0.1))
DIAGONAL = "given the exact diagonal of the Hessian"
# The first three gradients are whole, then each coordinate is absent now and then, and once both are.
PRESENT = [[1, 1], [1, 1], [1, 1], [1, 0], [0, 1], [1, 1], [0, 0], [1, 0], [1, 0]]

BEYOND: tuple[Case, ...] = (
    case(
        *("sparse_adam", "pytorch", "torch", "adaptive"),
        (1.0, moments(0.9, 0.999, 1e-8, mask=PRESENT)),
        (0.5, moments(0.8, 0.99, 1e-3, mask=[[1, 1], [0, 1]])),
        how="given sparse gradients",
    ),
    case(
        *("sam", "paper", "optax", "gradient", (0.2, {"rho": 0.05}), (0.2, {"rho": 0.1})),
        how="around sgd, with normalize and sgd for the ascent",
    ),
    case(
        *("schedule_free_sgd", "official", "schedulefree", "gradient"),
        (1.0, {"beta": 0.9, "r": 0.0, "warmup_steps": 0, "weight_decay": 0.0}),
        (0.5, {"beta": 0.6, "r": 1.0, "warmup_steps": 20, "weight_decay": 0.1}),
    ),
    case("schedule_free_sgd", "paper_text", "formula", "gradient", (1.0, {"beta": 0.9}), (0.5, {"beta": 0.6})),
    case(
        *("schedule_free_adamw", "official", "schedulefree", "adaptive"),
        (1.0, moments(0.9, 0.999, 1e-8, r=0.0, warmup_steps=0, weight_decay=0.0)),
        (0.5, moments(0.7, 0.99, 1e-3, r=1.0, warmup_steps=20, weight_decay=0.1)),
    ),
    case(
        *("dadapt_sgd", "official", "dadaptation", "one"),
        (0.3, {"d0": 1e-6, "growth_rate": 0.0, "momentum": 0.0}),
        (0.5, {"d0": 1e-2, "growth_rate": 1.02, "momentum": 0.9}),
    ),
    case(
        *("dadapt_adagrad", "official", "dadaptation", "one"),
        (1.0, {"d0": 1e-6, "epsilon": 1e-6, "growth_rate": 0.0, "momentum": 0.0}),
        (0.5, {"d0": 1e-2, "epsilon": 1e-2, "growth_rate": 1.05, "momentum": 0.9}),
    ),
    case(
        *("dadapt_adam", "official", "dadaptation", "one"),
        (
            1.0,
            {
                **{"beta1": 0.9, "beta2": 0.999, "d0": 1e-6, "decouple": 0, "growth_rate": 0.0},
                **{"use_bias_correction": 0, "weight_decay": 0.01},
            },
        ),
        (
            0.5,
            {
                **{"beta1": 0.8, "beta2": 0.99, "d0": 1e-3, "decouple": 1, "growth_rate": 1.05},
                **{"use_bias_correction": 1, "weight_decay": 0.1},
            },
        ),
    ),
    case(
        *("prodigy", "official", "prodigyopt", "one"),
        (
            0.2,
            {
                **{"beta1": 0.9, "beta2": 0.999, "d0": 1e-6, "growth_rate": 0.0, "safeguard_warmup": 0},
                **{"use_bias_correction": 0, "weight_decay": 0.0},
            },
        ),
        (
            0.3,
            {
                **{"beta1": 0.8, "beta2": 0.99, "d0": 1e-3, "growth_rate": 1.1, "safeguard_warmup": 1},
                **{"use_bias_correction": 1, "weight_decay": 0.05},
            },
        ),
    ),
    case(
        *("line_search", "armijo", "optax", "searched"),
        (1.0, {"backtracking": 0.5, "sufficient_decrease": 1e-4}),
        (2.0, {"backtracking": 0.8, "sufficient_decrease": 0.3}),
        how="sgd before scale_by_backtracking_linesearch, which starts each step from the full rate",
    ),
    case("newton", "damped", "formula", "one", (0.5, {"damping": 0.0}), (0.3, {"damping": 10.0})),
    case("lbfgs", "pytorch_strong_wolfe", "torch", "one", (1.0, {"history": 10}), (0.7, {"history": 2}), how=SEARCHED),
    case(
        *("lbfgs", "pytorch", "torch", "learnt", (1.0, {"history": 100}), (0.8, {"history": 3})),
        how="with max_iter=1",
    ),
    case(
        *("lbfgs", "optax", "optax", "learnt", (1.0, {"history": 10}), (0.9, {"history": 5})),
        how="with linesearch=None",
    ),
    case(
        *("sophia_h", "paper", "pytorch_optimizer", "sign"),
        *(SOPHIA_A, SOPHIA_B),
        how=f"at the rate over γ, with p = γ, ε over γ and the decay times γ, {DIAGONAL}",
    ),
    case(
        *("sophia_h", "kozistr", "pytorch_optimizer", "sign"),
        (100.0, moments(0.96, 0.99, 1e-12, p=0.01, weight_decay=0.0)),
        (0.5, moments(0.9, 0.9, 1e-3, p=0.5, weight_decay=0.1)),
        how=DIAGONAL,
    ),
    case("sophia_h", "optax", "optax", "sign", SOPHIA_A, SOPHIA_B, how=DIAGONAL),
    case(
        *("sophia_g", "official", "sophia_opt", "sign"),
        (1.0, {"beta1": 0.965, "beta2": 0.99, "rho": 0.04, "batch_size": 1, "weight_decay": 0.0}),
        (0.5, {"beta1": 0.9, "beta2": 0.9, "rho": 0.5, "batch_size": 4, "weight_decay": 0.1}),
    ),
)
