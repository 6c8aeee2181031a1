// Volunteer: what one machine has to compute, and how far it has come.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/protocols/setiathome/project.hpp"

namespace rippletank::protocols {

/// Computes one unit at a time, in the order in which their data came, as long as the machine is
/// on; it needs no network for that.
///
/// Each call names its moment, none before that of an earlier one.
///
/// Conservation: time on = computing + idle.
class Volunteer {
 public:
  struct Spent {
    core::Time computing = 0;  ///< what was lost included
    core::Time lost = 0;       ///< since the last checkpoint, when the machine went off
    core::Time idle = 0;       ///< on, with nothing to compute
  };

  /// What happens before `count_from` is counted nowhere.
  Volunteer(core::Time checkpoint, core::Time count_from)
      : checkpoint_(checkpoint), count_from_(count_from) {}

  void advance(core::Time now);

  /// A unit is to be computed, its data are still to be fetched.
  void promise(core::Time now, CopyId copy, core::Time computing);
  /// Its data, the first to be fetched, have come.
  void take(core::Time now);
  /// The result that was to be returned first has been.
  void forget_result();

  /// Work since the last checkpoint is lost.
  void switch_off(core::Time now);
  void switch_on(core::Time now);

  std::optional<CopyId> to_fetch() const;
  std::optional<CopyId> to_return() const;
  /// Computing that is still to be done, as of the last call.
  core::Time queued() const;
  /// How much of that is left of the unit in work; nothing if there is none.
  std::optional<core::Time> left_of_unit() const;

  const Spent& spent() const { return spent_; }

 private:
  struct Task {
    CopyId copy = no_copy;
    core::Time computing = 0;
    core::Time done = 0;
  };

  core::Time counted(core::Time begin, core::Time end) const;

  core::Time checkpoint_;
  core::Time count_from_;
  bool on_ = true;
  core::Time until_ = 0;  ///< the moment up to which everything is worked out
  std::vector<Task> promised_;
  std::vector<Task> here_;  ///< the first is in work
  std::vector<CopyId> results_;
  Spent spent_;
};

}  // namespace rippletank::protocols
