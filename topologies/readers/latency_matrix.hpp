// latency_matrix: measured round-trip times between all pairs of hosts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/registry/codec.hpp"

namespace rippletank::topologies {

/// Round-trip times between n hosts; not a graph, but what a `matrix` underlay delays by.
///
/// Shape:   rtt_ms[i*n + j] from host i to host j; not always symmetric. 0 off the diagonal: the
///          pair was not measured.
struct LatencyMatrix {
  std::uint32_t n = 0;
  std::vector<double> rtt_ms;

  double rtt_from_to(std::uint32_t from, std::uint32_t to) const {
    return rtt_ms[std::size_t{from} * n + to];
  }
  bool is_missing(std::uint32_t from, std::uint32_t to) const {
    return from != to && rtt_from_to(from, to) == 0;
  }
};

/// The matrix of n lines of n numbers, parted by blanks, a comma or a semicolon.
///
/// Units:   as in the file, taken as milliseconds, 0 to 1e9.
/// Errors:  InputError with the first 20 mistakes, each with its line: a row of another length,
///          a text, a negative number, too few or too many rows.
/// Source:  the format of R. Zhu et al., IEEE/ACM Trans. Networking 25 (2017), NetLatency-Data.
LatencyMatrix parse_latency_matrix(std::string_view text, const std::string& file_name);

/// The matrix in a file.
LatencyMatrix read_latency_matrix(const registry::FilePath& file);

}  // namespace rippletank::topologies
