// Which sources stand for all, and how far off the mean over them may be.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// A mean over sampled sources with its error.
struct SampledMean {
  double mean = 0;
  double error = 0;  ///< half the width of the 95 % confidence interval
};

/// Draws `count` different ones of the nodes, ascending.
///
/// Errors:  count must not exceed the number of nodes.
/// Random:  substream `purpose` of the seed; `count` draws.
std::vector<NodeId> sample_sources(const std::vector<NodeId>& nodes, std::uint32_t count,
                                   std::uint64_t seed, std::string_view purpose);

/// The ratio of two sums over sampled sources, such as hops over targets, as an estimate of the
/// same ratio over all of them.
///
/// Shape:   totals[i] over weights[i]; at least two samples out of `population` without
///          replacement; the error falls to 0 when all are sampled.
/// Source:  ratio estimator with linearised variance and Student's t: Cochran, Sampling
///          Techniques, 3rd ed. 1977, section 2.11; t by Cornish & Fisher's expansion, 1960.
SampledMean ratio_of_sums(const std::vector<double>& totals, const std::vector<double>& weights,
                          double population);

}  // namespace rippletank::topologies
