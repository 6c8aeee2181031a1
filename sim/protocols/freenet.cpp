// Describes Freenet 0.5.
#include "sim/protocols/freenet.hpp"

namespace rippletank::protocols {

registry::Entry Freenet::entry() {
  return registry::describe<Parameters>(
      "freenet",
      "Each peer asks the one whose keys are closest; items come back from peer to peer and stay "
      "on the way.",
      "Clarke, Sandberg, Wiley & Hong, Freenet: a distributed anonymous information storage and "
      "retrieval system (2000); Freenet 0.5, freenet/node; its manual of build 552 (2003) for "
      "stores, tables, failed keys and requests per minute. Sizes are computed from the fields of "
      "its messages. Not modelled: splitting of files, encryption between peers, load balancing "
      "beyond refusals",
      freenet::section(), {{"store_items", 20}, {"htl_hops", 15}});
}

}  // namespace rippletank::protocols
