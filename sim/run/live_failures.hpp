// Live failures: who fails, where that is chosen when it happens.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/failures/live_choices.hpp"
#include "sim/failures/model.hpp"
#include "sim/run/failures.hpp"

namespace rippletank::run {

/// Chooses by what the network is by then.
class LiveFailures {
 public:
  /// Of a run without any.
  LiveFailures() = default;
  LiveFailures(std::vector<failures::Failure> failures, std::uint64_t seed,
               std::function<std::string(core::PeerId)> name)
      : failures_(std::move(failures)), seed_(seed), name_(std::move(name)) {}

  /// Fills in who fails, and returns when that ends.
  ///
  /// Random:  substreams "failures/peers" and "failures/partition", "failures/return" and
  ///          "failures/rejoin" of the occurrence.
  std::vector<FailureEvent> choose(FailureEvent& event, const failures::Moment& moment) const;

 private:
  std::vector<failures::Failure> failures_;
  std::uint64_t seed_ = 1;
  std::function<std::string(core::PeerId)> name_;
};

}  // namespace rippletank::run
