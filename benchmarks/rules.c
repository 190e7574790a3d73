/* The rules in C, written apart from the engine's. paths.c runs them.
 *
 * To add a form: write its RULE, named by the keys of optimizer and form, and add a line to FORMS. The
 * hyperparameters stand in the entry's order: h[0] is the learning rate, which comes step by step as `rate`.
 */
#define MEMORY 6
#define EACH for (int i = 0; i < 2; i++)
#define MIN(A, B) ((A) < (B) ? (A) : (B))
#define MAX(A, B) ((A) > (B) ? (A) : (B))

typedef double (*surface)(double x, double y, const double *c, double *gradient);
typedef double memory[MEMORY][2];

/* w: the position; g: the gradient there; s: what the rule remembers, zeros at first; t: 1 at the first step;
 * f(x, y, c, gradient): the surface, for rules that ask for gradients elsewhere. */
#define RULE(NAME)                                                                                                \
    INLINE void NAME(double *restrict w, const double *restrict g, memory s, surface f, const double *restrict c, \
                     int64_t t, double rate, const double *restrict h)

RULE(gd_paper) {
    double weight_decay = h[1];
    EACH w[i] -= rate * (g[i] + weight_decay * w[i]);
}

RULE(grad_lr_control_cumulative_norm) {
    double control = h[1], *factor = s[0], divisor = 1.0 + control * sqrt(sqrt(g[0] * g[0] + g[1] * g[1]));
    EACH {
        factor[i] = (t == 1 ? 1.0 : factor[i]) / divisor;
        w[i] -= rate * factor[i] * g[i];
    }
}

RULE(grad_lr_control_cumulative_elementwise) {
    double control = h[1], *factor = s[0];
    EACH {
        factor[i] = (t == 1 ? 1.0 : factor[i]) / (1.0 + control * sqrt(fabs(g[i])));
        w[i] -= rate * factor[i] * g[i];
    }
}

RULE(grad_lr_control_memoryless_norm) {
    double control = h[1], *factor = s[0], divisor = 1.0 + control * sqrt(sqrt(g[0] * g[0] + g[1] * g[1]));
    EACH {
        factor[i] = 1.0 / divisor;
        w[i] -= rate * factor[i] * g[i];
    }
}

RULE(grad_lr_control_memoryless_elementwise) {
    double control = h[1], *factor = s[0];
    EACH {
        factor[i] = 1.0 / (1.0 + control * sqrt(fabs(g[i])));
        w[i] -= rate * factor[i] * g[i];
    }
}

RULE(momentum_classical) {
    double beta = h[1], *v = s[0];
    EACH {
        v[i] = beta * v[i] - rate * g[i];
        w[i] += v[i];
    }
}

RULE(momentum_pytorch) {
    double beta = h[1], dampening = h[2], weight_decay = h[3], *v = s[0];
    double keep = t == 1 ? 1.0 : 1.0 - dampening;
    EACH {
        v[i] = beta * v[i] + keep * (g[i] + weight_decay * w[i]);
        w[i] -= rate * v[i];
    }
}

RULE(momentum_ema) {
    double beta = h[1], bias_correction = h[2], *m = s[0];
    double correction = bias_correction > 0.0 ? 1.0 - pow(beta, t) : 1.0;
    EACH {
        m[i] = beta * m[i] + (1.0 - beta) * g[i];
        w[i] -= rate * m[i] / correction;
    }
}

RULE(nesterov_lookahead) {
    double beta = h[1], *v = s[0], ahead[2];
    f(w[0] + beta * v[0], w[1] + beta * v[1], c, ahead);
    EACH {
        v[i] = beta * v[i] - rate * ahead[i];
        w[i] += v[i];
    }
}

RULE(nesterov_pytorch) {
    double beta = h[1], weight_decay = h[2], *v = s[0];
    EACH {
        double gradient = g[i] + weight_decay * w[i];
        v[i] = beta * v[i] + gradient;
        w[i] -= rate * (gradient + beta * v[i]);
    }
}

