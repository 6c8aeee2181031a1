// Stopping: how many repetitions of a point are wanted.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "analysis/statistics/description.hpp"
#include "sim/sweep/outline.hpp"
#include "sim/sweep/run_record.hpp"

namespace rippletank::sweep {

/// The run of a repetition, if it is known.
using FindRepetition = std::function<std::optional<RunRecord>(std::uint64_t repetition)>;

/// How many repetitions of a point are wanted as far as those that are known can tell: the first
/// so many, whatever the order in which they were played.
///
/// With a rule "until", looked at when the first `repetitions` are known: if their mean is not
/// known well enough, as many are added as their spread lets expect to be needed, but no more than
/// there are; and so on. So the number depends on nothing but the values, and intervals at the end
/// are somewhat too narrow, as with every rule that stops when it likes what it sees.
///
/// Source:  Law & Kelton, Simulation Modeling and Analysis (2000), section 9.4.1. Departs: adds
///          several at a time.
std::uint64_t wanted_repetitions(const Outline& outline, const FindRepetition& find);

/// Whether a mean is known as well as a rule wants it; not without an interval.
bool is_known_well(const Until& until, const statistics::Description& sample);

}  // namespace rippletank::sweep
