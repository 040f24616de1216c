"""Fitted by ``python -m bench.matching.calibrate --write``; constants come first."""

OURS = (
    -4.0172,
    -0.1772,
    0.3766,
    0.4727,
    3.0517,
    -6.8041,
    0.7337,
    4.4244,
    -0.7566,
)
RIGHT = (
    -2.5782,
    0.7254,
    -0.0783,
    -0.1748,
    2.3844,
    -4.3554,
    0.3488,
    3.3284,
    -0.6034,
)
