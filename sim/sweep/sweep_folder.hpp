// SweepFolder: the folder of a sweep, which grows: its store and what is written from that.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/sweep/results.hpp"
#include "sim/sweep/store.hpp"

namespace rippletank::sweep {

/// Why a sweep cannot be kept in its folder; nothing was written.
class UnusableFolder : public std::runtime_error {
 public:
  /// `advice` follows the reason: "; choose another --out".
  explicit UnusableFolder(std::string reason, const std::string& advice = {})
      : std::runtime_error(reason + advice), reason_(std::move(reason)) {}

  /// For whom the advice is none.
  const std::string& reason() const { return reason_; }

 private:
  std::string reason_;
};

/// Where whole results of runs lie in the folder of a sweep.
std::filesystem::path folders_in(const std::filesystem::path& folder);

/// Looks into the store of a folder, if there is one, without changing anything.
///
/// Errors:  UnusableFolder for a folder that is something else, or whose store cannot be used.
std::unique_ptr<Store> look_into(const std::filesystem::path& folder);

/// Opens the store of a folder for writing, making both if they are missing, and keeps other
/// sweeps from writing to it.
///
/// Errors:  UnusableFolder as above, for the store of another sweep, and for one that another
///          program is writing to.
std::unique_ptr<Store> open_for_writing(const std::filesystem::path& folder,
                                        const std::string& sweep_name);

/// How many runs the store of a folder lacks.
std::uint64_t missing_runs(const std::filesystem::path& folder);

/// Writes runs.csv, groups.csv and summary.json from the store, all or none of them.
///
/// Errors:  DatabaseError, std::system_error.
Results write_tables(const std::filesystem::path& folder, const Outline& outline,
                     const Store& store, const Shard& shard);

}  // namespace rippletank::sweep
