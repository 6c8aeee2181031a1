// Describes web caches, how large their messages are, and which addresses they keep.
#include "sim/protocols/parts/web_caches.hpp"

#include <algorithm>
#include <string_view>

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

const registry::Section& WebCacheParameters::section() {
  using registry::between;
  using P = WebCacheParameters;
  static const registry::Section table =
      registry::Table<P>{}
          .field("keeps", &P::keeps,
                 {.unit = "addresses",
                  .range = between(1, 1e6),
                  .description = "How many addresses a web cache keeps, and tells one who asks: "
                                 "those that it was told last."})
          .field("update_s", &P::update_s,
                 {.unit = "s",
                  .range = between(1, core::longest_s),
                  .description = "How often a peer to whom others can connect, a super-peer where "
                                 "there are any, tells a web cache its address, at first a random "
                                 "part of that after it came."});
  return table;
}

std::vector<measure::Figure> WebCacheCounts::figures() const {
  return {{"web_cache_requests", "", "How often a peer asked a web cache for addresses.", asked},
          {"web_cache_answers", "", "How often one answered.", answered},
          {"web_cache_updates", "", "How often a peer told one its own address.", updates}};
}

WebCaches::WebCaches(const WebCacheParameters& parameters, const overlay::Connections& addresses,
                     const overlay::Servers& caches, const Stays& stays, std::uint64_t seed)
    : parameters_(parameters),
      stays_(stays),
      seed_(seed),
      caches_(caches.all()),
      place_of_(addresses.peers(), no_place),
      known_(caches_.size()) {
  for (std::uint32_t place = 0; place < caches_.size(); ++place) place_of_[caches_[place]] = place;
  for (std::uint32_t place = 0; place < caches_.size(); ++place) {
    const core::PeerId cache = caches_[place];
    for (auto slot = addresses.offsets[cache]; slot < addresses.offsets[cache + 1]; ++slot) {
      if (!is_one(addresses.neighbours[slot])) note(known_[place], addresses.neighbours[slot]);
    }
  }
  choices_.reserve(addresses.peers());
  for (core::PeerId peer = 0; peer < addresses.peers(); ++peer) {
    choices_.emplace_back(seed, core::Purpose("web_caches/choices"), peer);
  }
}

namespace {

constexpr std::string_view head =
    "GET /gcache.php?client=GNUT&version=0.4& HTTP/1.0\r\nHost: cache.example.org\r\n"
    "User-Agent: Gnutella\r\n\r\n";
constexpr std::string_view asks_for_hosts = "hostfile=1";
constexpr std::string_view tells_address = "ip=192.0.2.100:6346";
constexpr std::string_view reply_head =
    "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n";
constexpr std::string_view address_line = "192.0.2.100:6346\n";
constexpr std::string_view thanks = "OK\n";

}  // namespace

measure::MessageSize WebCaches::size(const overlay::Letter& letter) const {
  switch (letter.type) {
    case ask:
      return {head.size() + asks_for_hosts.size(), 0};
    case hosts:
      return {reply_head.size() + lists_[letter.value].size() * address_line.size(), 0};
    case tell:
      return {head.size() + tells_address.size(), 0};
    default:
      return {reply_head.size() + thanks.size(), 0};
  }
}

void WebCaches::note(std::deque<core::PeerId>& known, core::PeerId peer) const {
  known.erase(std::remove(known.begin(), known.end(), peer), known.end());
  known.push_front(peer);
  if (known.size() > parameters_.keeps) known.pop_back();
}

}  // namespace rippletank::protocols
