// sessions: peers are online and offline by turns.
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/core/residual_life.hpp"
#include "sim/workload/churn/model.hpp"
#include "sim/workload/churn/parameters.hpp"
#include "sim/workload/churn/spells.hpp"

namespace rippletank::workload {

/// How a run finds peers that come and go.
enum class ChurnStart : std::uint8_t { stationary, online, offline };

namespace {

struct SessionsParameters : SessionParameters {
  core::Distribution downtime_s;
  ChurnStart start = ChurnStart::stationary;
};

void check_start(const SessionsParameters& sessions, registry::Reader& reader) {
  check_spans(sessions.session_s, "session_s", reader);
  check_spans(sessions.downtime_s, "downtime_s", reader);
  if (sessions.start != ChurnStart::stationary) return;
  const auto expect_finite = [&reader](const core::Distribution& spans, const char* key) {
    if (std::isfinite(spans.mean())) return;
    reader.error_at(key,
                    "expected a finite mean, as otherwise no share of peers is online in the long "
                    "run; give a greatest value, or let \"start\" be \"online\" or \"offline\"");
  };
  expect_finite(sessions.session_s, "session_s");
  expect_finite(sessions.downtime_s, "downtime_s");
}

/// Each peer is in a session with the probability of the long run, and somewhere in it.
void begin_stationary(const SessionsParameters& parameters, const ChurnSetUp& set_up,
                      const DailyPattern& pattern, Spells& spells, Churn& churn) {
  const core::ResidualLife session(parameters.session_s);
  const core::ResidualLife downtime(parameters.downtime_s);
  const double up_s = parameters.session_s.mean();
  const double share = up_s / (up_s + parameters.downtime_s.mean());
  constexpr core::Purpose purpose("churn/start");
  for (const core::PeerId peer : set_up.coming_and_going) {
    core::Substream stream(set_up.seed, purpose, peer);
    const bool online = stream.chance(share);
    if (online) {
      const double left_s = std::min(session.sample(stream), core::longest_s);
      spells.begin_until(peer, core::from_seconds(left_s), true);
    } else {
      spells.begin_until(peer, pattern.end_of_wait(0, downtime.sample(stream)), false);
      churn.offline.push_back(peer);
    }
  }
}

Churn start(const SessionsParameters& parameters, const ChurnSetUp& set_up) {
  const DailyPattern pattern = daily_pattern(parameters.diurnal);
  Spells spells({parameters.session_s, parameters.downtime_s, parameters.crash_share, pattern,
                 set_up.seed, set_up.horizon});
  Churn churn;
  if (parameters.start == ChurnStart::stationary) {
    begin_stationary(parameters, set_up, pattern, spells, churn);
  } else {
    const bool online = parameters.start == ChurnStart::online;
    for (const core::PeerId peer : set_up.coming_and_going) spells.begin(peer, 0, online);
    if (!online) churn.offline = set_up.coming_and_going;
  }
  churn.changes = [spells = std::move(spells)]() mutable -> std::optional<overlay::PresenceChange> {
    if (spells.next_time() == core::never) return {};
    return spells.next();
  };
  return churn;
}

}  // namespace
}  // namespace rippletank::workload

template <>
struct rippletank::registry::ChoiceNames<rippletank::workload::ChurnStart> {
  using ChurnStart = rippletank::workload::ChurnStart;
  static constexpr std::array<std::pair<const char*, ChurnStart>, 3> names = {
      {{"stationary", ChurnStart::stationary},
       {"online", ChurnStart::online},
       {"offline", ChurnStart::offline}}};
};

namespace rippletank::workload {

ChurnModel sessions_churn() {
  ChurnModel model;
  model.entry = registry::describe<SessionsParameters>(
      "sessions", "Each peer is online and offline by turns, independently of all others.",
      "alternating renewal processes: in the long run a share U / (U + D) is online, where U and D "
      "are the means of session_s and downtime_s, and n / (U + D) peers go per second; Yao, "
      "Leonard, Wang & Loguinov, Modeling heterogeneous user churn, ICNP 2006",
      with_sessions(
          registry::Table<SessionsParameters>{}
              .required("downtime_s", &SessionsParameters::downtime_s,
                        {.unit = "s",
                         .range = registry::at_least(0),
                         .description = "For how long it stays offline each time."})
              .field("start", &SessionsParameters::start,
                     {.description =
                          "How the run finds them: `stationary`, as after a long time, each "
                          "online with probability U / (U + D) and at a random moment of a session "
                          "or downtime, of which long ones are met more often; `online` or "
                          "`offline`, all at the beginning of one. A daily pattern does not change "
                          "how many are online at first."}),
          "downtimes")
          .check(check_start),
      {{"session_s", {{"model", "measured"}, {"of", "gnutella_2001"}}}, {"downtime_s", 15000}});
  model.peers = [](const void* parameters) {
    return static_cast<const SessionsParameters*>(parameters)->peers;
  };
  model.start = [](const void* parameters, const ChurnSetUp& set_up) {
    return start(*static_cast<const SessionsParameters*>(parameters), set_up);
  };
  return model;
}

}  // namespace rippletank::workload
