// Subject: a scenario, its network and, if it was played, its outcome: all that laws look at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/theory/floods.hpp"
#include "sim/core/distributions.hpp"
#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/scenario.hpp"
#include "topologies/graph.hpp"
#include "topologies/metrics/components.hpp"

namespace rippletank::theory {

/// A peer that asks, and how often.
struct Origin {
  core::PeerId peer = 0;
  double queries = 1;
};

class Subject {
 public:
  /// A scenario that was played.
  Subject(const scenario::Scenario& scenario, const run::Outcome& outcome);
  /// One that was not; `seed`: that its network was built with.
  Subject(const scenario::Scenario& scenario, const run::Beginning& beginning, std::uint64_t seed);
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  const scenario::Scenario& scenario() const { return scenario_; }
  const run::Network& network() const { return network_; }
  const workload::Items& items() const { return items_; }
  /// Null if it was not played.
  const run::Outcome* outcome() const { return outcome_; }
  std::uint64_t seed() const { return seed_; }

  /// A value of the scenario with all its defaults; null if there is none. Laws read parameters of
  /// protocols so, by the names that users know, as protocols keep theirs to themselves.
  const registry::Json& value(const std::string& pointer) const;
  /// A number of it; nothing if there is none.
  std::optional<double> number(const std::string& pointer) const;
  /// The name of the model that is chosen there; empty if there is none.
  std::string model(const std::string& pointer) const;
  /// A quantity of it, be it a number or a distribution.
  std::optional<core::Distribution> quantity(const std::string& pointer) const;
  const std::string& protocol() const { return scenario_.overlay.protocol.entry->name; }
  const std::string& topology() const { return scenario_.overlay.topology.entry->name; }

  /// Whether peers make their connections themselves, so that the topology is not their network.
  bool peers_connect() const;
  /// Who is connected to whom: as the topology says, or at the end of the run where peers make
  /// their connections.
  const topologies::Adjacency& rows() const { return rows_; }
  const topologies::Components& parts() const { return parts_; }
  double peers() const { return static_cast<double>(rows_.offsets.size()) - 1; }
  double links() const { return static_cast<double>(rows_.neighbours.size()) / 2; }

  /// Who asks, ascending by peer: as in the run; or else those that the scenario lists, or all
  /// alike. Empty if nobody does.
  const std::vector<Origin>& origins() const { return origins_; }

  /// How peers pass queries on, where they flood them; nothing where they do not.
  std::optional<FloodRules> flood_rules() const;
  /// Whether all connections have the same delay, and nothing waits for anything.
  ///
  /// Cost:    O(m).
  bool delays_are_equal() const;
  /// Copies of a query: of all messages that it caused, where answers count among them, those that
  /// arrived.
  double copies_of(const measure::QueryRecord& query) const;

 private:
  void find_origins();

  const scenario::Scenario& scenario_;
  const run::Network& network_;
  const workload::Items& items_;
  const run::Outcome* outcome_;
  std::uint64_t seed_;
  registry::Json resolved_;
  topologies::Adjacency rows_;
  topologies::Components parts_;
  std::vector<Origin> origins_;
};

/// Mean of something over the queries of a run that `counts(query)` takes; nothing if there are
/// none.
template <class Counts, class Value>
std::optional<double> mean_over_queries(const Subject& subject, Counts counts, Value value) {
  if (subject.outcome() == nullptr) return {};
  double sum = 0;
  double queries = 0;
  for (const measure::QueryRecord& query : subject.outcome()->measures.queries) {
    if (!counts(query)) continue;
    sum += static_cast<double>(value(query));
    ++queries;
  }
  if (queries == 0) return {};
  return sum / queries;
}

template <class Value>
std::optional<double> mean_over_queries(const Subject& subject, Value value) {
  return mean_over_queries(
      subject, [](const measure::QueryRecord&) { return true; }, value);
}

/// What laws say where nothing was counted.
inline constexpr char not_played[] = "nothing was played";

}  // namespace rippletank::theory
