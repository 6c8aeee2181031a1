// Plan: every run that a sweep asks for, with the scenario to play it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/sweep/outline.hpp"

namespace rippletank::sweep {

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
  /// What a point was set to, for messages: `ttl_hops = 5, fraction = 0.2`.
  std::string words(std::uint32_t point) const;

 private:
  scenario::Scenario read(const Choice& choice) const;

  LoadedSweep loaded_;
  std::vector<Choice> choices_;
  Outline outline_;
  std::vector<std::shared_ptr<const scenario::Scenario>> kept_;
  std::vector<std::pair<std::string, std::string>> checksums_;  ///< of files, by their paths
};

}  // namespace rippletank::sweep
