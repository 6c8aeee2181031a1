// Transfers: so many bytes each over links that they share, and when each ends.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/fair_shares.hpp"

namespace rippletank::overlay {

/// A transfer that has been started and has neither ended nor been stopped; used again afterwards.
using TransferId = FlowId;

/// Transfers in virtual time, each at its max-min fair rate (FairShares) from change to change.
///
/// A transfer ends at the first whole nanosecond at which all its bytes have been carried. Changes
/// at one moment take effect together, at that moment, in whatever order they are made: rates are
/// found once, when the next end is asked for or time moves on.
///
/// Each call names its moment, and none may lie before that of an earlier call. What ends must be
/// taken with finish() at its moment: next_time() says when that is.
///
/// Units:   nanoseconds of virtual time, whole bytes, bytes per second.
/// Errors:  a moment that is over, or an end that was passed by, fails a check.
/// Cost:    per change that of FairShares::settle(), and O(log n) for each transfer whose rate
///          differs; 56 bytes per transfer and 8 per link beyond those of FairShares.
class Transfers {
 public:
  /// Shape:   one capacity per link.
  explicit Transfers(std::span<const double> capacities_bytes_s);

  /// Starts to carry bytes over some different links. Without a byte to carry it ends at once.
  TransferId start(core::Time now, std::span<const LinkId> links, std::uint64_t bytes,
                   double limit_bytes_s = unlimited);

  /// Stops a transfer and returns how many whole bytes it has carried.
  std::uint64_t stop(core::Time now, TransferId transfer);

  void set_capacity(core::Time now, LinkId link, double capacity_bytes_s);

  /// When the next transfer ends; core::never if none does.
  core::Time next_time();

  /// Ends all transfers whose end is now, calling `ended(transfer)` for each in ascending order.
  /// The call may make further changes; what ends now only because of them waits for the next
  /// finish().
  template <class Ended>
  void finish(core::Time now, Ended ended) {
    move_to(now);
    settle();
    while (!heap_.empty() && heap_.front().end == now) {
      const TransferId transfer = heap_.front().transfer;
      remove(transfer, transfers_[transfer].bytes);
      ended(transfer);
    }
  }

  /// How many whole bytes a transfer has carried, at most its size.
  std::uint64_t carried_bytes(core::Time now, TransferId transfer);

  /// How many bytes a link has carried: for each transfer that crosses or crossed it, whole bytes.
  ///
  /// Cost:    O(d) for d transfers in progress on the link.
  std::uint64_t link_carried_bytes(core::Time now, LinkId link);

  /// The rate from now on, with all changes so far.
  double rate_bytes_s(core::Time now, TransferId transfer);

  /// The links of a transfer in progress, in the order in which they were given.
  std::vector<LinkId> links(TransferId transfer) const;

  /// The limit of a transfer in progress.
  double limit_bytes_s(TransferId transfer) const { return shares_.limit_bytes_s(transfer); }

  /// How many transfers are in progress.
  std::size_t size() const { return heap_.size(); }

 private:
  struct Transfer {
    std::uint64_t bytes;
    double remaining;  ///< bytes still to be carried at `since`
    double rate;       ///< from `since` on
    core::Time since;
    std::uint32_t place;  ///< in the heap
  };

  struct Ending {
    core::Time end;
    TransferId transfer;
    bool operator<(const Ending& other) const {
      return end != other.end ? end < other.end : transfer < other.transfer;
    }
  };

  void move_to(core::Time now);
  void settle();
  void remove(TransferId transfer, std::uint64_t carried);
  bool in_progress(TransferId transfer) const;
  double remaining_now(TransferId number) const;
  std::uint64_t carried_now(TransferId number) const;
  core::Time end_of(const Transfer& transfer) const;
  void set_end(std::uint32_t place, core::Time end);
  void put(std::uint32_t place, Ending ending);
  void sift_up(std::uint32_t place);
  void sift_down(std::uint32_t place);

  FairShares shares_;
  core::Time now_ = 0;
  bool changed_ = false;                     ///< since rates were found
  std::vector<Transfer> transfers_;          ///< [TransferId]
  std::vector<Ending> heap_;                 ///< one entry per transfer in progress
  std::vector<std::uint64_t> link_carried_;  ///< by transfers that are over
};

}  // namespace rippletank::overlay
