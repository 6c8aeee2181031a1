// RunRecord: what a sweep keeps of a run.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/registry/codec.hpp"

namespace rippletank::sweep {

enum class Status : std::uint8_t { done, failed, time_limit };

/// What a number is, besides its value.
struct Definition {
  std::string name;
  std::string unit;
  std::string definition;
};

struct RunRecord {
  std::string run_id;
  Status status = Status::done;
  std::string message;  ///< of a run that failed
  std::uint64_t repetition = 0;
  std::uint64_t seed = 0;
  std::string fingerprint;
  double wall_s = 0;                ///< how long it took, never part of results
  registry::Json values;            ///< by name: headline numbers, then figures of the protocol
  std::vector<Definition> figures;  ///< what those of the protocol are
};

}  // namespace rippletank::sweep

template <>
struct rippletank::registry::ChoiceNames<rippletank::sweep::Status> {
  using Status = rippletank::sweep::Status;
  static constexpr std::array<std::pair<const char*, Status>, 3> names = {
      {{"done", Status::done}, {"failed", Status::failed}, {"time_limit", Status::time_limit}}};
};
