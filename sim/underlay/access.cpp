// Draws the access links of the peers.
#include "sim/underlay/access.hpp"

#include <algorithm>

#include "sim/core/random.hpp"

namespace rippletank::underlay {

std::vector<AccessClass> classes_of(AccessMix mix) {
  const auto constant = [](double ms) { return core::Distribution{core::Constant{ms}}; };
  std::vector<AccessClass> classes = {
      {"modem_56k", 0, 56, 33.6, constant(75)}, {"isdn", 0, 128, 128, constant(15)},
      {"dsl", 0, 1500, 256, constant(15)},      {"cable", 0, 3000, 400, constant(8)},
      {"t1", 0, 1544, 1544, constant(3)},       {"t3", 0, 44'736, 44'736, constant(1)}};
  const std::array<double, 6> gnutella = {0.08, 0.02, 0.25, 0.35, 0.20, 0.10};
  const std::array<double, 6> napster = {0.25, 0.05, 0.20, 0.30, 0.15, 0.05};
  const std::array<double, 6>& shares = mix == AccessMix::gnutella ? gnutella : napster;
  for (std::size_t i = 0; i < classes.size(); ++i) classes[i].share = shares[i];
  return classes;
}

std::vector<Access> draw_access(const std::vector<AccessClass>& classes, core::PeerId peers,
                                std::uint64_t seed) {
  constexpr core::Purpose purpose("underlay/access");
  std::vector<double> up_to;
  double sum = 0;
  for (const AccessClass& one : classes) up_to.push_back(sum += one.share);
  std::vector<Access> access(peers);
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    core::Substream stream(seed, purpose, peer);
    const double drawn = stream.uniform() * sum;
    const auto found = std::upper_bound(up_to.begin(), up_to.end() - 1, drawn);
    const auto index = static_cast<std::size_t>(found - up_to.begin());
    const double latency_ms = classes[index].latency_ms.sample(stream);
    access[peer] = {static_cast<std::uint32_t>(index), core::from_milliseconds_cut(latency_ms)};
  }
  return access;
}

AccessLinks access_links(const AccessParameters& parameters, core::PeerId peers,
                         const std::vector<core::PeerId>& servers, std::uint64_t seed) {
  constexpr core::Purpose purpose("underlay/server_access");
  AccessLinks links;
  links.classes = parameters.classes.empty() ? classes_of(parameters.mix) : parameters.classes;
  links.access = draw_access(links.classes, peers, seed);
  if (!parameters.server) return links;
  const auto index = static_cast<std::uint32_t>(links.classes.size());
  links.classes.push_back(parameters.server->access_class());
  for (const core::PeerId server : servers) {
    core::Substream stream(seed, purpose, server);
    const double latency_ms = parameters.server->latency_ms.sample(stream);
    links.access[server] = {index, core::from_milliseconds_cut(latency_ms)};
  }
  return links;
}

}  // namespace rippletank::underlay
