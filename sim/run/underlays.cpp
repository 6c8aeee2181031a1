// The underlays of a run: how the wires of each are laid, and which have a graph.
#include <algorithm>
#include <iterator>
#include <string_view>

#include "sim/core/check.hpp"
#include "sim/run/underlay_graph.hpp"
#include "sim/run/wires.hpp"

namespace rippletank::run {
namespace {

struct Underlay {
  std::string_view name;
  LaidWires (*lay)(const OverlayGraph& overlay);
  /// Null for one without devices.
  topologies::Graph (*graph)(const registry::Model& underlay, std::uint64_t seed) = nullptr;
};

constexpr Underlay underlays[] = {{"direct", lay_direct_wires},
                                  {"physical", lay_physical_wires, physical_graph},
                                  {"internet", lay_internet_wires, internet_graph},
                                  {"matrix", lay_matrix_wires},
                                  {"regions", lay_regions_wires}};

const Underlay& underlay_named(std::string_view name) {
  const auto* found = std::find_if(std::begin(underlays), std::end(underlays),
                                   [name](const Underlay& each) { return each.name == name; });
  RIPPLETANK_CHECK(found != std::end(underlays), "an underlay without wires");
  return *found;
}

}  // namespace

LaidWires lay_wires(const OverlayGraph& overlay) {
  return underlay_named(overlay.scenario.underlay.entry->name).lay(overlay);
}

std::optional<topologies::Graph> underlay_graph(const scenario::Scenario& scenario,
                                                std::uint64_t seed) {
  const registry::Model& chosen = scenario.underlay;
  const Underlay& underlay = underlay_named(chosen.entry->name);
  if (underlay.graph == nullptr) return {};
  return underlay.graph(chosen, seed);
}

}  // namespace rippletank::run
