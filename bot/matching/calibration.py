"""Fitted by ``python -m bench.matching.calibrate --write``; constants come first."""

OURS = (
    -4.0246,
    -0.1703,
    0.3565,
    0.4986,
    3.0631,
    -6.8550,
    0.7371,
    4.3786,
    -0.7186,
)
RIGHT = (
    -2.7563,
    0.7684,
    -0.1086,
    -0.1673,
    2.4455,
    -4.2701,
    0.3580,
    3.3170,
    -0.5298,
)
