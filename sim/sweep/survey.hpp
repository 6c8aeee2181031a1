// Survey: which runs of a sweep are there already, and which are missing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/sweep/outline.hpp"
#include "sim/sweep/store.hpp"

namespace rippletank::sweep {

/// A part of a sweep that is run by itself, 1 of 1 being all of it.
struct Shard {
  std::uint32_t number = 1;
  std::uint32_t of = 1;

  /// Whether a run is in it. With a rule "until" all repetitions of a point are in one shard.
  bool has(const Outline& outline, Task task) const;
};

/// What counts as there.
struct Keeping {
  Shard shard;
  bool retry_failed = false;      ///< a run that failed does not
  std::filesystem::path folders;  ///< nor one whose folder is missing; empty: there are none
};

struct Survey {
  std::uint64_t planned = 0;  ///< as far as is known, where "until" decides
  std::uint64_t there = 0;
  std::uint64_t failed = 0;                ///< of those that are there
  double wall_s = 0;                       ///< of those that are there and done
  std::vector<Task> missing;               ///< point by point
  std::vector<std::uint64_t> repetitions;  ///< planned, per point
};

/// Looks through a store; `store` may be null, for one that does not exist yet.
Survey survey(const Outline& outline, const Store* store, const Keeping& keeping);

/// Whether a run is there.
bool is_there(const Store::Brief& run, const std::string& run_id, const Keeping& keeping);

/// The run of a repetition in a store.
std::optional<RunRecord> find_run(const Outline& outline, const Store* store, Task task);

}  // namespace rippletank::sweep
