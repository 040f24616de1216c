"""Fitted by ``python -m bench.matching.calibrate --write``; constants come first."""

OURS = (
    -3.7634,
    -0.0854,
    0.2996,
    0.5138,
    3.0590,
    -7.2067,
    0.6990,
    4.6507,
    -0.7142,
)
RIGHT = (
    -2.5974,
    0.7525,
    -0.1136,
    -0.1333,
    2.4133,
    -4.5073,
    0.3334,
    3.2442,
    -0.4843,
)
