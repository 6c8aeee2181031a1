// Searches breadth first from all holders of an item at once.
#include "sim/overlay/nearest_copies.hpp"

#include <cstddef>
#include <cstdint>

namespace rippletank::overlay {
namespace {

constexpr std::uint32_t unseen = ~std::uint32_t{0};

/// A search; `hops` and `queue` are only passed in to be used again.
void search(measure::CopyRecord& record, const Connections& askers, const std::vector<bool>& online,
            std::vector<std::uint32_t>& hops, std::vector<core::PeerId>& queue) {
  std::uint64_t total = 0;
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const core::PeerId peer = queue[next];
    total += hops[peer];
    for (core::Slot slot = askers.offsets[peer]; slot < askers.offsets[peer + 1]; ++slot) {
      const core::PeerId asker = askers.neighbours[slot];
      if (!online[asker] || hops[asker] != unseen) continue;
      hops[asker] = hops[peer] + 1;
      queue.push_back(asker);
    }
  }
  record.peers_within = queue.size();
  if (queue.empty()) return;
  record.hops_mean = static_cast<double>(total) / static_cast<double>(queue.size());
  record.hops_max = hops[queue.back()];
}

}  // namespace

std::vector<measure::CopyRecord> look_at_copies(core::Time now,
                                                const std::vector<core::ItemId>& items,
                                                const Stores& stores, const Connections& askers,
                                                const std::vector<bool>& online) {
  std::vector<measure::CopyRecord> records;
  std::vector<std::uint32_t> hops(online.size());
  std::vector<core::PeerId> queue;
  for (const core::ItemId item : items) {
    measure::CopyRecord record;
    record.time = now;
    record.item = item;
    hops.assign(hops.size(), unseen);
    queue.clear();
    stores.for_each_holder(item, [&](core::PeerId holder) {
      if (!online[holder]) {
        ++record.copies_offline;
        return;
      }
      ++record.copies;
      hops[holder] = 0;
      queue.push_back(holder);
    });
    search(record, askers, online, hops, queue);
    records.push_back(record);
  }
  return records;
}

Connections reversed(const Connections& rows) {
  Connections turned;
  turned.offsets.resize(rows.offsets.size());
  turned.neighbours.resize(rows.neighbours.size());
  for (const core::PeerId peer : rows.neighbours) ++turned.offsets[peer + std::size_t{1}];
  for (std::size_t peer = 1; peer < turned.offsets.size(); ++peer) {
    turned.offsets[peer] += turned.offsets[peer - 1];
  }
  core::Column<std::uint32_t> next(turned.offsets.begin(), turned.offsets.end() - 1);
  for (core::PeerId peer = 0; peer < rows.peers(); ++peer) {
    for (core::Slot slot = rows.offsets[peer]; slot < rows.offsets[peer + 1]; ++slot) {
      turned.neighbours[next[rows.neighbours[slot]]++] = peer;
    }
  }
  return turned;
}

}  // namespace rippletank::overlay
