// Describes the placements and places peers by them.
#include "sim/underlay/placement.hpp"

#include <fmt/format.h>

#include <numeric>
#include <string_view>

#include "sim/core/check.hpp"
#include "sim/core/random.hpp"
#include "sim/registry/table.hpp"
#include "sim/underlay/catalogue.hpp"

namespace rippletank::underlay {
namespace {

struct OnePerHost {};
struct Random {};
struct Clustered {
  std::uint32_t peers_per_host = 10;
};

/// Where peers are to go, in words and in the scenario.
struct Sites {
  SiteId count;
  const char* noun;
  const char* pointer;
};

[[noreturn]] void refuse(std::uint64_t expected, const std::string& why, const Sites& sites,
                         const char* advice) {
  throw registry::InputError(registry::Diagnostic{
      "", 0, sites.pointer,
      fmt::format("expected at least {} {}, {}, got {}; add {}, or {}", expected, sites.noun, why,
                  sites.count, sites.noun, advice)});
}

std::vector<SiteId> one_per_host(core::PeerId peers, const Sites& sites) {
  if (sites.count < peers) {
    refuse(peers, "one for each peer", sites,
           R"(let peers share them: "placement": "clustered" or "random")");
  }
  std::vector<SiteId> site(peers);
  std::iota(site.begin(), site.end(), SiteId{0});
  return site;
}

/// The sites are dealt like cards: all of them in random order, then all of them again.
std::vector<SiteId> random(core::PeerId peers, SiteId sites, std::uint64_t seed) {
  constexpr core::Purpose purpose("underlay/placement");
  core::Substream stream(seed, purpose);
  std::vector<SiteId> cards(sites);
  std::iota(cards.begin(), cards.end(), SiteId{0});
  std::vector<SiteId> site;
  site.reserve(peers);
  while (site.size() < peers) {
    core::shuffle(cards, stream);
    const std::size_t left = peers - site.size();
    site.insert(site.end(), cards.begin(),
                cards.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(left, sites)));
  }
  return site;
}

std::vector<SiteId> clustered(const Clustered& parameters, core::PeerId peers, const Sites& sites) {
  const std::uint32_t per_site = parameters.peers_per_host;
  const std::uint64_t needed = (std::uint64_t{peers} + per_site - 1) / per_site;
  if (needed > sites.count) {
    const std::string why =
        per_site == 1 ? "one for each peer" : fmt::format("one for every {} peers", per_site);
    refuse(needed, why, sites, "raise \"peers_per_host\"");
  }
  std::vector<SiteId> site(peers);
  for (core::PeerId peer = 0; peer < peers; ++peer) site[peer] = peer / per_site;
  return site;
}

}  // namespace

const registry::Catalogue& placements() {
  using registry::describe;
  using registry::Table;
  static const registry::Entry one = describe<OnePerHost>(
      "one_per_host", "Peer k runs on the k-th host, in the order of the input.", "",
      Table<OnePerHost>{});
  static const registry::Entry dealt = describe<Random>(
      "random",
      "Hosts in random order, a peer each; when all have one, the same again in a new order.", "",
      Table<Random>{});
  static const registry::Entry groups = describe<Clustered>(
      "clustered", "Peers fill one host after the other, in the order of the input.", "",
      Table<Clustered>{}.field("peers_per_host", &Clustered::peers_per_host,
                               {.unit = "peers",
                                .range = registry::between(1, 1e9),
                                .description = "How many peers share a host."}));
  static const registry::Catalogue all{"placement", "placements", {&one, &dealt, &groups}, true};
  return all;
}

registry::Model default_placement(const char* name) {
  return registry::example_model(*placements().find(name));
}

std::vector<SiteId> place(const registry::Model& placement, core::PeerId peers, SiteId sites,
                          const char* site_noun, std::uint64_t seed, const char* pointer) {
  const std::string_view chosen = placement.entry->name;
  if (chosen == "random") return random(peers, sites, seed);
  if (chosen == "clustered") {
    return clustered(placement.as<Clustered>(), peers, {sites, site_noun, pointer});
  }
  RIPPLETANK_CHECK(chosen == "one_per_host", "a placement without rules");
  return one_per_host(peers, {sites, site_noun, pointer});
}

}  // namespace rippletank::underlay
