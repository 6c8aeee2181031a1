// Sweep: many runs of one scenario as a validated value, and the table that it is read by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/load.hpp"
#include "sim/sweep/grid.hpp"

namespace rippletank::sweep {

/// Repeats each point until its mean is known well enough.
struct Until {
  std::string metric;
  std::optional<double> half_width;           ///< in the unit of the metric
  std::optional<double> relative_half_width;  ///< as a part of the mean
  std::uint64_t at_most = 1000;

  static const registry::Section& section();
};

/// A grid of runs. Together with its scenario and the input files it determines every byte of
/// runs.csv and groups.csv.
struct Sweep {
  std::optional<std::string> schema;  ///< ignored: by it an editor finds the JSON Schema
  std::string name;                   ///< empty: that of the scenario
  std::string description;
  registry::Json scenario;  ///< a file, or the scenario itself
  Axes vary;
  Zip zip;
  std::string where;  ///< empty: every point
  std::uint64_t repetitions = 1;
  std::optional<Until> until;
  std::vector<std::string> show;
  bool folders = false;
  std::optional<double> time_limit_s;

  static const registry::Section& section();
};

/// What a command line changes in a sweep file.
struct Changes {
  std::vector<std::string> settings;  ///< "/pointer=value", of the scenario
  std::vector<std::string> varied;    ///< "/pointer=values", see read_axis()
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> repetitions;
};

struct LoadedSweep {
  Sweep sweep;
  scenario::Origin origin;   ///< of the sweep
  scenario::Draft scenario;  ///< before anything is varied
};

/// Reads a sweep file, or a scenario file as a sweep that varies nothing by itself.
///
/// Errors:  InputError with every mistake in the sweep; those in its scenario come to light point
///          by point, see Plan.
LoadedSweep load_sweep(const std::string& file, const Changes& changes);

/// The sweep and its scenario as one JSON value that says all of it.
registry::Json resolved(const LoadedSweep& loaded);

}  // namespace rippletank::sweep

/// `["/a", "/b"]`, or `[["/a", "/b"], ["/c", "/d"]]`.
template <>
struct rippletank::registry::Codec<rippletank::sweep::Zip> {
  static Type type(const Field& field);
  static void read(const Json& value, rippletank::sweep::Zip& target, const Type& type,
                   Reader& reader);
  static Json write(const rippletank::sweep::Zip& value);
};