RULE(nesterov_keras) {
    double beta = h[1], *v = s[0];
    EACH {
        v[i] = beta * v[i] - rate * g[i];
        w[i] += beta * v[i] - rate * g[i];
    }
}

RULE(nesterov_ema_scaled) {
    double beta = h[1], reach = rate * beta, *m = s[0], ahead[2];
    f(w[0] - reach * m[0], w[1] - reach * m[1], c, ahead);
    EACH {
        m[i] = beta * m[i] + (1.0 - beta) * ahead[i];
        w[i] -= rate * m[i];
    }
}

RULE(nesterov_ema_raw) {
    double beta = h[1], *m = s[0], ahead[2];
    f(w[0] - beta * m[0], w[1] - beta * m[1], c, ahead);
    EACH {
        m[i] = beta * m[i] + (1.0 - beta) * ahead[i];
        w[i] -= rate * m[i];
    }
}

RULE(rprop_lecture) {
    double eta_plus = h[1], eta_minus = h[2], step_min = h[3], step_max = h[4], *previous = s[0], *step = s[1];
    EACH {
        double length = t == 1 ? rate : step[i], agreement = g[i] * previous[i];
        if (agreement > 0.0) length = MIN(length * eta_plus, step_max);
        else if (agreement < 0.0) length = MAX(length * eta_minus, step_min);
        step[i] = length;
        previous[i] = g[i];
        if (g[i] > 0.0) w[i] -= length;
        else if (g[i] < 0.0) w[i] += length;
    }
}

RULE(rprop_pytorch) {
    double eta_plus = h[1], eta_minus = h[2], step_min = h[3], step_max = h[4], *previous = s[0], *step = s[1];
    EACH {
        double length = t == 1 ? rate : step[i], agreement = g[i] * previous[i], gradient = g[i];
        if (agreement > 0.0) length = MIN(length * eta_plus, step_max);
        else if (agreement < 0.0) {
            length = MAX(length * eta_minus, step_min);
            gradient = 0.0;
        }
        step[i] = length;
        previous[i] = gradient;
        if (gradient > 0.0) w[i] -= length;
        else if (gradient < 0.0) w[i] += length;
    }
}

RULE(rprop_rprop_plus) {
    double eta_plus = h[1], eta_minus = h[2], step_min = h[3], step_max = h[4];
    double *previous = s[0], *step = s[1], *move = s[2];
    EACH {
        double length = t == 1 ? rate : step[i], agreement = g[i] * previous[i];
        if (agreement < 0.0) {
            length = MAX(length * eta_minus, step_min);
            w[i] -= move[i];
            move[i] = 0.0;
            previous[i] = 0.0;
        } else {
            if (agreement > 0.0) length = MIN(length * eta_plus, step_max);
            move[i] = g[i] > 0.0 ? -length : g[i] < 0.0 ? length : 0.0;
            w[i] += move[i];
            previous[i] = g[i];
        }
        step[i] = length;
    }
}

RULE(adagrad_pytorch) {
    double epsilon = h[1], initial = h[2], rate_decay = h[3], weight_decay = h[4], *G = s[0];
    double shrunk = rate / (1.0 + (double)(t - 1) * rate_decay);
    EACH {
        double gradient = g[i] + weight_decay * w[i];
        double total = (t == 1 ? initial : G[i]) + gradient * gradient;
        G[i] = total;
        w[i] -= shrunk * gradient / (sqrt(total) + epsilon);
    }
}

RULE(adagrad_eps_inside) {
    double epsilon = h[1], initial = h[2], *G = s[0];
    EACH {
        double total = (t == 1 ? initial : G[i]) + g[i] * g[i];
        G[i] = total;
        if (total > 0.0) w[i] -= rate * g[i] / sqrt(total + epsilon);
    }
}

RULE(rmsprop_pytorch) {
    double rho = h[1], epsilon = h[2], centered = h[3], momentum = h[4], weight_decay = h[5];
    double *S = s[0], *M = s[1], *b = s[2];
    EACH {
        double gradient = g[i] + weight_decay * w[i];
        S[i] = rho * S[i] + (1.0 - rho) * gradient * gradient;
        M[i] = rho * M[i] + (1.0 - rho) * gradient;
        double variance = centered > 0.0 ? S[i] - M[i] * M[i] : S[i];
        b[i] = momentum * b[i] + gradient / (sqrt(variance) + epsilon);
        w[i] -= rate * b[i];
    }
}

