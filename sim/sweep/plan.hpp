// Plan: every run that a sweep asks for, with the scenario to play it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/sweep/outline.hpp"

namespace rippletank::sweep {

/// An input file that is not what it was when a sweep was planned.
class InputChanged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The points of a sweep, each checked and known by what its runs depend on.
///
/// Cost:    a fraction of a millisecond per point; input files are read once for their checksums.
class Plan {
 public:
  /// Errors:  InputError with the mistakes of all points, each once.
  explicit Plan(LoadedSweep loaded);

  const Sweep& sweep() const { return loaded_.sweep; }
  const LoadedSweep& loaded() const { return loaded_; }
  const Outline& outline() const { return outline_; }

  /// The scenario of a point, with the root seed of its repetitions.
  std::shared_ptr<const scenario::Scenario> scenario(std::uint32_t point) const;
  /// The files that it names, with their checksums, as provenance shows them.
  registry::Json inputs(std::uint32_t point) const;
  /// To be asked when a run has read its files: what is kept under a checksum must be of it.
  ///
  /// Errors:  InputChanged.
  /// Cost:    a look at the directory per file, unless one was touched.
  void require_same_inputs(std::uint32_t point) const;
  /// What a point was set to, for messages: `ttl_hops = 5, fraction = 0.2`.
  std::string words(std::uint32_t point) const;

 private:
  /// An input file as it was when it was read for its checksum.
  struct Input {
    std::string checksum;
    std::filesystem::file_time_type written;
    std::uintmax_t bytes = 0;
  };

  scenario::Scenario read(const Choice& choice) const;
  std::vector<registry::FilePath> files_of(std::uint32_t point) const;

  LoadedSweep loaded_;
  std::vector<Choice> choices_;
  Outline outline_;
  std::vector<std::shared_ptr<const scenario::Scenario>> kept_;
  std::map<std::string, Input> inputs_;  ///< by their paths
};

}  // namespace rippletank::sweep
