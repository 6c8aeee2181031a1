// The latencies between regions of the world and the shares of peers in them, read from a file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/underlay/placement.hpp"
#include "sim/underlay/regions_parameters.hpp"

namespace rippletank::underlay {

/// How far below the mean the least latency of SimBlock's distribution lies; a fifth of the mean in
/// ms is its shape, which makes the mean come out.
///
/// Source:  Network.getLatency of SimBlock (Aoki et al., 2019).
inline constexpr double pareto_below_mean_ms = 5;

/// Shape:   latency_ms[i*n + j] from region i to region j, one way; share[i] of all peers, as
///          proportions, not all 0.
struct RegionTable {
  std::vector<std::string> names;
  std::vector<double> latency_ms;
  std::vector<double> share;

  double latency(SiteId from, SiteId to) const {
    return latency_ms[std::size_t{from} * names.size() + to];
  }
};

/// The regions in a JSON text, by the table that the parameters choose. The latencies of SimBlock's
/// tables are one-way: it delays each message by the whole of them.
///
/// Errors:  InputError with every mistake, each with line and pointer: a key or a table that is not
///          there, names that are empty or repeated, rows of another length, values out of range, a
///          mean too small for a Pareto latency.
RegionTable parse_regions(std::string_view text, const std::string& file_name,
                          const RegionsParameters& parameters);

/// The regions in the file that the parameters name.
RegionTable read_regions(const RegionsParameters& parameters);

}  // namespace rippletank::underlay