RULE(rmsprop_eps_inside) {
    double rho = h[1], epsilon = h[2], centered = h[3], momentum = h[4];
    double *S = s[0], *M = s[1], *b = s[2];
    EACH {
        S[i] = rho * S[i] + (1.0 - rho) * g[i] * g[i];
        M[i] = rho * M[i] + (1.0 - rho) * g[i];
        double variance = centered > 0.0 ? S[i] - M[i] * M[i] : S[i];
        b[i] = momentum * b[i] + rate * g[i] / sqrt(variance + epsilon);
        w[i] -= b[i];
    }
}

RULE(adadelta_paper) {
    double rho = h[1], epsilon = h[2], weight_decay = h[3], *S = s[0], *D = s[1];
    EACH {
        double gradient = g[i] + weight_decay * w[i];
        S[i] = rho * S[i] + (1.0 - rho) * gradient * gradient;
        if (S[i] + epsilon > 0.0) {
            double step = sqrt(D[i] + epsilon) / sqrt(S[i] + epsilon) * gradient;
            D[i] = rho * D[i] + (1.0 - rho) * step * step;
            w[i] -= rate * step;
        }
    }
}

RULE(adam_paper) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], weight_decay = h[4], *m = s[0], *v = s[1];
    double correction1 = 1.0 - pow(beta1, t), correction2 = sqrt(1.0 - pow(beta2, t)), corrected = rate / correction1;
    EACH {
        double gradient = g[i] + weight_decay * w[i];
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient;
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient;
        w[i] -= corrected * m[i] / (sqrt(v[i]) / correction2 + epsilon);
    }
}

RULE(adam_eps_inside) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1];
    double correction1 = 1.0 - pow(beta1, t), correction2 = 1.0 - pow(beta2, t), corrected = rate / correction1;
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] -= corrected * m[i] / sqrt(v[i] / correction2 + epsilon);
    }
}

RULE(adam_no_bias_correction) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1];
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] -= rate * m[i] / (sqrt(v[i]) + epsilon);
    }
}

RULE(adam_eps_hat) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1];
    double corrected = rate * sqrt(1.0 - pow(beta2, t)) / (1.0 - pow(beta1, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] -= corrected * m[i] / (sqrt(v[i]) + epsilon);
    }
}

RULE(adam_no_bias_correction_eps_inside) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1];
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] -= rate * m[i] / sqrt(v[i] + epsilon);
    }
}

RULE(adamax_paper) {
    double beta1 = h[1], beta2 = h[2], *m = s[0], *u = s[1], corrected = rate / (1.0 - pow(beta1, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        u[i] = MAX(beta2 * u[i], fabs(g[i]));
        if (u[i] > 0.0) w[i] -= corrected * m[i] / u[i];
    }
}

RULE(adamax_pytorch) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], weight_decay = h[4], *m = s[0], *u = s[1];
    double corrected = rate / (1.0 - pow(beta1, t));
    EACH {
        double gradient = g[i] + weight_decay * w[i];
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient;
        u[i] = MAX(beta2 * u[i], fabs(gradient) + epsilon);
        w[i] -= corrected * m[i] / u[i];
    }
}

RULE(adamax_keras) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *u = s[1];
    double corrected = rate / (1.0 - pow(beta1, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        u[i] = MAX(beta2 * u[i], fabs(g[i]));
        w[i] -= corrected * m[i] / (u[i] + epsilon);
    }
}

RULE(nadam_pytorch) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], momentum_decay = h[4], weight_decay = h[5];
    double *m = s[0], *v = s[1], *mu_product = s[2];
    double mu = beta1 * (1.0 - 0.5 * pow(0.96, t * momentum_decay));
    double mu_next = beta1 * (1.0 - 0.5 * pow(0.96, (t + 1) * momentum_decay));
    double correction2 = sqrt(1.0 - pow(beta2, t));
    EACH {
        double product = mu * (t == 1 ? 1.0 : mu_product[i]), gradient = g[i] + weight_decay * w[i];
        mu_product[i] = product;
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient;
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient;
        double ahead = (1.0 - mu) / (1.0 - product) * gradient + mu_next / (1.0 - product * mu_next) * m[i];
        w[i] -= rate * ahead / (sqrt(v[i]) / correction2 + epsilon);
    }
}

