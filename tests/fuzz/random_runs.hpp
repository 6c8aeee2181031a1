// Plays random scenarios: whatever they are, runs end, nothing is lost without a reason, and the
// same scenario gives the same results.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>

#include "sim/core/check.hpp"
#include "sim/run/run.hpp"
#include "sim/run/summary.hpp"
#include "sim/scenario/load.hpp"
#include "tests/fuzz/random_scenario.hpp"

namespace rippletank::fuzz {

/// Runs with more peers, or more messages, are passed over: they would only take long.
inline constexpr core::PeerId most_peers = 150;
inline constexpr std::uint64_t most_messages = 40'000;

struct TooLong {};

/// Nothing for one that cannot be mended in a few steps, or that would take long.
inline std::optional<scenario::Scenario> read(RandomScenario& random, registry::Json& json) {
  const std::string beside = std::string(RIPPLETANK_SOURCE_DIR) + "/fuzz.json";
  constexpr int most_steps = 12;
  for (int step = 0; step < most_steps; ++step) {
    try {
      scenario::Scenario scenario = scenario::load_text(json.dump(), beside).scenario;
      if (run::make_network(scenario, scenario.seed).connections.peers() > most_peers) return {};
      run::check_runnable(scenario);
      return scenario;
    } catch (const registry::InputError& error) {
      RIPPLETANK_CHECK(!error.diagnostics().empty(), "a refusal gives no reason");
      random.mend(json, error.diagnostics());
    }
  }
  return {};
}

inline std::string told(const scenario::Scenario& scenario, const run::Outcome& outcome) {
  return run::summary_json(scenario, {}, outcome).dump();
}

/// Watched, unwatched, and without short cuts: the same.
inline void check(const scenario::Scenario& scenario) {
  run::Watch watch;
  std::uint64_t messages = 0;
  watch.trace = [&messages](const run::Network&, const measure::TraceEvent&) {
    if (++messages > most_messages) throw TooLong{};
  };
  const run::Outcome watched = run::run(scenario, scenario.seed, watch);
  const run::Outcome plain = run::run(scenario, scenario.seed);
  RIPPLETANK_CHECK(told(scenario, watched) == told(scenario, plain), "a watched run differs");
  RIPPLETANK_CHECK(watched.measures.fingerprint.value() == plain.measures.fingerprint.value(),
                   "a watched run takes another course");
  RIPPLETANK_CHECK(watched.measures.traffic == plain.measures.traffic, "peers send differently");
  RIPPLETANK_CHECK(!run::summary_text(scenario, plain).empty(), "there is nothing to tell");
}

enum class Played : std::uint8_t { refused, too_long, checked };

/// Plays the scenario that follows from some bytes. With RIPPLETANK_FUZZ_SHOW in the environment it
/// is printed before.
inline Played play(std::span<const std::uint8_t> bytes) {
  RandomScenario random{Decisions(bytes)};
  registry::Json json = random.make();
  const std::optional<scenario::Scenario> scenario = read(random, json);
  if (!scenario) return Played::refused;
  if (std::getenv("RIPPLETANK_FUZZ_SHOW") != nullptr) {
    std::fprintf(stderr, "%s\n", json.dump(2).c_str());
  }
  try {
    check(*scenario);
  } catch (const registry::InputError&) {
    return Played::refused;
  } catch (const TooLong&) {
    return Played::too_long;
  }
  return Played::checked;
}

}  // namespace rippletank::fuzz
