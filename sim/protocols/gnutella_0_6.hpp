// gnutella_0_6: Gnutella with ultrapeers, which shield their leaves from queries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/protocols/parts/dynamic_queries.hpp"
#include "sim/protocols/parts/gnutella_sizes.hpp"
#include "sim/protocols/parts/leaf_parameters.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/protocols/parts/unstructured_parameters.hpp"

namespace rippletank::protocols {

/// Gnutella 0.6: leaves tell ultrapeers in query routing tables which words they have, ultrapeers
/// pass on to them only what may concern them, and on the last hop ask only those ultrapeers whose
/// merged tables match.
///
/// Source:  Singla & Rohrs, Ultrapeers: another step towards Gnutella scalability (2001); Rohrs,
///          Query routing for the Gnutella network (2002); Fisk, Ultrapeer query routing and
///          Gnutella dynamic query protocol (2003). Departs: a merged table goes out without
///          RESET; hits have one result each; the headers of a handshake are a usual set.
struct Gnutella06 {
  static constexpr overlay::MethodSet traversals =
      overlay::push_punch_or_relay | overlay::set_of(overlay::Method::push_proxy);
  static constexpr bool has_servers = true;
  static constexpr bool servers_share = true;

  struct Parameters : UnstructuredParameters, LeafParameters, gnutella::Lengths {
    Parameters() { ttl_hops = 4; }

    ElectionParameters election;
    std::optional<DynamicQueryParameters> dynamic_query;
    bool out_of_band_hits = false;
    std::uint32_t pongs_max = 10;
    std::uint32_t words_per_item = 3;
    std::uint32_t vocabulary = 100'000;
    std::uint32_t table_bits = 16;
    bool last_hop_filter = true;
    double table_update_s = 60;
    std::uint32_t patch_data_bytes = 4096;
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"leaf", "ultrapeer", "web_cache"}; }
  static std::vector<std::string> message_types();
  static UnstructuredPlan plan(const Parameters& parameters);
};

RIPPLETANK_PROTOCOL(gnutella_0_6, Gnutella06)

}  // namespace rippletank::protocols