RULE(nadam_optax) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1];
    double ahead1 = beta1 / (1.0 - pow(beta1, t + 1)), fresh1 = (1.0 - beta1) / (1.0 - pow(beta1, t));
    double correction2 = sqrt(1.0 - pow(beta2, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] -= rate * (ahead1 * m[i] + fresh1 * g[i]) / (sqrt(v[i]) / correction2 + epsilon);
    }
}

RULE(nadam_ruder) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1];
    double corrected = rate / (1.0 - pow(beta1, t)), correction2 = sqrt(1.0 - pow(beta2, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] -= corrected * (beta1 * m[i] + (1.0 - beta1) * g[i]) / (sqrt(v[i]) / correction2 + epsilon);
    }
}

RULE(amsgrad_paper) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1], *v_max = s[2];
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        v_max[i] = MAX(v_max[i], v[i]);
        double size = sqrt(v_max[i]) + epsilon;
        if (size > 0.0) w[i] -= rate * m[i] / size;
    }
}

RULE(amsgrad_pytorch) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1], *v_max = s[2];
    double correction2 = sqrt(1.0 - pow(beta2, t)), corrected = rate / (1.0 - pow(beta1, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        v_max[i] = MAX(v_max[i], v[i]);
        w[i] -= corrected * m[i] / (sqrt(v_max[i]) / correction2 + epsilon);
    }
}

RULE(amsgrad_optax) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1], *v_max = s[2];
    double correction2 = 1.0 - pow(beta2, t), corrected = rate / (1.0 - pow(beta1, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        v_max[i] = MAX(v_max[i], v[i] / correction2);
        w[i] -= corrected * m[i] / (sqrt(v_max[i]) + epsilon);
    }
}

RULE(amsgrad_eps_hat) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1], *v_max = s[2];
    double corrected = rate * sqrt(1.0 - pow(beta2, t)) / (1.0 - pow(beta1, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        v_max[i] = MAX(v_max[i], v[i]);
        w[i] -= corrected * m[i] / (sqrt(v_max[i]) + epsilon);
    }
}

RULE(adamw_pytorch) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], weight_decay = h[4], *m = s[0], *v = s[1];
    double correction2 = sqrt(1.0 - pow(beta2, t)), corrected = rate / (1.0 - pow(beta1, t));
    double keep = 1.0 - rate * weight_decay;
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] = keep * w[i] - corrected * m[i] / (sqrt(v[i]) / correction2 + epsilon);
    }
}

RULE(adamw_paper_wd_not_times_lr) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], weight_decay = h[4], *m = s[0], *v = s[1], *base = s[2];
    double correction2 = sqrt(1.0 - pow(beta2, t)), corrected = rate / (1.0 - pow(beta1, t));
    EACH {
        base[i] = MAX(base[i], rate);
        double multiplier = base[i] > 0.0 ? rate / base[i] : 0.0;
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] = (1.0 - multiplier * weight_decay) * w[i] - corrected * m[i] / (sqrt(v[i]) / correction2 + epsilon);
    }
}

/* RAdam's rectification: r for a length of the average of `length` out of `longest` steps. */
INLINE double rectification(double length, double longest) {
    return sqrt((length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length));
}

RULE(radam_paper) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1], *rho = s[2], *r = s[3];
    double power2 = pow(beta2, t), correction2 = 1.0 - power2, corrected = rate / (1.0 - pow(beta1, t));
    double longest = 2.0 / (1.0 - beta2) - 1.0, length = longest - 2.0 * (double)t * power2 / correction2;
    double rectified = length > 4.0 ? rectification(length, longest) : 0.0;
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        rho[i] = length;
        r[i] = rectified;
        double size = sqrt(v[i] / correction2) + epsilon;
        if (length <= 4.0) w[i] -= corrected * m[i];
        else if (size > 0.0) w[i] -= corrected * rectified * m[i] / size;
    }
}

