// Spread: how much a random quantity varies, as the variance divided by the square of the mean.
#pragma once

#include <optional>

#include "sim/core/distributions.hpp"

namespace rippletank::theory {

/// The square of the coefficient of variation; nothing where it is infinite, where the mean is 0,
/// or where there is no closed form.
///
/// Source:  Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions (1994).
std::optional<double> relative_variance(const core::Distribution& quantity);

}  // namespace rippletank::theory
