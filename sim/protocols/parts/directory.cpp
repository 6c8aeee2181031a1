// What servers of a directory find, and how large its letters are.
#include "sim/protocols/parts/directory.hpp"

#include <cstddef>
#include <span>

namespace rippletank::protocols {

Directory::Directory(const DirectoryParameters& parameters, const overlay::SetUp& set_up)
    : parameters_(parameters),
      seed_(set_up.seed),
      login_spread_(core::from_seconds(parameters.login_spread_s)),
      retry_(core::from_seconds(parameters.retry_s)),
      silence_(core::from_seconds(parameters.silence_s)),
      content_(set_up.content),
      servers_(set_up.connections, set_up.servers),
      stations_(parameters.server, servers_, set_up, served),
      clients_(set_up.connections.peers()),
      session_(set_up.connections.peers(), core::no_peer),
      session_login_(set_up.connections.peers()),
      published_(set_up.connections.peers()) {}

measure::MessageSize Directory::size(const overlay::Letter& letter) const {
  switch (static_cast<Type>(letter.type)) {
    case login:
      return {parameters_.login_bytes, 0};
    case welcome:
    case unknown_client:
    case logout:
    case busy:
      return {parameters_.welcome_bytes, 0};
    case publish:
      return {std::uint64_t{letter.value} * parameters_.publish_item_bytes, 0};
    case search:
      return {parameters_.search_header_bytes, parameters_.search_text_bytes};
    case results:
      return {parameters_.results_header_bytes,
              std::uint64_t{letter.value} * parameters_.result_bytes};
    case types:
      break;
  }
  return {};
}

std::uint32_t Directory::held_by(core::PeerId peer) const {
  return content_ == nullptr ? 0 : static_cast<std::uint32_t>(content_->holdings(peer).size());
}

std::vector<core::PeerId> Directory::holders(core::PeerId server, core::PeerId except,
                                             core::ItemId item, core::Substream& stream) const {
  std::vector<core::PeerId> known;
  if (content_ == nullptr || item == core::no_item) return known;
  const std::span<const core::PeerId> all = content_->holders(item);
  const std::size_t first = all.empty() ? 0 : stream.below(all.size());
  for (std::size_t i = 0; i < all.size() && known.size() < parameters_.results_max; ++i) {
    const core::PeerId holder = all[(first + i) % all.size()];
    if (holder == except || session_[holder] != server || !published_[holder]) continue;
    known.push_back(holder);
  }
  core::shuffle(known, stream);
  return known;
}

void Directory::look_up(core::PeerId server, core::PeerId client, overlay::QueryNumber query) {
  Asked& asked = asked_[query];
  core::Substream stream(seed_, core::Purpose("directory/results"), query);
  std::vector<core::PeerId> known = holders(server, client, asked.item, stream);
  asked.hits = static_cast<std::uint32_t>(known.size());
  asked.holders.clear();
  if (asked.download) asked.holders = std::move(known);
}

}  // namespace rippletank::protocols
