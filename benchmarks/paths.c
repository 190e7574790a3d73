/* Paths of the rules in rules.c, one function per pair of surface and form, so that the compiler sees both.
 *
 * A function does what a step of the engine does: evaluate the loss and its gradient, store position, loss
 * and gradient, compare once for divergence, apply the rule. Constants, hyperparameters and learning rates
 * are read from arrays, so nothing is known when this is compiled but the formulas. With -DSTOP_TESTS the
 * loop also makes the engine's two tests for an early stop.
 *
 * To add a surface: a SURFACE, named by its key, and a line at the end.
 */
#include <math.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))
#define SURFACE(NAME) INLINE double NAME(double x, double y, const double *restrict c, double *restrict gradient)

#include "rules.c"

SURFACE(beale) {
    (void)c;
    double y2 = y * y, y3 = y2 * y;
    double u = 1.5 - x + x * y, v = 2.25 - x + x * y2, z = 2.625 - x + x * y3;
    gradient[0] = 2.0 * (u * (y - 1.0) + v * (y2 - 1.0) + z * (y3 - 1.0));
    gradient[1] = 2.0 * x * (u + 2.0 * v * y + 3.0 * z * y2);
    return u * u + v * v + z * z;
}

SURFACE(rosenbrock) {
    double a = c[0], b = c[1], u = y - x * x, d = a - x;
    gradient[0] = -2.0 * d - 4.0 * b * x * u;
    gradient[1] = 2.0 * b * u;
    return d * d + b * u * u;
}

#ifdef STOP_TESTS
#define STOPPED (squared <= gradient_tolerance || (t > 1 && fabs(loss - before) < loss_tolerance))
#else
#define STOPPED 0
#endif

#define PATH(SURFACE, FORM)                                                                                        \
    int64_t SURFACE##_##FORM(const double *restrict start, const double *restrict c, const double *restrict h,     \
                             const double *restrict rates, int64_t steps, double bound, double gradient_tolerance, \
                             double loss_tolerance, double *restrict positions, double *restrict losses,           \
                             double *restrict gradients) {                                                         \
        double w[2] = {start[0], start[1]}, g[2], before = 0.0;                                                    \
        memory s = {{0}};                                                                                          \
        (void)gradient_tolerance, (void)loss_tolerance, (void)before;                                              \
        for (int64_t t = 1; t <= steps + 1; t++) {                                                                 \
            double loss = SURFACE(w[0], w[1], c, g), squared = g[0] * g[0] + g[1] * g[1];                          \
            EACH {                                                                                                 \
                positions[2 * (t - 1) + i] = w[i];                                                                 \
                gradients[2 * (t - 1) + i] = g[i];                                                                 \
            }                                                                                                      \
            losses[t - 1] = loss;                                                                                  \
            if (!(fabs(loss) + fabs(w[0]) + fabs(w[1]) + squared < bound)) return t - 1;                           \
            if (STOPPED) return t - 1;                                                                             \
            if (t > steps) break;                                                                                  \
            before = loss;                                                                                         \
            FORM(w, g, s, SURFACE, c, t, rates[t - 1], h);                                                         \
        }                                                                                                          \
        return steps;                                                                                              \
    }

FORMS(PATH, beale)
FORMS(PATH, rosenbrock)
