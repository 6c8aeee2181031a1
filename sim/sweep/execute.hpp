// Executes what is missing of a sweep, on threads and elsewhere, and keeps each run as it comes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/sweep/desk.hpp"
#include "sim/sweep/plan.hpp"
#include "sim/sweep/store.hpp"
#include "sim/sweep/survey.hpp"

namespace rippletank::sweep {

/// Workers in other processes. What they do is asked of them again and again.
struct RemoteWorkers {
  /// Takes tasks from the desk for those that are idle, and brings what they have done.
  std::function<void(Desk&)> exchange;
  /// Ends what they play, and them; brings what they had done before.
  std::function<void(Desk&)> end;
};

/// How far an execution is.
struct Headway {
  std::uint64_t done = 0;  ///< of `of`, those that failed included
  std::uint64_t of = 0;    ///< grows where "until" wants more
  std::uint64_t failed = 0;
};

struct Execution {
  unsigned threads = 1;  ///< no fewer than one, unless there are remote workers
  bool fail_fast = false;
  std::optional<double> time_limit_s;
  RemoteWorkers remote;                           ///< may be empty
  std::function<void(const Headway&)> told = {};  ///< some times a second
  std::function<bool()> is_interrupted = {};      ///< asked some times a second
};

enum class Ending { complete, failed_fast, interrupted };

/// Plays the missing runs and puts each into the store.
///
/// Order:   repetition by repetition, and in these the points with the same topology one after the
///          other, which they share; the order changes nothing in the results.
/// Errors:  what kept a record from being stored or a folder from being written, after all workers
///          have stopped; what was finished before is kept.
Ending execute(const Plan& plan, Store& store, const Keeping& keeping, const Survey& found,
               const Execution& execution);

}  // namespace rippletank::sweep
