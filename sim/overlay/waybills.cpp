// Notes shipments in the downloads, and what became of them.
#include "sim/overlay/waybills.hpp"

namespace rippletank::overlay {

void Waybills::open(Measures& measures, ShipmentId id, const Letter& letter,
                    const measure::DownloadRecord& record) {
  if (id >= bills_.size()) bills_.resize(id + std::size_t{1});
  bills_[id] = {letter, static_cast<std::uint32_t>(measures.downloads.size()), false};
  if (!letter.counted) return;
  if (measures.carried.empty()) measures.carried.resize(measures.traffic.size());
  measures.downloads.push_back(record);
}

measure::DownloadRecord* Waybills::count_carried(Measures& measures, ShipmentId id,
                                                 std::uint64_t bytes) {
  if (!bills_[id].letter.counted) return nullptr;
  measure::DownloadRecord& record = measures.downloads[bills_[id].record];
  record.carried_bytes = bytes;
  measures.carried[record.from].up += bytes;
  measures.carried[record.to].down += bytes;
  if (record.relay != core::no_peer) measures.carried[record.relay].relayed += bytes;
  return &record;
}

void Waybills::close(Measures& measures, core::Time now, const ShipmentEnd& end) {
  measure::DownloadRecord* record = count_carried(measures, end.shipment, end.carried_bytes);
  if (record == nullptr) return;
  record->status = end.cut ? measure::DownloadStatus::cut : measure::DownloadStatus::complete;
  record->duration = now - record->start;
  measures.fingerprint.add(static_cast<std::uint64_t>(now));
  measures.fingerprint.add((std::uint64_t{record->from} << 32U) | record->to);
  measures.fingerprint.add(end.carried_bytes);
}

}  // namespace rippletank::overlay
