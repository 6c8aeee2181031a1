// Assembles and plays one run.
#include "sim/run/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "sim/core/random.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/run/churn.hpp"
#include "sim/run/connection_figures.hpp"
#include "sim/run/ping_table.hpp"
#include "sim/run/reachability.hpp"
#include "sim/run/series_table.hpp"
#include "sim/workload/content/build.hpp"
#include "sim/workload/model.hpp"

namespace rippletank::run {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Tells the progress each time a query starts.
overlay::QueryStream watched(overlay::QueryStream queries, std::optional<std::uint64_t> count,
                             core::Time horizon, const Watch& watch) {
  if (!watch.progress) return queries;
  return [queries = std::move(queries), count, horizon, &watch,
          started = std::uint64_t{0}]() mutable -> std::optional<overlay::Query> {
    std::optional<overlay::Query> query = queries();
    if (query && count) {
      watch.progress(static_cast<double>(started++) / static_cast<double>(*count));
    } else if (query && horizon != core::never) {
      watch.progress(static_cast<double>(query->start) / static_cast<double>(horizon));
    }
    return query;
  };
}

core::Time horizon_of(const scenario::Scenario& scenario) {
  return scenario.horizon_s ? core::from_seconds(*scenario.horizon_s) : core::never;
}

workload::PeerNames peer_names(const Network& network) {
  const core::PeerId peers = network.connections.peers();
  return {peers,
          [&network, peers](std::string_view name) { return network.names.find(name, peers); },
          [&network](std::string_view unknown) { return network.peer_advice(unknown); }};
}

/// Those that are no part of the network.
std::vector<core::PeerId> servers_apart(const scenario::Scenario& scenario,
                                        const Network& network) {
  const protocols::Nature nature = protocols::nature(scenario.overlay.protocol);
  if (nature.serving != registry::Serving::apart) return {};
  return servers_of(scenario, network);
}

std::vector<core::PeerId> servers_without_items(const scenario::Scenario& scenario,
                                                const Network& network) {
  if (protocols::nature(scenario.overlay.protocol).servers_share) return {};
  return servers_of(scenario, network);
}

/// Without content there are no items but those that queries name.
workload::Items build_items(const scenario::Scenario& scenario, const Network& network,
                            std::uint64_t seed) {
  if (!scenario.content) return {};
  return workload::build_items(
      *scenario.content, {peer_names(network), scenario.peers ? scenario.peers->free_riders : 0,
                          servers_without_items(scenario, network), seed});
}

/// The items whose copies are to be followed; none unless that is wanted.
std::vector<core::ItemId> followed_items(const scenario::Measure& measure,
                                         const workload::Items& items) {
  std::vector<core::ItemId> followed;
  if (!measure.items) {
    constexpr core::ItemId first = 10;
    const core::ItemId count = items.content ? std::min(first, items.content->items()) : 0;
    for (core::ItemId item = 0; item < count; ++item) followed.push_back(item);
  }
  std::vector<registry::Diagnostic> mistakes;
  for (std::size_t i = 0; measure.items && i < measure.items->size(); ++i) {
    const auto mistake = [&](std::string text) {
      mistakes.push_back({"", 0, fmt::format("/measure/items/{}", i), std::move(text)});
    };
    const std::string& name = (*measure.items)[i].text;
    const std::optional<core::ItemId> item = items.content ? items.names.find(name) : std::nullopt;
    if (!items.content) {
      mistake("expected no items, as the scenario has no \"content\"");
    } else if (!item) {
      mistake(workload::unknown_item(items.names, name));
    } else if (std::find(followed.begin(), followed.end(), *item) != followed.end()) {
      mistake(fmt::format("expected each item once, got \"{}\" again", name));
    } else {
      followed.push_back(*item);
    }
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  if (!measure.has(scenario::ResultTable::copies)) followed.clear();
  return followed;
}

overlay::QueryStream start_queries(const scenario::Scenario& scenario, const Network& network,
                                   workload::Items& items, std::uint64_t seed, const Watch& watch) {
  if (!scenario.queries) return [] { return std::optional<overlay::Query>{}; };
  const workload::QueryModel& model = workload::query_model(scenario.queries);
  const core::Time horizon = horizon_of(scenario);
  const workload::SetUp set_up{peer_names(network), seed, horizon, items};
  const void* parameters = scenario.queries.parameters.get();
  return watched(model.start(parameters, set_up), model.count(parameters), horizon, watch);
}

bool is_parted(const scenario::Scenario& scenario) {
  return std::any_of(scenario.failures.begin(), scenario.failures.end(),
                     [](const failures::Failure& failure) { return bool{failure.partition}; });
}

/// Tells who is offline at first, and who comes and goes once that happens.
overlay::Presence told(overlay::Presence presence, const Watch& watch) {
  if (!watch.presence) return presence;
  for (const core::PeerId peer : presence.initially_offline) watch.presence({0, peer, false, true});
  if (!presence.happen) return presence;
  presence.happen = [happen = std::move(presence.happen),
                     &watch](const overlay::NetworkView& view) {
    const overlay::Happening happening = happen(view);
    for (const overlay::PresenceChange& change : happening.changes) watch.presence(change);
    return happening;
  };
  return presence;
}

/// The same ways, but for peers that partitions keep apart.
overlay::LinkWays parted(overlay::LinkWays ways, const Incidents& incidents) {
  ways.find = [find = std::move(ways.find), &incidents](
                  core::PeerId from, core::PeerId to,
                  std::vector<overlay::LinkId>& links) -> std::optional<core::Time> {
    if (incidents.are_apart(from, to)) return {};
    return find ? find(from, to, links) : core::Time{0};
  };
  return ways;
}

std::vector<overlay::AccessSpeed> access_speeds(const Network& network) {
  std::vector<overlay::AccessSpeed> speeds;
  if (!network.access) return speeds;
  for (core::PeerId peer = 0; peer < network.connections.peers(); ++peer) {
    const underlay::AccessClass& access = network.access->class_of(peer);
    speeds.push_back({access.down_kbit_s, access.up_kbit_s});
  }
  return speeds;
}

/// The simulation of a network, still without queries.
Simulation simulation_of(const scenario::Scenario& scenario, Network& network,
                         const workload::Items& items, const overlay::RunSettings& settings,
                         std::uint64_t seed) {
  Simulation simulation{scenario.overlay.protocol,
                        network.connections,
                        network.wires,
                        network.firewalls,
                        {},
                        settings,
                        seed};
  simulation.content = items.content ? &*items.content : nullptr;
  simulation.servers = network.servers;
  simulation.clusters = network.clusters;
  simulation.access = access_speeds(network);
  simulation.followed = followed_items(scenario.measure, items);
  if (scenario.peers) {
    simulation.uploads = {scenario.peers->upload_slots, scenario.peers->upload_queue};
  }
  return simulation;
}

void add_figures(const std::vector<measure::Figure>& more, overlay::Measures& measures) {
  measures.figures.insert(measures.figures.end(), more.begin(), more.end());
}

overlay::Measures play(const scenario::Scenario& scenario, Simulation simulation) {
  try {
    return simulate(std::move(simulation));
  } catch (const measure::TooManyBins&) {
    refuse_bins(scenario);
  }
}

/// What was to be chosen when it happened, and was nobody; of each failure the first time.
void add_notes_on_nobody(Outcome& outcome) {
  std::vector<std::uint32_t> told;
  for (const Incident& incident : outcome.record.incidents) {
    const FailureEvent& event = incident.event;
    const bool of_sides = event.reason == FailureReason::partition;
    const bool nobody =
        of_sides ? event.sides->size() == 1 && event.sides->front().empty() : event.peers.empty();
    if (event.live == Live::no || !nobody) continue;
    if (std::find(told.begin(), told.end(), event.failure) != told.end()) continue;
    told.push_back(event.failure);
    outcome.network.notes.push_back(fmt::format(
        "failure {} at {} s breaks nothing: \"{}\" chooses none of the peers online then",
        event.failure + 1, core::to_seconds(event.time), of_sides ? "partition" : "peers"));
  }
}

}  // namespace

std::uint64_t repetition_seed(std::uint64_t root_seed, std::uint64_t repetition) {
  constexpr core::Purpose purpose("repetition");
  return repetition == 0 ? root_seed : core::derive_seed(root_seed, purpose, repetition);
}

Beginning begin(const scenario::Scenario& scenario, std::uint64_t seed) {
  Network network = make_network(scenario, seed);
  workload::Items items = build_items(scenario, network, seed);
  return {std::move(network), std::move(items)};
}

void check_runnable(const scenario::Scenario& scenario) {
  const Network network = make_network(scenario, scenario.seed);
  check_ping_table(scenario.measure, network);
  if (scenario.horizon_s) check_series(scenario, network, horizon_of(scenario));
  workload::Items items = build_items(scenario, network, scenario.seed);
  followed_items(scenario.measure, items);
  start_queries(scenario, network, items, scenario.seed, {});
  start_churn(scenario, network, peer_names(network), scenario.seed);
}

Outcome run(const scenario::Scenario& scenario, std::uint64_t seed, const Watch& watch) {
  const auto build_start = Clock::now();
  Network network = make_network(scenario, seed, watch.graphs);
  core::stop_if_wanted(watch.stop);
  check_ping_table(scenario.measure, network);
  if (scenario.horizon_s) check_series(scenario, network, horizon_of(scenario));
  overlay::RunSettings settings;
  settings.horizon = horizon_of(scenario);
  settings.warm_up = core::from_seconds(scenario.warm_up_s);
  settings.bin = bin_of_series(scenario);
  settings.paths = network.paths;
  settings.link_ways = network.link_ways;
  Incidents incidents(
      network.failures, start_churn(scenario, network, peer_names(network), seed),
      physical_wires(network), network.connections.peers(), settings.bin,
      {scenario.failures, seed, [&network](core::PeerId peer) { return network.peer_name(peer); }});
  settings.presence = told(incidents.presence(), watch);
  if (is_parted(scenario)) settings.link_ways = parted(settings.link_ways, incidents);
  settings.count_certain_duplicates = watch.count_certain_duplicates;
  settings.stop = watch.stop;
  if (watch.trace) {
    settings.trace = [&](const measure::TraceEvent& event) { watch.trace(network, event); };
  }
  workload::Items items = build_items(scenario, network, seed);
  overlay::QueryStream queries = start_queries(scenario, network, items, seed, watch);
  const double build_s = seconds_since(build_start);

  const auto simulate_start = Clock::now();
  Simulation simulation = simulation_of(scenario, network, items, settings, seed);
  simulation.queries = std::move(queries);
  overlay::Measures measures = play(scenario, std::move(simulation));
  Outcome outcome(std::move(network), std::move(items), std::move(measures),
                  incidents.take_record());
  add_notes_on_nobody(outcome);
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (scenario.horizon_s || count.in_flight == 0) continue;
    outcome.network.notes.push_back(
        "virtual time ended, 292 years after its beginning, with messages on their way");
    break;
  }
  add_figures(figures_of_connections(outcome.measures, servers_apart(scenario, outcome.network)),
              outcome.measures);
  add_figures(figures_of_firewalls(outcome.network, outcome.measures), outcome.measures);
  outcome.seed = seed;
  outcome.online = scenario.horizon_s ? horizon_of(scenario) : outcome.measures.end;
  check_series(scenario, outcome.network, outcome.online);
  outcome.wall_time = {build_s, seconds_since(simulate_start)};
  return outcome;
}

}  // namespace rippletank::run
