// PointMistakes: what is wrong with the scenarios of a sweep, each mistake once and where it is.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/sweep/sweep.hpp"

namespace rippletank::sweep {

/// What a point was set to, for messages: `ttl_hops = 5, fraction = 0.2`.
std::string point_words(const std::vector<std::string>& columns,
                        const std::vector<registry::Json>& values);

/// Gathers mistakes of point after point. One in a varied value is told where that value stands;
/// one that only some points have tells of the first of them.
class PointMistakes {
 public:
  PointMistakes(const LoadedSweep& loaded, std::size_t points) : loaded_(loaded), points_(points) {}

  void add(const Choice& choice, const std::vector<registry::Json>& values,
           const std::vector<std::string>& columns,
           const std::vector<registry::Diagnostic>& diagnostics);

  /// So many that more are of no use.
  bool are_many() const { return found_.size() >= 50; }

  /// Errors:  InputError with all of them, if there are any.
  void throw_if_any() const;

 private:
  struct Found {
    registry::Diagnostic diagnostic;
    std::string first_point;
    std::size_t count = 0;
    bool in_value = false;  ///< that is varied
  };

  std::string place_of_value(std::size_t axis, std::uint32_t value) const;

  const LoadedSweep& loaded_;
  std::size_t points_;
  std::map<std::pair<std::string, std::string>, std::size_t> index_;  ///< by pointer and message
  std::vector<Found> found_;
};

}  // namespace rippletank::sweep
