// matrix: delays between hosts whose round-trip times were measured.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/underlay/matrix_parameters.hpp"
#include "sim/underlay/placement.hpp"
#include "topologies/readers/latency_matrix.hpp"

namespace rippletank::underlay {

/// The one-way delays between the hosts of a matrix of round-trip times.
class MatrixDelays {
 public:
  /// `file_name` is what the matrix is called in messages.
  ///
  /// Errors:  InputError for pairs that were not measured, where they are not to be filled in, or
  ///          where nothing was measured to fill them in with.
  /// Cost:    O(hosts^2) time; O(hosts^2) more memory while a median is sought.
  MatrixDelays(topologies::LatencyMatrix matrix, const MatrixParameters& parameters,
               const std::string& file_name);

  SiteId hosts() const { return matrix_.n; }

  /// How long a message takes from a host to another or itself: half the round trip as measured
  /// from the sender, the same time for the way back of one measurement; at most ten years.
  core::Time delay(SiteId from, SiteId to) const {
    return from == to ? local_ns_ : one_way(matrix_.rtt_from_to(from, to));
  }

  /// What was filled in, for people.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  core::Time one_way(double rtt) const;
  void fill_in(const MatrixParameters& parameters, const std::string& file_name);

  topologies::LatencyMatrix matrix_;
  double unit_ns_;
  core::Time local_ns_;
  std::vector<std::string> notes_;
};

}  // namespace rippletank::underlay
