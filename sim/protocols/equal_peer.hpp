// equal_peer: the bare decentralized architecture, whose peers are all alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/protocols/parts/unstructured.hpp"
#include "sim/protocols/parts/unstructured_parameters.hpp"

namespace rippletank::protocols {

/// Peers pass queries on to each other; who holds the item answers on the way back, and who asked
/// fetches it directly.
///
/// Source:  McKeeth, A Guide to Peer-2-Peer (2003): decentralized networks of equal peers. Sizes
///          are round numbers, those of `brokered` where the two say the same.
struct EqualPeer {
  static constexpr overlay::MethodSet traversals = overlay::push_punch_or_relay;
  struct Parameters : UnstructuredParameters {
    std::uint32_t query_header_bytes = 40;
    std::uint32_t query_text_bytes = 18;
    std::uint32_t hit_header_bytes = 4;
    std::uint32_t result_bytes = 100;
    std::uint32_t check_bytes = 40;
    std::uint32_t ping_bytes = 20;
    std::uint32_t pong_bytes = 40;
    std::uint32_t connect_bytes = 50;
    std::uint32_t answer_bytes = 25;
    std::uint32_t address_bytes = 6;
    std::uint32_t push_bytes = 50;
    std::uint32_t request_bytes = 50;
    std::uint32_t reply_bytes = 0;
    std::uint32_t refusal_bytes = 25;
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"peer", "web_cache"}; }
  static std::vector<std::string> message_types() {
    return Unstructured::message_types_of_equals();
  }
  static UnstructuredPlan plan(const Parameters& parameters);
};

RIPPLETANK_PROTOCOL(equal_peer, EqualPeer)

}  // namespace rippletank::protocols
