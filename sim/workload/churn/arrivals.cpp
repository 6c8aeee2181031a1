// arrivals: peers come one after the other, and stay for a while.
#include <algorithm>
#include <optional>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/workload/churn/model.hpp"
#include "sim/workload/churn/parameters.hpp"
#include "sim/workload/churn/spells.hpp"

namespace rippletank::workload {
namespace {

struct ArrivalsParameters : SessionParameters {
  core::Distribution interarrival_s;
  std::optional<core::Distribution> downtime_s;
};

void check(const ArrivalsParameters& arrivals, registry::Reader& reader) {
  check_spans(arrivals.session_s, "session_s", reader);
  if (arrivals.downtime_s) check_spans(*arrivals.downtime_s, "downtime_s", reader);
}

/// The peers that are still to come, and the spells of those that have.
class Arrivals {
 public:
  Arrivals(const ArrivalsParameters& parameters, const ChurnSetUp& set_up)
      : peers_(set_up.coming_and_going),
        gaps_s_(parameters.interarrival_s),
        gaps_(set_up.seed, "churn/arrivals"),
        pattern_(daily_pattern(parameters.diurnal)),
        horizon_(set_up.horizon),
        spells_({parameters.session_s, parameters.downtime_s, parameters.crash_share, pattern_,
                 set_up.seed, set_up.horizon}) {
    wait_for_next();
  }

  std::optional<overlay::PresenceChange> next() {
    const core::Time spell_time = spells_.next_time();
    if (arrival_ == core::never && spell_time == core::never) return {};
    const bool arrives =
        arrival_ < spell_time || (arrival_ == spell_time && peers_[come_] < spells_.next_peer());
    if (!arrives) return spells_.next();
    const core::PeerId peer = peers_[come_++];
    const overlay::PresenceChange change{arrival_, peer, true, true};
    spells_.begin(peer, arrival_, true);
    wait_for_next();
    return change;
  }

 private:
  void wait_for_next() {
    if (come_ < peers_.size()) arrival_ = pattern_.end_of_wait(arrival_, gaps_s_.sample(gaps_));
    if (come_ == peers_.size() || arrival_ > horizon_) arrival_ = core::never;
  }

  std::vector<core::PeerId> peers_;
  std::size_t come_ = 0;
  core::Distribution gaps_s_;
  core::Substream gaps_;
  DailyPattern pattern_;
  core::Time horizon_;
  Spells spells_;
  core::Time arrival_ = 0;  ///< of the next one; never: nobody else comes
};

Churn start(const ArrivalsParameters& parameters, const ChurnSetUp& set_up) {
  return {set_up.coming_and_going,
          [arrivals = Arrivals(parameters, set_up)]() mutable { return arrivals.next(); }};
}

}  // namespace

ChurnModel arrivals_churn() {
  ChurnModel model;
  model.entry = registry::describe<ArrivalsParameters>(
      "arrivals",
      "Peers come one after the other, in the order of their numbers, stay for a session, and, "
      "unless downtimes are given, never return.",
      "interarrivals of BitTorrent's peers were weibull, of a shape from 0.53 to 0.79; Stutzbach & "
      "Rejaie, IMC 2006",
      with_sessions(
          registry::Table<ArrivalsParameters>{}
              .required("interarrival_s", &ArrivalsParameters::interarrival_s,
                        {.unit = "s",
                         .range = registry::at_least(0),
                         .description = "Time from one arrival to the next; the first comes after "
                                        "such a time, too. Nobody is online at first but those "
                                        "who stay."})
              .field("downtime_s", &ArrivalsParameters::downtime_s,
                     {.unit = "s",
                      .range = registry::at_least(0),
                      .description = "After how long a peer that has gone returns; left out, "
                                     "never."}),
          "times between arrivals, and downtimes,")
          .check(check),
      {{"interarrival_s", {{"model", "weibull"}, {"shape", 0.62}, {"scale", 10}}},
       {"session_s", {{"model", "measured"}, {"of", "bittorrent_flatout"}}}});
  model.peers = [](const void* parameters) {
    return static_cast<const ArrivalsParameters*>(parameters)->peers;
  };
  model.start = [](const void* parameters, const ChurnSetUp& set_up) {
    return start(*static_cast<const ArrivalsParameters*>(parameters), set_up);
  };
  return model;
}

}  // namespace rippletank::workload