RULE(radam_pytorch) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], weight_decay = h[4];
    double *m = s[0], *v = s[1], *rho = s[2], *r = s[3];
    double power2 = pow(beta2, t), correction2 = 1.0 - power2, corrected = rate / (1.0 - pow(beta1, t));
    double longest = 2.0 / (1.0 - beta2) - 1.0, length = longest - 2.0 * (double)t * power2 / correction2;
    double rectified = length > 5.0 ? rectification(length, longest) : 0.0;
    EACH {
        double gradient = g[i] + weight_decay * w[i];
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient;
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient;
        rho[i] = length;
        r[i] = rectified;
        if (length > 5.0) w[i] -= corrected * rectified * m[i] * sqrt(correction2) / (sqrt(v[i]) + epsilon);
        else w[i] -= corrected * m[i];
    }
}

RULE(radam_optax) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1], *rho = s[2], *r = s[3];
    double power2 = pow(beta2, t), correction2 = 1.0 - power2, corrected = rate / (1.0 - pow(beta1, t));
    double longest = 2.0 / (1.0 - beta2) - 1.0, length = longest - 2.0 * (double)t * power2 / correction2;
    double rectified = length >= 5.0 ? rectification(length, longest) : 0.0;
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        rho[i] = length;
        r[i] = rectified;
        if (length >= 5.0) w[i] -= corrected * rectified * m[i] / (sqrt(v[i] / correction2) + epsilon);
        else w[i] -= corrected * m[i];
    }
}

RULE(radam_kozistr) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1], *rho = s[2], *r = s[3];
    double power2 = pow(beta2, t), correction2 = 1.0 - power2;
    double longest = 2.0 / (1.0 - beta2) - 1.0, length = longest - 2.0 * (double)t * power2 / correction2;
    double rectified = length >= 5.0 ? rectification(length, longest) : 0.0;
    double corrected = rate * rectified * sqrt(correction2) / (1.0 - pow(beta1, t));
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        rho[i] = length;
        r[i] = rectified;
        if (length >= 5.0) w[i] -= corrected * m[i] / (sqrt(v[i]) + epsilon);
    }
}

RULE(novograd_paper) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], grad_averaging = h[4], weight_decay = h[5];
    double *m = s[0], *v = s[1], squared = g[0] * g[0] + g[1] * g[1];
    double keep = grad_averaging > 0.0 && t > 1 ? 1.0 - beta1 : 1.0;
    EACH {
        v[i] = t == 1 ? squared : beta2 * v[i] + (1.0 - beta2) * squared;
        m[i] = beta1 * m[i] + keep * (g[i] / (sqrt(v[i]) + epsilon) + weight_decay * w[i]);
        w[i] -= rate * m[i];
    }
}

RULE(adabound_official) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], final_rate = h[4], gamma = h[5], amsbound = h[6];
    double weight_decay = h[7], *m = s[0], *v = s[1], *v_max = s[2], *base = s[3];
    double corrected = rate * sqrt(1.0 - pow(beta2, t)) / (1.0 - pow(beta1, t));
    EACH {
        base[i] = MAX(base[i], rate);
        double last = base[i] > 0.0 ? final_rate * rate / base[i] : 0.0, gradient = g[i] + weight_decay * w[i];
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient;
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient;
        v_max[i] = MAX(v_max[i], v[i]);
        double size = sqrt(amsbound > 0.0 ? v_max[i] : v[i]) + epsilon;
        double lower = last * (1.0 - 1.0 / (gamma * t + 1.0)), upper = last * (1.0 + 1.0 / (gamma * t));
        if (size > 0.0) w[i] -= MIN(MAX(corrected / size, lower), upper) * m[i];
    }
}

