"""What is compared: every form of every optimizer, the library that walks it, and two settings.

A new form needs a `case` here, and a driver under (optimizer, form) in the module of its library
(`by_hand` when no library has it). Then `python -m tests.optimizers.references.make` remakes
references.npz, and `python -m tests.optimizers.references.verify` the table of deviations.
"""

from .case import Case, case, moments
from .cases_beyond import BEYOND

ADAM_A, ADAM_B = (1.0, moments(0.9, 0.999, 1e-8)), (0.5, moments(0.8, 0.99, 1e-3))
RPROP_A = (1.0, {"eta_plus": 1.2, "eta_minus": 0.5, "step_min": 1e-6, "step_max": 50.0})
RPROP_B = (2.0, {"eta_plus": 1.4, "eta_minus": 0.3, "step_min": 1e-4, "step_max": 0.1})
CONTROLLED = "SGD with the rate set before each step"
BETA_A, BETA_B = (1.0, {"beta": 0.9}), (2.0, {"beta": 0.6})
RMSPROP_A = (1.0, {"rho": 0.9, "epsilon": 1e-6, "centered": 0, "momentum": 0.0})
RMSPROP_B = (0.3, {"rho": 0.99, "epsilon": 1e-3, "centered": 1, "momentum": 0.8})

CASES: tuple[Case, ...] = (
    case("gd", "paper", "torch", "gradient", (1.0, {"weight_decay": 0.0}), (0.5, {"weight_decay": 0.1})),
    case("momentum", "classical", "keras", "momentum", BETA_A, BETA_B),
    case(
        *("momentum", "pytorch", "torch", "momentum"),
        (1.0, {"beta": 0.9, "dampening": 0.0, "weight_decay": 0.0}),
        (2.0, {"beta": 0.8, "dampening": 0.3, "weight_decay": 0.05}),
    ),
    case(
        *("momentum", "ema", "optax", "average"),
        (1.0, {"beta": 0.9, "bias_correction": 0}),
        (0.5, {"beta": 0.7, "bias_correction": 1}),
        how="optax.ema scaled by the rate",
    ),
    case("nesterov", "lookahead", "torch", "momentum", BETA_A, BETA_B, how="its velocity taken off its variable"),
    case("nesterov", "keras", "keras", "momentum", BETA_A, BETA_B),
    case(
        "nesterov",
        "ema_scaled",
        "torch",
        "average",
        BETA_A,
        (0.5, {"beta": 0.6}),
        how="at the rate times 1 - β, its velocity taken off its variable",
    ),
    # Less memory makes this form diverge on every surface but the bowl, whatever its rate.
    case("nesterov", "ema_raw", "formula", "average", (10.0, {"beta": 0.999}), (4.0, {"beta": 0.998})),
    case(
        *("nesterov", "pytorch", "torch", "momentum"),
        (1.0, {"beta": 0.9, "weight_decay": 0.0}),
        (2.0, {"beta": 0.6, "weight_decay": 0.05}),
    ),
    case("rprop", "lecture", "formula", "sign", RPROP_A, RPROP_B),
    case("rprop", "pytorch", "torch", "sign", RPROP_A, RPROP_B),
    case("rprop", "rprop_plus", "formula", "sign", RPROP_A, RPROP_B),
    case(
        *("adagrad", "pytorch", "torch", "accumulating"),
        (1.0, {"epsilon": 1e-10, "initial_accumulator": 0.0, "learning_rate_decay": 0.0, "weight_decay": 0.0}),
        (0.5, {"epsilon": 1e-2, "initial_accumulator": 0.1, "learning_rate_decay": 0.01, "weight_decay": 0.1}),
    ),
    case(
        *("adagrad", "eps_inside", "optax", "accumulating"),
        (1.0, {"epsilon": 1e-7, "initial_accumulator": 0.0}),
        (0.5, {"epsilon": 1e-2, "initial_accumulator": 0.1}),
    ),
    case(
        *("rmsprop", "pytorch", "torch", "creeping"),
        (RMSPROP_A[0], RMSPROP_A[1] | {"weight_decay": 0.0}),
        (RMSPROP_B[0], RMSPROP_B[1] | {"weight_decay": 0.05}),
    ),
    case("rmsprop", "eps_inside", "keras", "creeping", RMSPROP_A, RMSPROP_B),
    case("rmsprop", "eps_inside", "optax", "creeping", RMSPROP_A, RMSPROP_B),
    case(
        *("adam", "paper", "torch", "adaptive"),
        (1.0, moments(0.9, 0.999, 1e-8, weight_decay=0.0)),
        (0.5, moments(0.8, 0.99, 1e-3, weight_decay=0.05)),
    ),
    case("adam", "eps_inside", "optax", "adaptive", ADAM_A, ADAM_B, how="with eps=0 and eps_root=ε"),
    case(
        "adam",
        "no_bias_correction",
        "torch",
        "adaptive",
        ADAM_A,
        ADAM_B,
        how="with rate and ε of each step set to cancel the corrections",
    ),
    case("adam", "eps_hat", "keras", "adaptive", ADAM_A, ADAM_B),
    case(
        "adam",
        "no_bias_correction_eps_inside",
        "optax",
        "adaptive",
        ADAM_A,
        ADAM_B,
        how="with rate and ε of each step set to cancel the corrections",
    ),
    case(
        *("adadelta", "paper", "torch", "one"),
        (1.0, {"rho": 0.9, "epsilon": 1e-6, "weight_decay": 0.0}),
        (0.2, {"rho": 0.95, "epsilon": 1e-4, "weight_decay": 0.05}),
    ),
    case(
        "adamax",
        "paper",
        "torch",
        "adaptive",
        (1.0, {"beta1": 0.9, "beta2": 0.999}),
        (0.5, {"beta1": 0.7, "beta2": 0.98}),
        how="with ε = 0",
    ),
    case(
        *("adamax", "pytorch", "torch", "adaptive"),
        (1.0, moments(0.9, 0.999, 1e-8, weight_decay=0.0)),
        (0.5, moments(0.8, 0.99, 1e-1, weight_decay=0.05)),
    ),
    case("adamax", "keras", "keras", "adaptive", ADAM_A, (0.5, moments(0.8, 0.99, 1e-1))),
    case(
        *("nadam", "pytorch", "torch", "adaptive"),
        (1.0, moments(0.9, 0.999, 1e-8, momentum_decay=0.004, weight_decay=0.0)),
        (0.5, moments(0.8, 0.99, 1e-3, momentum_decay=0.5, weight_decay=0.05)),
    ),
    case("nadam", "optax", "optax", "adaptive", ADAM_A, ADAM_B),
    case("nadam", "ruder", "formula", "adaptive", ADAM_A, ADAM_B),
    case("amsgrad", "paper", "optax", "adaptive", ADAM_A, ADAM_B, how="with both bias corrections off"),
    case("amsgrad", "pytorch", "torch", "adaptive", ADAM_A, ADAM_B),
    case("amsgrad", "optax", "optax", "adaptive", ADAM_A, ADAM_B),
    case("amsgrad", "eps_hat", "keras", "adaptive", ADAM_A, ADAM_B),
    case(
        *("adamw", "pytorch", "torch", "adaptive"),
        (1.0, moments(0.9, 0.999, 1e-8, weight_decay=0.01)),
        (0.5, moments(0.8, 0.99, 1e-3, weight_decay=0.3)),
    ),
    case(
        *("adamw", "paper_wd_not_times_lr", "torch", "adaptive"),
        (1.0, moments(0.9, 0.999, 1e-8, weight_decay=0.001)),
        (0.5, moments(0.8, 0.99, 1e-3, weight_decay=0.02)),
        how="given the decay over the rate",
    ),
    case("radam", "paper", "optax", "rectified", ADAM_A, ADAM_B, how="with threshold=4"),
    case(
        *("radam", "pytorch", "torch", "rectified"),
        (1.0, moments(0.9, 0.999, 1e-8, weight_decay=0.0)),
        (0.5, moments(0.8, 0.99, 1e-3, weight_decay=0.05)),
    ),
    case("radam", "optax", "optax", "rectified", ADAM_A, ADAM_B),
    case("radam", "kozistr", "pytorch_optimizer", "adaptive", ADAM_A, ADAM_B),
    case(
        *("novograd", "paper", "pytorch_optimizer", "sign"),
        (0.2, moments(0.95, 0.98, 1e-8, grad_averaging=0, weight_decay=0.0)),
        (1.0, moments(0.9, 0.25, 1e-3, grad_averaging=1, weight_decay=0.05)),
    ),
    case(
        *("adabound", "official", "adabound", "bounded"),
        (1.0, moments(0.9, 0.999, 1e-8, final_learning_rate=0.002, gamma=0.01, amsbound=0, weight_decay=0.0)),
        (0.5, moments(0.8, 0.99, 1e-3, final_learning_rate=0.001, gamma=0.1, amsbound=1, weight_decay=0.05)),
    ),
    case(
        *("adabound", "paper", "formula", "bounded"),
        (1.0, {"beta1": 0.9, "beta2": 0.99, "final_learning_rate": 0.002, "sqrt_t": 0}),
        (3.0, {"beta1": 0.8, "beta2": 0.9, "final_learning_rate": 0.01, "sqrt_t": 1}),
    ),
    case(
        *("adabound", "kozistr", "pytorch_optimizer", "bounded"),
        (1.0, moments(0.9, 0.999, 1e-8, final_learning_rate=0.002, gamma=0.01, weight_decay=0.0)),
        (0.5, moments(0.8, 0.99, 1e-3, final_learning_rate=0.001, gamma=0.1, weight_decay=0.05)),
    ),
    case(
        *("lion", "paper", "pytorch_optimizer", "sign"),
        (1.0, {"beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0}),
        (0.5, {"beta1": 0.5, "beta2": 0.8, "weight_decay": 0.1}),
    ),
    case(
        *("adan", "official", "pytorch_optimizer", "adaptive"),
        (1.0, moments(0.98, 0.92, 1e-8, beta3=0.99, no_prox=0, weight_decay=0.02)),
        (0.5, moments(0.9, 0.8, 1e-3, beta3=0.999, no_prox=1, weight_decay=0.1)),
    ),
    case(
        *("adan", "optax", "optax", "adaptive"),
        (1.0, moments(0.98, 0.92, 1e-8, beta3=0.99, eps_root=1e-8, weight_decay=0.0)),
        (0.5, moments(0.9, 0.8, 1e-3, beta3=0.999, eps_root=1e-2, weight_decay=0.1)),
    ),
    case(
        *("ademamix", "official", "pytorch_optimizer", "adaptive"),
        (0.5, moments(0.9, 0.999, 1e-8, beta3=0.9999, alpha=5.0, t_alpha_beta3=0, weight_decay=0.0)),
        (0.3, moments(0.8, 0.99, 1e-3, beta3=0.99, alpha=2.0, t_alpha_beta3=150, weight_decay=0.1)),
    ),
    *(
        case(
            "grad_lr_control",
            form,
            "torch",
            "gradient",
            (8.0, {"control": 0.3}),
            (1.0, {"control": 0.05}),
            how=CONTROLLED,
        )
        for form in ("cumulative_norm", "cumulative_elementwise")
    ),
    *(
        case(
            "grad_lr_control",
            form,
            "torch",
            "gradient",
            (2.0, {"control": 0.99}),
            (1.0, {"control": 0.05}),
            how=CONTROLLED,
        )
        for form in ("memoryless_norm", "memoryless_elementwise")
    ),
    case(
        *("asgd", "pytorch", "torch", "gradient"),
        (1.0, {"lambda_": 1e-4, "alpha": 0.75, "t0": 1_000_000, "weight_decay": 0.0}),
        (0.5, {"lambda_": 0.5, "alpha": 1.5, "t0": 50, "weight_decay": 0.1}),
    ),
    case(
        *("lookahead", "paper", "pytorch_optimizer", "adaptive"),
        (1.0, {"k": 5, "alpha": 0.5, "inner": ["adam", "paper", moments(0.9, 0.999, 1e-8)]}),
        (0.1, {"k": 7, "alpha": 0.8, "inner": ["radam", "pytorch", moments(0.9, 0.99, 1e-3)]}),
    ),
    *BEYOND,
)
