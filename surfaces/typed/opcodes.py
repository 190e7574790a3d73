"""The operations of the stack machine, as whole numbers: leaves, then those of two values, then those of one."""

PUSH, X, Y = range(3)
ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, SMALLER, LARGER, HYPOTENUSE, ANGLE = range(3, 12)
NEGATIVE, INTEGER_POWER, CONSTANT_EXPONENT, CONSTANT_BASE = range(12, 16)
SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH = range(16, 25)
EXP, LOG, SQRT, CBRT, ABS, SIGN, SIGMOID, SOFTPLUS = range(25, 33)

LAST_LEAF, LAST_OF_TWO = Y, ANGLE
