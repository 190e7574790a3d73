"""The loop over runs and steps: compiled for speed, and run as it stands for the first picture and the tests."""

from math import inf

from .around import CLIP_NORM, CLIP_VALUE, MASK_ROW
from .switches import COMPILED, HEAVY_FROM

(
    evaluate,
    gaussian,
    scratch,
    seldom,
    late,
    step,
    light_step,
    heavy_step,
    initialise,
    begin,
    before,
    after,
    end,
    carry,
) = COMPILED

BUDGET_USED, CONVERGED_GRADIENT, CONVERGED_LOSS, DIVERGED = 0, 1, 2, 3


def paths(
    first,
    last,
    rules,
    probing_from,
    starts,
    learning_rates,
    hyperparameters,
    surface,
    constants,
    code,
    arguments,
    stack,
    noise,
    key,
    bound,
    gradient_tolerance,
    loss_tolerance,
    extras,
    options,
    courses,
    course_slots,
    masks,
    far_w,
    far_g,
    far_s,
    aside,
    positions,
    losses,
    gradients,
    memory,
    slow,
    averages,
    evaluations,
    steps_taken,
    status,
):
    """Run the optimizers `first` … `last` - 1 from their starts and record every step.

    Shapes, with R runs, T steps, H hyperparameter slots, M memory slots, O options and C courses:
    rules (R,), starts (R, 2), learning_rates (R, T), hyperparameters (R, H), constants (any,), extras (R,),
    options (R, O), courses (R, C, T), course_slots (R, C), masks (R, T or 0, 2); scratch far_w (2,),
    far_g (2,), far_s (at least M, 2), aside (see `around`, 2); results positions (R, T + 1, 2), losses (R, T + 1),
    gradients (R, T + 1, 2), memory (R, T + 1 or 0, M, 2), slow and averages (R, T + 1, 2) or (R, 0, 2),
    evaluations (R, 2), steps_taken (R,), status (R,).
    `rules` counts the forms of the registry; from `probing_from` on they ask for gradients themselves.
    A run whose `extras` is 0 uses none of the options. `learning_rates` and `hyperparameters` are left as
    the rule saw them. `evaluations` counts the gradients and Hessians that probing rules asked for.
    Short rules work in registers, long ones in the scratch arrays. What most runs do without asks the compiler not
    to prepare for it (`seldom`, `late`): a step of a cheap rule is little more than its arithmetic.
    After a stop the last row is repeated. Noise is added to what a rule sees, not to what is recorded.
    """
    # Known sizes save a multiplication at every access. The arrays always have these.
    if positions.shape[2] != 2 or gradients.shape[2] != 2 or memory.shape[3] != 2 or starts.shape[1] != 2:
        return
    w, g, s, settings = scratch()
    steps = learning_rates.shape[1]
    record_memory = memory.shape[1] > 0
    rows = memory.shape[2]
    for r in range(first, last):
        rule = rules[r]
        probing = rule >= probing_from
        h = hyperparameters[r]
        for j in range(settings.size):
            settings[j] = h[j]
        extra = extras[r] > 0
        unusual = extra or noise > 0.0
        for j in range(s.shape[0]):
            s[j, 0] = 0.0
            s[j, 1] = 0.0
        for j in range(rows):
            far_s[j, 0] = 0.0
            far_s[j, 1] = 0.0
        first_rate = learning_rates[r, 0] if steps > 0 else 0.0
        if rule < HEAVY_FROM:
            initialise(rule, s, first_rate, h)
        else:
            initialise(rule, far_s, first_rate, h)
        w[0] = starts[r, 0]
        w[1] = starts[r, 1]
        if extra:
            begin(r, starts[r], options, aside, averages, slow)
        evaluations[r, 0] = 0
        evaluations[r, 1] = 0
        state = BUDGET_USED
        taken = steps
        previous = inf
        t = 0
        while True:
            t += 1
            x = w[0]
            y = w[1]
            loss, slope_x, slope_y = evaluate(surface, x, y, constants, code, arguments, stack)
            squared = slope_x * slope_x + slope_y * slope_y
            positions[r, t - 1, 0] = x
            positions[r, t - 1, 1] = y
            losses[r, t - 1] = loss
            gradients[r, t - 1, 0] = slope_x
            gradients[r, t - 1, 1] = slope_y
            if seldom(record_memory):
                now = late(t - 1)
                if rule < HEAVY_FROM:
                    for j in range(s.shape[0]):
                        if j < rows:
                            memory[r, now, j, 0] = s[j, 0]
                            memory[r, now, j, 1] = s[j, 1]
                else:
                    for j in range(rows):
                        memory[r, now, j, 0] = far_s[j, 0]
                        memory[r, now, j, 1] = far_s[j, 1]
            # One comparison catches nan, inf and blow-up: each of them makes the sum fail to be below the bound.
            if seldom(not (abs(loss) + abs(x) + abs(y) + squared < bound)):
                state = DIVERGED
                taken = t - 1
                break
            if seldom(squared <= gradient_tolerance):
                state = CONVERGED_GRADIENT
                taken = t - 1
                break
            if seldom(abs(loss - previous) < loss_tolerance):
                state = CONVERGED_LOSS
                taken = t - 1
                break
            if seldom(t > steps):
                break
            previous = loss
            g[0] = slope_x
            g[1] = slope_y
            if seldom(unusual):
                now = late(t)
                if noise > 0.0:
                    draw_x, draw_y = gaussian(key, now)
                    g[0] += noise * draw_x
                    g[1] += noise * draw_y
                if extra:
                    before(r, now, g, h, options, courses, course_slots, learning_rates, aside)
                    for j in range(settings.size):
                        settings[j] = h[j]
                    for j in range(s.shape[0]):
                        if options[r, MASK_ROW] == j:
                            s[j, 0] = masks[r, now - 1, 0]
                            s[j, 1] = masks[r, now - 1, 1]
            if seldom(probing):
                landscape = (
                    surface,
                    constants,
                    code,
                    arguments,
                    stack,
                    noise,
                    key,
                    t,
                    options[r, CLIP_VALUE],
                    options[r, CLIP_NORM],
                    evaluations[r],
                )
                if rule < HEAVY_FROM:
                    light_step(rule - probing_from, w, g, s, landscape, t, learning_rates[r, t - 1], settings)
                else:
                    far_w[0] = w[0]
                    far_w[1] = w[1]
                    far_g[0] = g[0]
                    far_g[1] = g[1]
                    heavy_step(rule - HEAVY_FROM, far_w, far_g, far_s, landscape, t, learning_rates[r, t - 1], h)
                    w[0] = far_w[0]
                    w[1] = far_w[1]
            else:
                step(rule, w, g, s, t, learning_rates[r, t - 1], settings)
            if seldom(extra):
                now = late(t)
                after(r, now, w, g, loss, learning_rates[r, now - 1], options, aside, averages, slow)
        for t in range(taken + 1, steps + 1):
            positions[r, t, 0] = positions[r, taken, 0]
            positions[r, t, 1] = positions[r, taken, 1]
            losses[r, t] = losses[r, taken]
            gradients[r, t, 0] = gradients[r, taken, 0]
            gradients[r, t, 1] = gradients[r, taken, 1]
            if record_memory:
                for j in range(rows):
                    memory[r, t, j, 0] = memory[r, taken, j, 0]
                    memory[r, t, j, 1] = memory[r, taken, j, 1]
        if extra:
            end(r, taken, options, learning_rates, aside, averages, slow)
        steps_taken[r] = taken
        status[r] = state
    carry()
