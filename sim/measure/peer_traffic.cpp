// Expands what each peer broadcast into what each of its neighbours received.
#include "sim/measure/peer_traffic.hpp"

namespace rippletank::measure {

void BroadcastTraffic::add_to(std::vector<InOut>& totals, std::uint64_t bytes,
                              const core::Column<std::uint32_t>& offsets,
                              const core::Column<core::PeerId>& neighbours) const {
  // Gathered from a column of their own: one number per peer stays in cache.
  core::Column<std::uint32_t> broadcasts(counts_.size());
  for (core::PeerId peer = 0; peer < counts_.size(); ++peer) {
    broadcasts[peer] = counts_[peer].broadcasts();
  }
  for (core::PeerId peer = 0; peer < counts_.size(); ++peer) {
    const std::uint64_t degree = offsets[peer + 1] - offsets[peer];
    const std::uint64_t out = degree * broadcasts[peer] - counts_[peer].to_all_but_one;
    std::uint64_t in = 0;
    for (std::uint32_t slot = offsets[peer]; slot < offsets[peer + 1]; ++slot) {
      in += broadcasts[neighbours[slot]];
    }
    in -= left_out_[peer];
    totals[peer].out.messages += out;
    totals[peer].out.bytes += out * bytes;
    totals[peer].in.messages += in;
    totals[peer].in.bytes += in * bytes;
  }
}

}  // namespace rippletank::measure
