// Keys: where items and peers lie, and how far apart that is.
#pragma once

#include <cstdint>

#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"

namespace rippletank::protocols::freenet {

/// A place among all 2^64: what a hash gives, so each is equally likely.
using Key = std::uint64_t;

inline Key key_of_item(std::uint64_t seed, core::ItemId item) {
  return core::derive_seed(seed, core::Purpose("freenet/item_key"), item);
}
/// Under which peers know each other at first: the hash of an address.
inline Key key_of_peer(std::uint64_t seed, core::PeerId peer) {
  return core::derive_seed(seed, core::Purpose("freenet/peer_key"), peer);
}
/// Of what a query seeks that names no item.
inline Key key_of_query(std::uint64_t seed, std::uint32_t query) {
  return core::derive_seed(seed, core::Purpose("freenet/query_key"), query);
}

}  // namespace rippletank::protocols::freenet
