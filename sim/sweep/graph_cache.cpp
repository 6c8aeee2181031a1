// Keeps graphs that runs share.
#include "sim/sweep/graph_cache.hpp"

#include <algorithm>

#include "sim/underlay/internet_parameters.hpp"
#include "sim/underlay/physical_parameters.hpp"

namespace rippletank::sweep {
namespace {

constexpr std::size_t most_bytes = std::size_t{256} << 20U;

/// What was read from a file is the same for all seeds.
bool is_read_from_file(const registry::Entry& entry) {
  return std::any_of(
      entry.section.parameters.begin(), entry.section.parameters.end(),
      [](const registry::Parameter& one) { return one.type.form == registry::Form::file; });
}

std::string text_of(const registry::Model& model) { return registry::write_model(model).dump(); }

/// Of everything that grows with the graph.
std::size_t bytes_of(const topologies::Graph& graph) {
  constexpr std::size_t bytes_per_name = 100;  // twice, with an index
  return graph.links.size() * (sizeof(topologies::Link) + sizeof(core::Time)) +
         graph.node_count * (sizeof(topologies::Position) + sizeof(std::uint32_t)) +
         graph.names.kept() * bytes_per_name;
}

/// The topology of an underlay, if it has one.
const registry::Model* topology_of(const registry::Model& underlay) {
  if (underlay.entry->name == "physical") {
    return &underlay.as<underlay::PhysicalParameters>().topology;
  }
  if (underlay.entry->name == "internet") {
    return &underlay.as<underlay::InternetParameters>().topology;
  }
  return nullptr;
}

}  // namespace

GraphCache::GraphCache(const Plan& plan) {
  std::set<std::string> seen;
  const auto note = [&](const registry::Model& topology) {
    const std::string text = text_of(topology);
    const bool is_repeated = is_read_from_file(*topology.entry) && plan.outline().repetitions > 1;
    if (is_repeated || !seen.insert(text).second) shared_.insert(text);
  };
  for (std::uint32_t point = 0; point < plan.outline().points.size(); ++point) {
    const auto scenario = plan.scenario(point);
    note(scenario->overlay.topology);
    if (const registry::Model* topology = topology_of(scenario->underlay)) note(*topology);
  }
}

std::string GraphCache::key_of(const scenario::Scenario& scenario) {
  const registry::Model* topology = topology_of(scenario.underlay);
  return text_of(scenario.overlay.topology) + (topology == nullptr ? "" : text_of(*topology));
}

run::GraphMaker GraphCache::maker() {
  return [this](const registry::Model& model, std::uint64_t seed) { return make(model, seed); };
}

topologies::Graph GraphCache::make(const registry::Model& model, std::uint64_t seed) {
  std::string key = text_of(model);
  if (shared_.count(key) == 0) return topologies::build(model, seed);
  if (!is_read_from_file(*model.entry)) key += std::to_string(seed);
  const std::shared_ptr<Entry> entry = find(key);
  const std::lock_guard<std::mutex> lock(entry->making);
  if (!entry->graph) {
    keep(*entry, std::make_shared<const topologies::Graph>(topologies::build(model, seed)));
  }
  return *entry->graph;
}

std::shared_ptr<GraphCache::Entry> GraphCache::find(const std::string& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&key](const auto& entry) { return entry->key == key; });
  if (found != entries_.end()) {
    entries_.splice(entries_.begin(), entries_, found);
  } else {
    entries_.push_front(std::make_shared<Entry>());
    entries_.front()->key = key;
  }
  return entries_.front();
}

/// Forgets old ones for it. Each thread holds what it uses, so that lives on until then.
void GraphCache::keep(Entry& entry, std::shared_ptr<const topologies::Graph> made) {
  constexpr std::size_t most_entries = 64;
  const std::lock_guard<std::mutex> lock(mutex_);
  entry.graph = std::move(made);
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (auto at = entries_.begin(); at != entries_.end(); ++count) {
    const auto graph = (*at)->graph;
    if (graph) bytes += bytes_of(*graph);
    const bool is_too_much = count > 0 && (bytes > most_bytes || count >= most_entries);
    at = is_too_much && graph ? entries_.erase(at) : std::next(at);
  }
}

}  // namespace rippletank::sweep
