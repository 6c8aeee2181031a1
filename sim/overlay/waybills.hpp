// Waybills: what is known of shipments besides the ways that they take.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/measures.hpp"
#include "sim/overlay/shipments.hpp"

namespace rippletank::overlay {

/// The letter that tells what each shipment is about, and its record in the downloads.
///
/// Shape:   24 bytes per shipment on its way at most.
class Waybills {
 public:
  /// A shipment starts. `record`: what is known of it now.
  void open(Measures& measures, ShipmentId id, const Letter& letter,
            const measure::DownloadRecord& record);

  const Letter& letter(ShipmentId id) const { return bills_[id].letter; }

  /// Of a shipment that has ended, the rules are still to be told.
  void set_untold(ShipmentId id) { bills_[id].untold = true; }
  /// Whether they were; they need not be any more.
  bool take_untold(ShipmentId id) { return std::exchange(bills_[id].untold, false); }

  /// So many bytes have been carried, which is counted once for each shipment. Null for one that
  /// belongs to the warm-up.
  measure::DownloadRecord* count_carried(Measures& measures, ShipmentId id, std::uint64_t bytes);
  void close(Measures& measures, core::Time now, const ShipmentEnd& end);

 private:
  struct Bill {
    Letter letter;
    std::uint32_t record = 0;  ///< index into the downloads, if it counts
    bool untold = false;
  };

  std::vector<Bill> bills_;  ///< [ShipmentId]
};

}  // namespace rippletank::overlay
