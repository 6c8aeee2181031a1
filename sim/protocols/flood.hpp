// flood: equal peers pass each query on to all their neighbours until its TTL is used up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/overlay/flooding.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

/// The query part of Gnutella 0.4 and nothing else: no content, no replies, no joining.
///
/// Source:  Gnutella Protocol Specification v0.4, document revision 1.2 (Clip2, 2001).
class Flood {
 public:
  struct Parameters {
    std::uint32_t ttl_hops = 7;
    std::uint32_t header_bytes = 23;
    std::uint32_t payload_bytes = 21;
  };

  struct Message {
    overlay::FloodId flood = 0;
    std::uint16_t hops = 0;      ///< including the connection it travels on
    std::uint16_t ttl_hops = 0;  ///< left when it was sent
  };

  static registry::Entry entry() {
    using registry::between;
    return registry::describe<Parameters>(
        "flood",
        "Equal peers: a query goes to all neighbours, and each peer passes the first copy on to "
        "all but the one it came from, until its TTL is used up.",
        "Gnutella Protocol Specification v0.4 (Clip2, 2001): rules and sizes of the Query "
        "descriptor; departs: no pings, no hits, no joining",
        registry::Table<Parameters>{}
            .field("ttl_hops", &Parameters::ttl_hops,
                   {.unit = "hops",
                    .range = between(1, 65'535),
                    .description = "How many hops a query may travel."})
            .field("header_bytes", &Parameters::header_bytes,
                   {.unit = "bytes",
                    .range = between(0, 1e6),
                    .description = "Descriptor header: GUID 16, type 1, TTL 1, hops 1, length 4."})
            .field("payload_bytes", &Parameters::payload_bytes,
                   {.unit = "bytes",
                    .range = between(0, 1e9),
                    .description = "Query payload: minimum speed 2, search text (18 by default), "
                                   "closing zero 1."}),
        {{"ttl_hops", 4}});
  }

  static std::vector<std::string> message_types() { return {"query"}; }

  Flood(const Parameters& parameters, const overlay::SetUp& set_up)
      : ttl_hops_(static_cast<std::uint16_t>(parameters.ttl_hops)),
        floods_(set_up.connections.peers(), "query",
                set_up.size(parameters.header_bytes, parameters.payload_bytes)) {}

  template <class Context>
  void on_query(Context& context, const overlay::Query& query) {
    const overlay::FloodId flood = floods_.begin(context, query, ttl_hops_);
    floods_.spread(context, flood, query.origin, core::no_peer, Message{flood, 1, ttl_hops_});
  }

  template <class Context>
  void on_message(Context& context, core::PeerId to, core::PeerId from, const Message& message) {
    const bool first = floods_.receive(context, message, to, from);
    if (first && message.ttl_hops > 1) {
      const Message next{message.flood, static_cast<std::uint16_t>(message.hops + 1),
                         static_cast<std::uint16_t>(message.ttl_hops - 1)};
      floods_.spread(context, message.flood, to, from, next);
    } else {
      floods_.rest(context, message.flood);
    }
  }

  template <class Context>
  void on_dropped(Context& context, core::PeerId to, core::PeerId from, const Message& message,
                  measure::DropReason reason) {
    floods_.drop(context, message, to, from, reason);
  }

  template <class Context>
  void on_end(Context& context) {
    floods_.end_all(context);
  }

  std::uint64_t bytes(const Message&) const { return floods_.bytes(); }
  static std::uint32_t content(const Message& message) { return message.flood; }

  static bool may_spread(const Message& message) { return message.ttl_hops > 1; }

  RIPPLETANK_ALWAYS_INLINE void prefetch_row(const Message& message, const core::PeerId* begin,
                                             const core::PeerId* end) const {
    floods_.prefetch_row(message, begin, end);
  }

  RIPPLETANK_ALWAYS_INLINE void prefetch(core::PeerId to, core::PeerId from) const {
    floods_.prefetch(to, from);
  }

 private:
  std::uint16_t ttl_hops_;
  overlay::Floods floods_;
};

RIPPLETANK_PROTOCOL(flood, Flood)

}  // namespace rippletank::protocols
