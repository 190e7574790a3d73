"""The controls of the page about schedules, by part."""

import optimizers
import surfaces
from optimizers import schedules

from .. import knobs
from ..run_text import read_schedule, write_schedule

PARTS = ("shapes", "runs", "plateau", "bounds", "warm-up", "other")
SCALES = ("linear", "log")
# Paths are shown on maps, and distances are taken to known minima.
GROUNDS = tuple(s.key for s in surfaces.SURFACES if s.minima and s.dimensions == 2)
STEPPERS = tuple(o.key for o in optimizers.OPTIMIZERS)
DEFAULT = (
    schedules.constant(),
    schedules.inverse_sqrt(),
    schedules.robbins_monro(),
    schedules.exponential(),
    schedules.step(),
    schedules.cosine(),
)

PART = knobs.choice("part", PARTS[0], PARTS)
SEED = knobs.whole("seed", 0, 0, 2**31 - 1)
CHOSEN = knobs.several("schedule", DEFAULT, read_schedule, write_schedule, 24)

RATE = knobs.real("eta", 0.1, 1e-6, 100.0)
STEPS = knobs.whole("steps", 200, 2, 5_000)
HORIZON = knobs.whole("sum_to", 10_000, 10, 100_000)
UPDATES_SCALE = knobs.choice("k_axis", "linear", SCALES)
RATE_SCALE = knobs.choice("eta_axis", "linear", SCALES)

RUN_SURFACE = knobs.choice("surface", "booth", GROUNDS)
RUN_OPTIMIZER = knobs.choice("optimizer", "gd", STEPPERS)
RUN_RATE = knobs.suggested("run_eta", 1e-6, 100.0)
RUN_STEPS = knobs.whole("run_steps", 200, 2, 2_000)
RUN_NOISE = knobs.real("noise", 8.0, 0.0, 1_000.0)
RUN_SEEDS = knobs.whole("draws", 16, 1, 64)

PLATEAU_SURFACE = knobs.choice("plateau_surface", "sphere", GROUNDS)
PLATEAU_OPTIMIZER = knobs.choice("plateau_optimizer", "gd", STEPPERS)
PLATEAU_RATE = knobs.suggested("plateau_eta", 1e-6, 100.0)
PLATEAU_STEPS = knobs.whole("plateau_steps", 800, 10, 5_000)
PLATEAU_NOISE = knobs.real("plateau_noise", 1.0, 0.0, 1_000.0)
FACTOR = knobs.real("factor", 0.3, 1e-6, 0.999)
PATIENCE = knobs.whole("patience", 60, 0, 100_000)
THRESHOLD = knobs.real("threshold", 1e-4, 0.0, 0.999)
COOLDOWN = knobs.whole("cooldown", 0, 0, 100_000)
LOWEST = knobs.real("lowest_eta", 0.0, 0.0, 100.0)

KAPPA = knobs.real("kappa", 3.0, 1.0, 20.0)
BOUND_NOISE = knobs.real("bound_noise", 1.0, 0.0, 10.0)
BOUND_STEPS = knobs.whole("bound_steps", 1_000, 10, 5_000)
DRAWS = knobs.whole("bound_draws", 64, 1, 128)
CONSTANT_RATE = knobs.real("constant_eta", 0.1, 1e-4, 1.0)
ROOT_RATE = knobs.real("sqrt_eta", 0.5, 1e-4, 2.0)

WARM_SURFACE = knobs.choice("warm_surface", "six_hump_camel", GROUNDS)
WARM_RATE = knobs.suggested("warm_eta", 1e-6, 100.0)
WARM_STEPS = knobs.whole("warm_steps", 200, 10, 2_000)
WARM_NOISE = knobs.real("warm_noise", 3.0, 0.0, 1_000.0)
WARM_DRAWS = knobs.whole("warm_draws", 48, 1, 64)
WARM_UPDATES = knobs.whole("warm_up", 100, 1, 2_000)
BETA2 = knobs.real("beta2", 0.99, 0.5, 0.9999)

FRICTION_SURFACE = knobs.choice("friction_surface", "ill_quadratic", GROUNDS)
FRICTION_RATE = knobs.suggested("friction_eta", 1e-6, 100.0)
FRICTION_STEPS = knobs.whole("friction_steps", 100, 2, 5_000)
BETA_FIRST = knobs.real("beta_from", 0.5, 0.0, 0.999)
BETA_LAST = knobs.real("beta_to", 0.9, 0.0, 0.999)
CONTROL = knobs.real("control", 0.99, 0.0, 10.0)
CONTROL_RATE = knobs.real("alpha", 0.1, 1e-4, 1.0)
CONTROL_STEPS = knobs.whole("control_steps", 100, 2, 2_000)

DESK = knobs.Desk(
    "schedules",
    (
        *(PART, SEED, CHOSEN, RATE, STEPS, HORIZON, UPDATES_SCALE, RATE_SCALE),
        *(RUN_SURFACE, RUN_OPTIMIZER, RUN_RATE, RUN_STEPS, RUN_NOISE, RUN_SEEDS),
        *(PLATEAU_SURFACE, PLATEAU_OPTIMIZER, PLATEAU_RATE, PLATEAU_STEPS, PLATEAU_NOISE),
        *(FACTOR, PATIENCE, THRESHOLD, COOLDOWN, LOWEST),
        *(KAPPA, BOUND_NOISE, BOUND_STEPS, DRAWS, CONSTANT_RATE, ROOT_RATE),
        *(WARM_SURFACE, WARM_RATE, WARM_STEPS, WARM_NOISE, WARM_DRAWS, WARM_UPDATES, BETA2),
        *(FRICTION_SURFACE, FRICTION_RATE, FRICTION_STEPS, BETA_FIRST, BETA_LAST),
        *(CONTROL, CONTROL_RATE, CONTROL_STEPS),
    ),
)
