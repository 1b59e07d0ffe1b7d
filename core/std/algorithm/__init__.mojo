# SPDX-License-Identifier: Apache-2.0
"""Loops as functions: over vectors, over threads, over tiles."""

from std.algorithm.functional import map, parallelize, sync_parallelize, tile, unswitch, vectorize, vectorize_unroll
from std.algorithm.reduction import cumsum, max, mean, min, product, sum, variance
from std.builtin.sort import partition, sort
