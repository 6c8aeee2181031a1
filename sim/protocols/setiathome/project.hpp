// Project: what a project that computes by volunteers keeps on disk: units, copies and results.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::protocols {

/// A copy of a unit that was sent to a host, in the order of sending.
using CopyId = std::uint32_t;
inline constexpr CopyId no_copy = std::numeric_limits<CopyId>::max();

struct ProjectSettings {
  std::optional<std::uint32_t> units;  ///< none: as many as are asked for
  std::uint32_t replication = 2;       ///< copies of a unit that are sent in any case
  std::uint32_t quorum = 2;            ///< equal results that complete a unit
  std::uint32_t copies_max = 10;       ///< after so many a unit is given up
  core::Time deadline = 0;             ///< from sending a copy until its result must be back
  core::Distribution compute_h{core::Constant{16}};
  core::Time warm_up = 0;  ///< what happens before is counted apart
};

/// What became of copies and results.
///
/// Conservation: received = valid + invalid + redundant + late + undecided.
struct ProjectCount {
  std::uint64_t completed = 0;
  std::uint64_t wrong = 0;  ///< of those, with a wrong result
  std::uint64_t given_up = 0;
  std::uint64_t copies = 0;
  std::uint64_t reissued = 0;  ///< of those, beyond the replication
  std::uint64_t expired = 0;
  std::uint64_t received = 0;
  std::uint64_t valid = 0;
  std::uint64_t invalid = 0;    ///< of a unit that others completed, or that was given up
  std::uint64_t redundant = 0;  ///< came when the unit was decided
  std::uint64_t late = 0;       ///< came after the deadline
  double turnaround_ns = 0;     ///< from the first sending to completion, over completed units
  double wasted_ns = 0;         ///< computing for invalid, redundant and late results

  ProjectCount& operator+=(const ProjectCount& other);
};

/// Sends each unit to several hosts, and again where results differ or do not come back.
///
/// Wrong results all differ from each other, so two of them never make a quorum. A copy whose
/// deadline passes counts as lost, which is noticed when the project is next asked for something;
/// nobody can tell the difference. Each call names its moment, none before that of an earlier one.
///
/// Random:  substream "setiathome/compute" of the unit: one number, how long it takes.
/// Cost:    O(log n) per copy, and a look at each unit that lacks copies per request.
/// Source:  BOINC wiki, WorkDistribution and JobReplication; departs: late results are not used.
class Project {
 public:
  struct Request {
    core::PeerId host = 0;
    double speed = 1;       ///< of the host
    core::Time wanted = 0;  ///< computing that it asks for
    core::Time queued = 0;  ///< computing that it has to do before
  };
  /// Copies that are sent at a time: those from first to before end.
  struct Batch {
    CopyId first = no_copy;
    CopyId end = no_copy;
    bool empty() const { return first == end; }
  };
  /// Units by what they are at a moment: each is exactly one of these.
  struct Census {
    std::uint64_t waiting = 0;  ///< for a host; those that are still to be made included
    std::uint64_t out = 0;      ///< at hosts, within the deadline
    std::uint64_t completed = 0;
    std::uint64_t given_up = 0;
  };

  Project(const ProjectSettings& settings, std::uint64_t seed);

  /// Sends a host what it asks for, as far as it can be done within the deadline: the oldest units
  /// of which it never had a copy.
  Batch assign(core::Time now, const Request& request);

  /// A result has come back.
  void take_result(core::Time now, CopyId copy, bool right);

  /// Whether all units are completed or given up, and no more will come.
  bool is_finished(core::Time now);

  /// How long the host of a copy computes for it.
  core::Time computing(CopyId copy) const { return copies_[copy].computing; }
  std::uint32_t unit(CopyId copy) const { return copies_[copy].unit; }
  core::PeerId host(CopyId copy) const { return copies_[copy].host; }
  /// The end of the batch in which a copy was sent.
  CopyId batch_end(CopyId copy) const { return copies_[copy].batch_end; }

  const ProjectCount& count() const { return after_; }
  /// Results that wait for others to be compared with, those of the warm-up included.
  std::uint64_t undecided() const { return undecided_; }

  /// Counts all units anew from their copies, and checks everything that is kept.
  Census census(core::Time now);

 private:
  enum class UnitState : std::uint8_t { open, completed, given_up };
  enum class CopyState : std::uint8_t { out, expired, undecided, over };

  struct Unit {
    core::Time first_sent = 0;
    CopyId last_copy = no_copy;
    std::uint32_t issued = 0;
    std::uint32_t out = 0;  ///< copies within their deadline
    std::uint32_t right = 0;
    std::uint32_t wrong = 0;
    UnitState state = UnitState::open;
  };
  struct Copy {
    core::Time deadline = 0;
    core::Time computing = 0;
    std::uint32_t unit = 0;
    core::PeerId host = 0;
    CopyId before = no_copy;  ///< of the same unit
    CopyId batch_end = no_copy;
    CopyState state = CopyState::out;
    bool right = false;
  };

  ProjectCount& count_at(core::Time time) { return time < settings_.warm_up ? before_ : after_; }
  core::Time computing_of(std::uint32_t unit, double speed) const;
  bool may_have(std::uint32_t unit, core::PeerId host) const;
  std::uint32_t largest_agreement(const Unit& unit) const;
  std::uint32_t copies_lacking(const Unit& unit) const;
  /// As many units wait for a host at most; BOINC's scheduler likewise chooses from a few.
  static constexpr std::uint64_t most_never_sent = 100;

  bool may_make_unit() const;
  void send(core::Time now, std::uint32_t unit, core::PeerId host, core::Time computing);
  void expire_until(core::Time now);
  void review(core::Time now, std::uint32_t unit);
  void decide(core::Time now, Unit& unit, UnitState state);
  void note_lacking(std::uint32_t unit);
  void check_unit(const Unit& unit, std::uint32_t number) const;

  ProjectSettings settings_;
  std::uint64_t seed_;
  std::vector<Unit> units_;
  std::vector<Copy> copies_;
  std::set<std::uint32_t> lacking_;  ///< units of which copies are to be sent
  CopyId next_to_expire_ = 0;        ///< deadlines come in the order of sending
  std::uint64_t open_ = 0;
  std::uint64_t never_sent_ = 0;  ///< units too long for those that asked so far
  std::uint64_t undecided_ = 0;
  ProjectCount before_;
  ProjectCount after_;
};

}  // namespace rippletank::protocols