RULE(adabound_paper) {
    double beta1 = h[1], beta2 = h[2], final_rate = h[3], sqrt_t = h[4], *m = s[0], *v = s[1];
    double lower = final_rate * (1.0 - 1.0 / ((1.0 - beta2) * t + 1.0));
    double upper = final_rate * (1.0 + 1.0 / ((1.0 - beta2) * t)), shrink = sqrt_t > 0.0 ? sqrt(t) : 1.0;
    EACH {
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        if (v[i] > 0.0) w[i] -= MIN(MAX(rate / sqrt(v[i]), lower), upper) / shrink * m[i];
    }
}

RULE(adabound_kozistr) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], final_rate = h[4], gamma = h[5], weight_decay = h[6];
    double *m = s[0], *v = s[1], *base = s[2], keep = 1.0 - rate * weight_decay;
    double corrected = rate * sqrt(1.0 - pow(beta2, t)) / (1.0 - pow(beta1, t));
    EACH {
        base[i] = MAX(base[i], rate);
        double last = base[i] > 0.0 ? final_rate * rate / base[i] : 0.0;
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        double lower = last * (1.0 - 1.0 / (gamma * t + 1.0)), upper = last * (1.0 + 1.0 / (gamma * t));
        w[i] = keep * w[i] - MIN(MAX(corrected / (sqrt(v[i] + 1e-15) + epsilon), lower), upper) * m[i];
    }
}

RULE(lion_paper) {
    double beta1 = h[1], beta2 = h[2], weight_decay = h[3], keep = 1.0 - rate * weight_decay, *m = s[0];
    EACH {
        double direction = beta1 * m[i] + (1.0 - beta1) * g[i];
        w[i] *= keep;
        if (direction > 0.0) w[i] -= rate;
        else if (direction < 0.0) w[i] += rate;
        m[i] = beta2 * m[i] + (1.0 - beta2) * g[i];
    }
}

RULE(adan_official) {
    double beta1 = h[1], beta2 = h[2], beta3 = h[3], epsilon = h[4], no_prox = h[5], weight_decay = h[6];
    double *m = s[0], *v = s[1], *n = s[2], *previous = s[3];
    double correction1 = 1.0 - pow(beta1, t), correction2 = 1.0 - pow(beta2, t), correction3 = sqrt(1.0 - pow(beta3, t));
    EACH {
        double change = t == 1 ? 0.0 : g[i] - previous[i], ahead = g[i] + beta2 * change;
        previous[i] = g[i];
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * change;
        n[i] = beta3 * n[i] + (1.0 - beta3) * ahead * ahead;
        double step = rate * (m[i] / correction1 + beta2 * v[i] / correction2) / (sqrt(n[i]) / correction3 + epsilon);
        if (no_prox > 0.0) w[i] = (1.0 - rate * weight_decay) * w[i] - step;
        else w[i] = (w[i] - step) / (1.0 + rate * weight_decay);
    }
}

RULE(adan_optax) {
    double beta1 = h[1], beta2 = h[2], beta3 = h[3], epsilon = h[4], eps_root = h[5], weight_decay = h[6];
    double *m = s[0], *v = s[1], *n = s[2], *previous = s[3];
    double correction1 = 1.0 - pow(beta1, t), correction2 = 1.0 - pow(beta2, t), correction3 = 1.0 - pow(beta3, t);
    EACH {
        double change = t == 1 ? 0.0 : g[i] - previous[i], ahead = g[i] + (1.0 - beta2) * change;
        previous[i] = g[i];
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * change;
        n[i] = beta3 * n[i] + (1.0 - beta3) * ahead * ahead;
        double size = sqrt(n[i] / correction3 + eps_root) + epsilon;
        double step = (m[i] / correction1 + (1.0 - beta2) * v[i] / correction2) / size;
        w[i] -= rate * (step + weight_decay * w[i]);
    }
}

