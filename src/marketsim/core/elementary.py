"""Exponentials, logarithms and powers of arrays with the bits of the C library.

NumPy chooses its loops by the processor that it finds, and those for AVX-512 differ in the last bit. A run that draws
against such a number goes another way now and then. Compiled kernels call the C library, which gives one answer on all
processors with FMA (since about 2013), another in the last bit on older ones. So rules use these for arrays, and `math`
or `**` for single numbers; and they sum products instead of using `@`, since libraries of linear algebra choose by the
processor too.
"""

import numpy as np

from marketsim.core.compiling import kernel


@kernel
def exp(exponents):
    """Return e to the power of an array or a number, float64."""
    return np.exp(exponents)


@kernel
def log(numbers):
    """Return the natural logarithm of an array or a number, float64; that of 0 is minus infinity."""
    return np.log(numbers)


@kernel
def power(bases, exponents):
    """Return an array to the power of a number, or of an array that broadcasts with it, float64."""
    return bases**exponents
