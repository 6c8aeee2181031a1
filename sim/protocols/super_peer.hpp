// super_peer: the bare decentralized architecture in which some peers search for the others.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/protocols/parts/leaf_parameters.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/protocols/parts/unstructured_parameters.hpp"

namespace rippletank::protocols {

/// Leaves tell super-peers what they hold and let them search; super-peers pass queries on among
/// each other and answer for all that they know. What is found is fetched directly.
///
/// Source:  McKeeth, A Guide to Peer-2-Peer (2003): super-peers; Yang & Garcia-Molina, Designing a
///          super-peer network, ICDE 2003: partners. Sizes are round numbers, those of `brokered`
///          where the two say the same.
struct SuperPeer {
  static constexpr overlay::MethodSet traversals = overlay::push_punch_or_relay;
  static constexpr bool has_servers = true;
  static constexpr bool servers_share = true;

  struct Parameters : LeafParameters {
    std::uint32_t ttl_hops = 7;
    registry::Model search = usual_search();
    std::uint32_t query_header_bytes = 40;
    std::uint32_t query_text_bytes = 18;
    std::uint32_t hit_header_bytes = 4;
    std::uint32_t result_bytes = 100;
    std::uint32_t check_bytes = 40;
    std::uint32_t publish_bytes = 50;
    std::uint32_t publish_item_bytes = 90;
    std::uint32_t leave_bytes = 25;
    std::uint32_t push_bytes = 50;
    std::uint32_t request_bytes = 50;
    std::uint32_t refusal_bytes = 25;
    double query_memory_s = 600;
    double choose_s = 1;
    double push_memory_s = 600;
    double push_patience_s = 30;
    DownloadParameters downloads;
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"leaf", "super_peer", "web_cache"}; }
  static std::vector<std::string> message_types();
  static UnstructuredPlan plan(const Parameters& parameters);
};

RIPPLETANK_PROTOCOL(super_peer, SuperPeer)

}  // namespace rippletank::protocols
