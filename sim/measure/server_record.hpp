// ServerRecord: everything that is counted about one server.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/step_curve.hpp"
#include "sim/measure/time_bins.hpp"

namespace rippletank::measure {

/// Conservation: arrived = served + refused + lost + inside.
struct ServiceCount {
  std::uint64_t arrived = 0;
  std::uint64_t served = 0;
  std::uint64_t refused = 0;  ///< found no place
  std::uint64_t lost = 0;     ///< were inside when it failed
  std::uint64_t inside = 0;   ///< at the end of the run
  double response_ns = 0;     ///< from arrival to end of service, over those served
  core::Time longest_response = 0;
};

struct ServerRecord {
  core::PeerId server = 0;
  std::uint32_t workers = 1;
  core::Time begin = 0;  ///< the end of the warm-up: what came before is counted nowhere
  ServiceCount count;
  StepCurve waiting;  ///< requests without a worker
  StepCurve busy;     ///< workers with a request
  BinnedCount arrivals;

  /// Share of the time from there until the end of the run that a worker had a request, mean over
  /// workers.
  std::optional<double> utilisation(core::Time end) const {
    if (end <= begin) return {};
    return busy.integral_ns() / static_cast<double>(end - begin) / workers;
  }
  /// Requests that waited for a worker, mean over the same time.
  std::optional<double> waiting_mean(core::Time end) const {
    if (end <= begin) return {};
    return waiting.integral_ns() / static_cast<double>(end - begin);
  }
  std::optional<double> response_ms_mean() const {
    if (count.served == 0) return {};
    return count.response_ns / 1e6 / static_cast<double>(count.served);
  }
};

}  // namespace rippletank::measure
