// State: everything that the rules of a Freenet know in common.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/stores.hpp"
#include "sim/protocols/freenet/failed_keys.hpp"
#include "sim/protocols/freenet/keys.hpp"
#include "sim/protocols/freenet/messages.hpp"
#include "sim/protocols/freenet/parameters.hpp"
#include "sim/protocols/freenet/parts_of_data.hpp"
#include "sim/protocols/freenet/publishings.hpp"
#include "sim/protocols/freenet/requests.hpp"
#include "sim/protocols/freenet/routing_tables.hpp"
#include "sim/protocols/parts/stays.hpp"

namespace rippletank::protocols::freenet {

/// What is counted after the warm-up besides what is counted for every protocol.
struct Counts {
  std::uint64_t loops = 0;        ///< requests that came to a peer that had them already
  std::uint64_t dead_ends = 0;    ///< peers that had nobody left to ask
  std::uint64_t refused = 0;      ///< requests that a busy peer would not take
  std::uint64_t failed_keys = 0;  ///< requests that were answered from what had failed before
  std::uint64_t unreachable = 0;  ///< peers that could not be connected to
  std::uint64_t timeouts = 0;     ///< answers that were waited for in vain
  std::uint64_t resets = 0;       ///< peers on the way that named themselves the source
  std::uint64_t not_kept = 0;     ///< copies that were too large or too far from the source
  std::uint64_t announcements = 0;
  std::uint64_t announced = 0;  ///< of these, those that came to an end
};

/// A newcomer that must announce itself, for the first time or again.
struct Unannounced {
  core::PeerId peer = 0;
  std::uint32_t attempt = 0;
};

struct State {
  State(const Parameters& given, const overlay::SetUp& set_up);

  core::PeerId peers() const { return tables.peers(); }

  /// Whether a peer has come into the network: they do so in their order.
  bool is_here(core::PeerId peer) const { return peer < here_count; }
  /// Whether it can be asked for something by others: it has come, and is not transient.
  bool is_public(core::PeerId peer) const { return is_here(peer) && !is_transient[peer]; }

  Key key_of(const Request& request) const;
  PartsOfData parts_of(const Request& request) const {
    return {request.item == core::no_item ? 0 : content->size_bytes(request.item),
            parameters.part_bytes};
  }
  measure::MessageSize size(const overlay::Letter& letter) const;

  /// How long a peer waits for an answer over so many hops; core::never: for ever.
  core::Time patience(std::uint32_t hops) const;

  /// The hops to live that are left when a request has come to a peer with so many.
  std::uint16_t lowered_htl(const Request& request, core::PeerId peer, std::uint16_t htl) const;

  /// True if a peer takes one more request in this minute.
  bool takes_request(core::Time now, core::PeerId peer);

  /// A peer is told who the source of data is, so many hops after that named itself.
  void learn_source(const Request& request, core::PeerId peer, core::PeerId source,
                    std::uint16_t source_hops);
  /// Keeps a copy if that is to be; counts it.
  void keep(core::Time now, Request& request, core::PeerId peer, std::uint16_t source_hops,
            bool counted);
  /// What a peer tells the next of the source that it was told of.
  void pass_source(const Request& request, StepState& step, core::PeerId source,
                   std::uint16_t source_hops, bool counted);

  const Parameters parameters;
  const std::uint64_t seed;
  const overlay::Content* const content;
  const bool items_are_placed;
  RoutingTables tables;
  overlay::Stores stores;
  FailedKeys failed;
  Requests requests;
  Stays stays;
  std::vector<bool> online;        ///< as of the last event
  std::vector<bool> is_announced;  ///< an announcement has come to its end, or needs none
  std::vector<bool> is_transient;
  std::vector<core::ItemId> published;  ///< in the order in which they were
  std::vector<bool> is_published;       ///< [item]
  core::PeerId here_count = 0;          ///< these are the first
  std::vector<Unannounced> unannounced;
  Counts counts;

 private:
  struct Minute {
    std::uint32_t number = 0;
    std::uint32_t requests = 0;
  };

  bool chance(core::Purpose purpose, const Request& request, core::PeerId peer,
              double probability) const;
  bool is_taken(core::Purpose purpose, const Request& request, core::PeerId peer, double fullness,
                double free_share, std::uint16_t source_hops) const;

  std::vector<Minute> minutes_;          ///< [peer]; empty: peers take any number
  std::vector<core::Time> patience_;     ///< [hops]
  std::vector<double> htl_probability_;  ///< [htl] with which it is lowered
};

}  // namespace rippletank::protocols::freenet
