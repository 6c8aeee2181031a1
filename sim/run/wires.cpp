// Chooses the underlay, and holds what the functions that lay its wires share.
#include "sim/run/wires.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::run {
namespace {

using core::Time;

template <class Nanoseconds>
Wires delays_per_slot(const OverlayGraph& overlay, const std::vector<Time>& per_link,
                      const underlay::Segments& segments) {
  const std::vector<std::uint32_t>& link_of_slot = overlay.rows.link;
  core::Column<Nanoseconds> delays(link_of_slot.size());
  for (std::size_t slot = 0; slot < delays.size(); ++slot) {
    delays[slot] = static_cast<Nanoseconds>(per_link[link_of_slot[slot]]);
  }
  return underlay::DelayPerConnection<Nanoseconds>(std::move(delays), segments);
}

}  // namespace

LaidWires lay_wires(const OverlayGraph& overlay) {
  const std::string_view chosen = overlay.scenario.underlay.entry->name;
  if (chosen == "physical") return lay_physical_wires(overlay);
  if (chosen == "internet") return lay_internet_wires(overlay);
  RIPPLETANK_CHECK(chosen == "direct", "an underlay without wires");
  return lay_direct_wires(overlay);
}

std::vector<underlay::SiteId> place_peers(const OverlayGraph& overlay, const char* preferred,
                                          underlay::SiteId sites, const char* site_noun) {
  const registry::Model& chosen = overlay.scenario.overlay.placement;
  const registry::Model placement = chosen ? chosen : underlay::default_placement(preferred);
  return underlay::place(placement, overlay.peers(), sites, site_noun, overlay.seed);
}

Wires delays_per_connection(const OverlayGraph& overlay, const std::vector<Time>& per_link,
                            const underlay::Segments& segments) {
  const Time longest = per_link.empty() ? 0 : *std::max_element(per_link.begin(), per_link.end());
  if (longest <= Time{std::numeric_limits<std::uint32_t>::max()}) {
    return delays_per_slot<std::uint32_t>(overlay, per_link, segments);
  }
  return delays_per_slot<Time>(overlay, per_link, segments);
}

}  // namespace rippletank::run
