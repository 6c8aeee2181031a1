// fasttrack: supernodes that know what their ordinary nodes share, as in KaZaA and Morpheus.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/protocols/parts/leaf_parameters.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/protocols/parts/unstructured_parameters.hpp"

namespace rippletank::protocols {

/// FastTrack: an ordinary node tells its supernode the metadata of every file; supernodes answer
/// from what they know and pass searches on to each other.
///
/// Source:  giFT-FastTrack, PROTOCOL v1.19 (2004); Liang, Kumar & Ross, Understanding KaZaA (2004).
///          Departs: searches are flooded with a TTL, as how far they go is not public; a push goes
///          back along the way of the hit; encryption and keep-alives are left out.
struct FastTrack {
  static constexpr overlay::MethodSet traversals = overlay::push_punch_or_relay;
  static constexpr bool has_servers = true;
  static constexpr bool servers_share = true;

  struct Parameters : UnstructuredParameters, LeafParameters {
    Parameters() { ttl_hops = 2; }

    FewSuperPeers election;
    std::uint32_t term_bytes = 8;
    std::uint32_t terms = 2;
    std::uint32_t tags_bytes = 60;
    std::uint32_t result_bytes = 120;
    std::uint32_t name_bytes = 10;
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"node", "supernode", "web_cache"}; }
  static std::vector<std::string> message_types();
  static UnstructuredPlan plan(const Parameters& parameters);
};

RIPPLETANK_PROTOCOL(fasttrack, FastTrack)

}  // namespace rippletank::protocols
