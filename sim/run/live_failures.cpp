// Chooses who fails when it happens.
#include "sim/run/live_failures.hpp"

#include <memory>
#include <utility>

#include "sim/failures/moments.hpp"

namespace rippletank::run {

std::vector<FailureEvent> LiveFailures::choose(FailureEvent& event,
                                               const failures::Moment& moment) const {
  constexpr core::Purpose of_peers("failures/peers");
  constexpr core::Purpose of_sides("failures/partition");
  constexpr core::Purpose of_returns("failures/return");
  constexpr core::Purpose of_rejoining("failures/rejoin");
  const failures::Failure& failure = failures_[event.failure];
  const std::uint64_t number = failures::occurrence_number(event.failure, event.occurrence);
  const bool parts = event.reason == FailureReason::partition;
  std::vector<core::PeerId> chosen =
      failures::choose_at(moment, parts ? failure.partition : failure.peers,
                          {seed_, parts ? of_sides : of_peers, number});
  failures::RepairTimes times(failure, parts ? of_rejoining : of_returns, number, seed_);
  const double start_s = core::to_seconds(event.time);
  core::Time together = core::never;
  std::vector<core::Time> each;
  if (times.together()) together = times.end_after(start_s);
  const std::size_t ends = times.together() ? 0 : parts ? 1 : chosen.size();
  while (each.size() < ends) each.push_back(times.end_after(start_s));
  if (parts) {
    const Sides sides = {std::move(chosen)};
    event.what = failures::apart_in_words(sides, name_);
    event.sides = std::make_shared<const Sides>(sides);
  } else {
    event.what = failures::in_words("peer", chosen, name_);
    event.peers = std::move(chosen);
  }
  return ends_of(event, together, each, name_);
}

}  // namespace rippletank::run
