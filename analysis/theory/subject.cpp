// Gathers what laws look at.
#include "analysis/theory/subject.hpp"

#include <map>

#include "sim/protocols/catalogue.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::theory {

using registry::Json;

namespace {

topologies::Adjacency rows_of(const overlay::Connections& connections) {
  return {connections.offsets, connections.neighbours, {}};
}

}  // namespace

Subject::Subject(const scenario::Scenario& scenario, const run::Outcome& outcome)
    : scenario_(scenario),
      network_(outcome.network),
      items_(outcome.items),
      outcome_(&outcome),
      seed_(outcome.seed),
      resolved_(scenario::resolved(scenario)),
      rows_(rows_of(outcome.final_connections())),
      parts_(topologies::components(rows_)) {
  find_origins();
}

Subject::Subject(const scenario::Scenario& scenario, const run::Beginning& beginning,
                 std::uint64_t seed)
    : scenario_(scenario),
      network_(beginning.network),
      items_(beginning.items),
      outcome_(nullptr),
      seed_(seed),
      resolved_(scenario::resolved(scenario)),
      rows_(rows_of(beginning.network.connections)),
      parts_(topologies::components(rows_)) {
  find_origins();
}

const Json& Subject::value(const std::string& pointer) const {
  static const Json nothing;
  const Json::json_pointer at(pointer);
  return resolved_.contains(at) ? resolved_.at(at) : nothing;
}

std::optional<double> Subject::number(const std::string& pointer) const {
  const Json& found = value(pointer);
  return found.is_number() ? std::optional<double>(found.get<double>()) : std::nullopt;
}

std::string Subject::model(const std::string& pointer) const {
  const Json& found = value(pointer);
  if (found.is_string()) return found.get<std::string>();
  return found.is_object() ? found.value("model", "") : "";
}

std::optional<core::Distribution> Subject::quantity(const std::string& pointer) const {
  const Json& found = value(pointer);
  if (found.is_null()) return {};
  using Quantity = registry::Codec<core::Distribution>;
  core::Distribution distribution;
  registry::Reader reader{{}};
  Quantity::read(found, distribution, Quantity::type({}), reader);
  if (reader.error_count() > 0) return {};
  return distribution;
}

bool Subject::peers_connect() const {
  if (outcome_ != nullptr && outcome_->measures.connections) return true;
  return !value("/overlay/protocol/joining").is_null() || protocol() == "lan_discovery" ||
         protocol() == "waste";
}

std::optional<FloodRules> Subject::flood_rules() const {
  if (protocol() == "p2pchat") return FloodRules{no_limit, true};
  const bool searches = protocol() == "equal_peer" || protocol() == "gnutella_0_4";
  const bool floods = searches && model("/overlay/protocol/search") == "flood" && !peers_connect();
  if (protocol() != "flood" && !floods) return {};
  return FloodRules{static_cast<std::uint32_t>(*number("/overlay/protocol/ttl_hops")), false};
}

bool Subject::delays_are_equal() const {
  if (std::holds_alternative<underlay::ConstantDelay>(network_.wires)) return true;
  const std::size_t slots = network_.connections.neighbours.size();
  const auto all_as_the_longest = [slots](const auto& delays) {
    for (std::size_t slot = 0; slot < slots; ++slot) {
      const auto at = static_cast<core::Slot>(slot);
      if (delays.arrival(at, 0) != delays.longest_delay()) return false;
    }
    return true;
  };
  using Narrow = underlay::DelayPerConnection<std::uint32_t>;
  using Wide = underlay::DelayPerConnection<core::Time>;
  if (const auto* narrow = std::get_if<Narrow>(&network_.wires)) return all_as_the_longest(*narrow);
  if (const auto* wide = std::get_if<Wide>(&network_.wires)) return all_as_the_longest(*wide);
  return false;  // messages wait for each other on cables
}

double Subject::copies_of(const measure::QueryRecord& query) const {
  if (protocol() == "flood" || protocol() == "p2pchat") return static_cast<double>(query.messages);
  return static_cast<double>(query.reach + query.duplicates);
}

void Subject::find_origins() {
  std::map<core::PeerId, double> queries;
  if (outcome_ != nullptr) {
    for (const measure::QueryRecord& query : outcome_->measures.queries) ++queries[query.origin];
  } else if (scenario_.queries && model("/queries") == "list") {
    for (const Json& origin : value("/queries/origins")) {
      const std::string name = origin.is_string() ? origin.get<std::string>() : origin.dump();
      const auto peer = network_.names.find(name, network_.connections.peers());
      if (peer) ++queries[*peer];
    }
  } else if (scenario_.queries) {
    for (core::PeerId peer = 0; peer < network_.connections.peers(); ++peer) queries[peer] = 1;
  }
  for (const auto& [peer, count] : queries) origins_.push_back({peer, count});
}

}  // namespace rippletank::theory
