// Where in a scenario an entry of a catalogue can stand, found out from the parameter tables.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "sim/protocols/catalogue.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/analytic/play.hpp"

namespace rippletank::tests {

/// A small scenario with something at every place that must be filled.
inline Json plain_scenario() {
  return {{"horizon_s", 30},
          {"underlay", {{"model", "direct"}, {"latency_ms", 50}}},
          {"overlay",
           {{"protocol", {{"model", "flood"}}}, {"topology", {{"model", "ring"}, {"nodes", 10}}}}},
          {"queries", {{"model", "list"}, {"origins", {0, 3}}}}};
}

/// A scenario of a protocol on a topology, in which peers ask if those of the protocol do.
inline Json protocol_scenario(const registry::Entry& protocol, const Json& topology,
                              const Json& latency_ms, const std::vector<std::string>& origins) {
  Json scenario = overlay_scenario(topology, protocol.example, latency_ms, origins);
  if (!protocols::nature(protocol).takes_queries) scenario.erase("queries");
  const registry::Model example = registry::example_model(protocol);
  const bool ends = !protocol.endless || protocol.endless(example.parameters.get()).empty();
  if (!ends) scenario["horizon_s"] = 60;
  return scenario;
}

/// Where a scenario chooses from a catalogue, and what must be chosen elsewhere for that.
struct Place {
  std::string pointer;
  std::optional<std::pair<std::string, Json>> within = {};  ///< a model, and where it must stand
};

/// Nothing if a scenario cannot choose from the catalogue.
inline std::optional<Place> place_in(const registry::Section& section,
                                     const registry::Catalogue& catalogue,
                                     const std::string& pointer = "");

inline std::optional<Place> place_in(const registry::Type& type,
                                     const registry::Catalogue& catalogue,
                                     const std::string& pointer) {
  using registry::Form;
  if (type.form == Form::list) return place_in(*type.items, catalogue, pointer + "/0");
  if (type.form == Form::section) return place_in(*type.section, catalogue, pointer);
  if (type.form != Form::model && type.form != Form::quantity) return {};
  if (type.catalogue == &catalogue) return Place{pointer};
  if (type.form == Form::quantity) return {};
  for (const registry::Entry* model : type.catalogue->entries) {
    auto place = place_in(model->section, catalogue, pointer);
    if (!place) continue;
    const Json scenario = plain_scenario();
    const Json::json_pointer chosen(pointer + "/model");
    if (!scenario.contains(chosen) || scenario[chosen] != model->name) {
      place->within = {pointer, model->example};
    }
    return place;
  }
  return {};
}

inline std::optional<Place> place_in(const registry::Section& section,
                                     const registry::Catalogue& catalogue,
                                     const std::string& pointer) {
  for (const registry::Parameter& parameter : section.parameters) {
    if (auto place = place_in(parameter.type, catalogue, pointer + "/" + parameter.name)) {
      return place;
    }
  }
  return {};
}

/// Where a scenario names an entry: what is measured are seconds, not latencies.
inline std::string pointer_to(const registry::Catalogue& catalogue, const registry::Entry& entry) {
  if (entry.name == "measured") return "/churn/session_s";
  return place_in(scenario::Scenario::section(), catalogue)->pointer;
}

/// A scenario with the example of an entry; nothing for an entry that no scenario can name.
inline std::optional<Json> scenario_with(const registry::Catalogue& catalogue,
                                         const registry::Entry& entry) {
  const auto place = place_in(scenario::Scenario::section(), catalogue);
  if (!place) return {};
  Json scenario = plain_scenario();
  // What is placed on hosts, or breaks, needs an underlay that has some: 20 switches on a trunk.
  const bool needs_hosts = catalogue.kind == "failure" || catalogue.kind == "link_failure" ||
                           catalogue.kind == "placement";
  if (needs_hosts) {
    scenario["underlay"] = {
        {"model", "physical"},
        {"topology",
         {{"model", "tree"}, {"stars", 20}, {"nodes_per_star", 10}, {"centre", "switch"}}}};
  }
  const bool of_peers = catalogue.kind == "peer_failure" || catalogue.kind == "side";
  if (of_peers && entry.name == "region") {
    scenario["underlay"] = {{"model", "regions"}, {"file", "topologies/data/three_regions.json"}};
  }
  if (of_peers && entry.name == "role") {
    scenario["overlay"] = {{"protocol", {{"model", "irc"}}},
                           {"topology", {{"model", "star"}, {"nodes", 10}, {"centre", "node"}}}};
  }
  // Of sections, among others: of a tree they are its stars.
  if (catalogue.kind == "choice" || (of_peers && entry.name == "section")) {
    scenario["overlay"]["topology"] = {
        {"model", "tree"}, {"stars", 4}, {"nodes_per_star", 3}, {"centre", "node"}};
  }
  if (place->within) scenario[Json::json_pointer(place->within->first)] = place->within->second;
  if (entry.name == "measured") {
    scenario["churn"] = {{"model", "sessions"}, {"downtime_s", 60}, {"peers", {5, 6}}};
    scenario[Json::json_pointer(pointer_to(catalogue, entry))] = entry.example;
    return scenario;
  }
  scenario[Json::json_pointer(place->pointer)] = entry.example;
  const std::string protocol = scenario["overlay"]["protocol"]["model"];
  if (!protocols::nature(*protocols::catalogue().find(protocol)).takes_queries) {
    scenario.erase("queries");
  }
  // Those who ask are there.
  const bool may_choose = scenario.contains("churn") && scenario["churn"]["model"] != "trace";
  if (may_choose && !scenario["churn"].contains("peers")) scenario["churn"]["peers"] = {5, 6};
  // Where items are not named by a file, their number must be given.
  if (scenario.contains("content") && entry.name != "file") scenario["content"]["items"] = 20;
  return scenario;
}

}  // namespace rippletank::tests
