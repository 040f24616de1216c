"""Fitted by ``python -m bench.matching.calibrate --write``; the constants come first."""

OURS = (
    -5.1005,
    -0.2503,
    0.3620,
    0.4386,
    3.3407,
    -7.3221,
    0.7810,
    5.5862,
    -0.6546,
)
RIGHT = (
    -3.6097,
    0.5472,
    -0.0711,
    0.1425,
    2.2572,
    -3.8389,
    0.3054,
    3.7363,
    -0.6347,
)