RULE(ademamix_official) {
    double beta1 = h[1], beta2 = h[2], beta3 = h[3], epsilon = h[4], alpha = h[5], warm_up = h[6], weight_decay = h[7];
    double *m1 = s[0], *m2 = s[1], *v = s[2], share = (double)t < warm_up ? (double)t / warm_up : 1.0, slow = beta3;
    if (share < 1.0 && beta1 > 0.0 && beta3 > 0.0) {
        double fast_log = log(beta1), slow_log = log(beta3);
        slow = MIN(exp(fast_log * slow_log / ((1.0 - share) * slow_log + share * fast_log)), beta3);
    }
    double corrected = rate / (1.0 - pow(beta1, t)), mixed = rate * alpha * share;
    double correction2 = sqrt(1.0 - pow(beta2, t)), keep = 1.0 - rate * weight_decay;
    EACH {
        m1[i] = beta1 * m1[i] + (1.0 - beta1) * g[i];
        m2[i] = slow * m2[i] + (1.0 - slow) * g[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        w[i] = keep * w[i] - (corrected * m1[i] + mixed * m2[i]) / (sqrt(v[i]) / correction2 + epsilon);
    }
}

RULE(asgd_pytorch) {
    double lambda = h[1], alpha = h[2], t0 = h[3], weight_decay = h[4], *average = s[0];
    double shrunk = rate * pow(1.0 + lambda * rate * (t - 1), -alpha), share = 1.0 / MAX(1.0, t - 1.0 - t0);
    EACH {
        w[i] = (1.0 - lambda * shrunk) * w[i] - shrunk * (g[i] + weight_decay * w[i]);
        average[i] += share * (w[i] - average[i]);
    }
}

RULE(sophia_g_official) {
    double beta1 = h[1], beta2 = h[2], rho = h[3], batch_size = h[4], weight_decay = h[5], *m = s[0], *curvature = s[1];
    int refresh = (t - 1) % 10 == 0;
    EACH {
        if (refresh) curvature[i] = beta2 * curvature[i] + (1.0 - beta2) * g[i] * g[i];
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
        w[i] -= rate * weight_decay * w[i];
        double length = rate * MIN(fabs(m[i]) / (rho * batch_size * curvature[i] + 1e-15), 1.0);
        w[i] -= m[i] > 0.0 ? length : -length;
    }
}

RULE(schedule_free_sgd_official) {
    double beta = h[1], r = h[2], warmup = h[3], weight_decay = h[4], *z = s[0], *x = s[1], *kept = s[2];
    double now = warmup > 0.0 ? rate * MIN(1.0, t / warmup) : rate, top = MAX(now, kept[1]);
    double weight = (r != 0.0 ? pow((double)t, r) : 1.0) * top * top, total = kept[0] + weight;
    double share = total != 0.0 ? weight / total : 0.0;
    kept[0] = total, kept[1] = top;
    EACH {
        if (t == 1) z[i] = x[i] = w[i];
        z[i] -= now * (g[i] + weight_decay * w[i]);
        x[i] = (1.0 - share) * x[i] + share * z[i];
        w[i] = (1.0 - beta) * z[i] + beta * x[i];
    }
}

RULE(schedule_free_sgd_paper_text) {
    double beta = h[1], share = 1.0 / (t + 1.0), *z = s[0], *x = s[1];
    EACH {
        if (t == 1) z[i] = x[i] = w[i];
        z[i] -= rate * g[i];
        x[i] = (1.0 - share) * x[i] + share * z[i];
        w[i] = (1.0 - beta) * z[i] + beta * x[i];
    }
}

RULE(schedule_free_adamw_official) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], r = h[4], warmup = h[5], weight_decay = h[6];
    double *v = s[0], *z = s[1], *x = s[2], *kept = s[3];
    double now = warmup > 0.0 ? rate * MIN(1.0, t / warmup) : rate, top = MAX(now, kept[1]);
    double weight = (r != 0.0 ? pow((double)t, r) : 1.0) * top * top, total = kept[0] + weight;
    double share = total != 0.0 ? weight / total : 0.0;
    double correction2 = 1.0 - pow(beta2, t);
    kept[0] = total, kept[1] = top;
    EACH {
        if (t == 1) z[i] = x[i] = w[i];
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
        double size = sqrt(v[i] / correction2) + epsilon, direction = size > 0.0 ? g[i] / size : 0.0;
        z[i] -= now * (direction + weight_decay * w[i]);
        x[i] = (1.0 - share) * x[i] + share * z[i];
        w[i] = (1.0 - beta1) * z[i] + beta1 * x[i];
    }
}

