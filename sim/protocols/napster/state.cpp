// Prepares a run of Napster, and works out the size of each letter.
#include "sim/protocols/napster/state.hpp"

#include <algorithm>

namespace rippletank::protocols::napster {
namespace {

core::PeerId redirector_of(const Parameters& parameters, const overlay::Servers& servers) {
  return parameters.redirector && servers.all().size() > 1 ? servers.all().front() : core::no_peer;
}

std::vector<core::PeerId> without(std::vector<core::PeerId> servers, core::PeerId redirector) {
  servers.erase(std::remove(servers.begin(), servers.end(), redirector), servers.end());
  return servers;
}

/// The link type that a user of such a link would name.
///
/// Source:  Napster protocol specification, message 2. Departs: what its types say by kind, cable,
///          DSL, T1 and T3, is told apart by speed.
std::uint8_t link_type(const overlay::AccessSpeed& speed) {
  if (speed.down_kbit_s <= 0) return 0;
  if (speed.down_kbit_s <= 14.4) return 1;
  if (speed.down_kbit_s <= 28.8) return 2;
  if (speed.down_kbit_s <= 33.6) return 3;
  if (speed.down_kbit_s <= 56.7) return 4;
  if (speed.down_kbit_s <= 64) return 5;
  if (speed.down_kbit_s <= 128) return 6;
  if (speed.up_kbit_s >= 10'000) return 10;
  if (speed.up_kbit_s >= 1'000) return 9;
  return speed.down_kbit_s > 2'000 ? 7 : 8;
}

std::vector<std::uint8_t> link_types_of(const overlay::SetUp& set_up) {
  std::vector<std::uint8_t> types(set_up.connections.peers());
  for (std::size_t peer = 0; peer < set_up.access.size(); ++peer) {
    types[peer] = link_type(set_up.access[peer]);
  }
  return types;
}

}  // namespace

State::State(const Parameters& given, const overlay::SetUp& set_up)
    : parameters(given),
      seed(set_up.seed),
      content(set_up.content),
      servers(set_up.connections, set_up.servers),
      redirector(redirector_of(given, servers)),
      index_servers(without(servers.all(), redirector)),
      firewalls(set_up.firewalls),
      link_types(link_types_of(set_up)),
      links(set_up.connections, given.linked ? index_servers : std::vector<core::PeerId>{}),
      slot_digits(digits(set_up.uploads.slots.value_or(0))),
      folders(set_up.content, set_up.connections.peers(), given.files_max,
              given.unshare_rate_per_min > 0),
      index(set_up.content, folders, set_up.firewalls, set_up.connections.peers()),
      clients(set_up.connections.peers()),
      sizes_(given) {}

std::uint32_t State::share_bytes(core::PeerId client) const {
  std::uint64_t bytes = 0;
  folders.for_each_shared(client, [&](core::ItemId item) {
    bytes += sizes_.size(share, {content->size_bytes(item)}).bytes();
  });
  return static_cast<std::uint32_t>(bytes);  // at most most_files of some 600 bytes
}

std::uint64_t State::copies(const overlay::Letter& letter) const {
  switch (static_cast<Type>(letter.type)) {
    case share:
      return letter.subject;
    case result:
    case remote_result:
      return batches[letter.subject].size();
    default:
      return 1;
  }
}

measure::MessageSize State::size(const overlay::Letter& letter) const {
  const auto type = static_cast<Type>(letter.type);
  switch (type) {
    case share:
      return {letter.value, 0, 0};
    case result:
    case remote_result:
      return batch_size(type, letter);
    default:
      return sizes_.size(type, details(type, letter));
  }
}

measure::MessageSize State::batch_size(Type type, const overlay::Letter& letter) const {
  const std::vector<core::PeerId>& holders = batches[letter.subject];
  Details details;
  details.size_bytes = content->size_bytes(asked[letter.query].item);
  measure::MessageSize all;
  for (const core::PeerId holder : holders) {
    details.link_type = link_types[holder];
    const measure::MessageSize one = sizes_.size(type, details);
    all.control_bytes += one.control_bytes;
    all.payload_bytes += one.payload_bytes;
  }
  return all;
}

Details State::details(Type type, const overlay::Letter& letter) const {
  Details details;
  switch (type) {
    case login:
      details.link_type = link_types[letter.subject];
      if (firewalls.is_firewalled(letter.subject)) details.port_digits = 1;
      break;
    case search:
      details.number_digits = digits(parameters.results_max);
      break;
    case remote_search:
      details.number_digits = digits(letter.value);
      break;
    case download_ack:
      details.link_type = link_types[requests[letter.subject].source];
      break;
    case push_ack:
    case upload_request:
      details.link_type = link_types[requests[letter.subject].peer];
      break;
    case file_size:
      details.size_bytes = content->size_bytes(letter.subject);
      break;
    case queue_full:
    case send:
      details.size_bytes = content->size_bytes(requests[letter.subject].item);
      details.number_digits = slot_digits;
      break;
    case queue_limit:
    case linked_queue_limit:
      details.number_digits = slot_digits;
      break;
    case get:
    case offset:
      details.number_digits = letter.value;
      break;
    default:
      break;
  }
  return details;
}

}  // namespace rippletank::protocols::napster