/* With every coordinate present. */
RULE(sparse_adam_pytorch) {
    double beta1 = h[1], beta2 = h[2], epsilon = h[3], *m = s[0], *v = s[1];
    double now = rate * sqrt(1.0 - pow(beta2, t)) / (1.0 - pow(beta1, t));
    EACH {
        m[i] += (1.0 - beta1) * (g[i] - m[i]);
        v[i] += (1.0 - beta2) * (g[i] * g[i] - v[i]);
        double size = sqrt(v[i]) + epsilon;
        if (size > 0.0) w[i] -= now * m[i] / size;
    }
}

/* Every form that has a rule here. */
#define FORMS(ON, SURFACE)                                  \
    ON(SURFACE, gd_paper)                                   \
    ON(SURFACE, grad_lr_control_cumulative_norm)            \
    ON(SURFACE, grad_lr_control_cumulative_elementwise)     \
    ON(SURFACE, grad_lr_control_memoryless_norm)            \
    ON(SURFACE, grad_lr_control_memoryless_elementwise)     \
    ON(SURFACE, momentum_classical)                         \
    ON(SURFACE, momentum_pytorch)                           \
    ON(SURFACE, momentum_ema)                               \
    ON(SURFACE, nesterov_lookahead)                         \
    ON(SURFACE, nesterov_pytorch)                           \
    ON(SURFACE, nesterov_keras)                             \
    ON(SURFACE, nesterov_ema_scaled)                        \
    ON(SURFACE, nesterov_ema_raw)                           \
    ON(SURFACE, rprop_lecture)                              \
    ON(SURFACE, rprop_pytorch)                              \
    ON(SURFACE, rprop_rprop_plus)                           \
    ON(SURFACE, adagrad_pytorch)                            \
    ON(SURFACE, adagrad_eps_inside)                         \
    ON(SURFACE, rmsprop_pytorch)                            \
    ON(SURFACE, rmsprop_eps_inside)                         \
    ON(SURFACE, adadelta_paper)                             \
    ON(SURFACE, adam_paper)                                 \
    ON(SURFACE, adam_eps_inside)                            \
    ON(SURFACE, adam_no_bias_correction)                    \
    ON(SURFACE, adam_eps_hat)                               \
    ON(SURFACE, adam_no_bias_correction_eps_inside)         \
    ON(SURFACE, adamax_paper)                               \
    ON(SURFACE, adamax_pytorch)                             \
    ON(SURFACE, adamax_keras)                               \
    ON(SURFACE, nadam_pytorch)                              \
    ON(SURFACE, nadam_optax)                                \
    ON(SURFACE, nadam_ruder)                                \
    ON(SURFACE, amsgrad_paper)                              \
    ON(SURFACE, amsgrad_pytorch)                            \
    ON(SURFACE, amsgrad_optax)                              \
    ON(SURFACE, amsgrad_eps_hat)                            \
    ON(SURFACE, adamw_pytorch)                              \
    ON(SURFACE, adamw_paper_wd_not_times_lr)                \
    ON(SURFACE, radam_paper)                                \
    ON(SURFACE, radam_pytorch)                              \
    ON(SURFACE, radam_optax)                                \
    ON(SURFACE, radam_kozistr)                              \
    ON(SURFACE, novograd_paper)                             \
    ON(SURFACE, adabound_official)                          \
    ON(SURFACE, adabound_paper)                             \
    ON(SURFACE, adabound_kozistr)                           \
    ON(SURFACE, lion_paper)                                 \
    ON(SURFACE, adan_official)                              \
    ON(SURFACE, adan_optax)                                 \
    ON(SURFACE, ademamix_official)                          \
    ON(SURFACE, asgd_pytorch)                               \
    ON(SURFACE, sophia_g_official)                          \
    ON(SURFACE, schedule_free_sgd_official)                 \
    ON(SURFACE, schedule_free_sgd_paper_text)               \
    ON(SURFACE, schedule_free_adamw_official)               \
    ON(SURFACE, sparse_adam_pytorch)
