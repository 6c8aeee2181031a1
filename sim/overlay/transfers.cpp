// Transfers: bytes left as of the last change of a rate, and a heap of the moments of their end.
#include "sim/overlay/transfers.hpp"

#include <algorithm>
#include <cmath>

namespace rippletank::overlay {

Transfers::Transfers(std::span<const double> capacities_bytes_s)
    : shares_(capacities_bytes_s), link_carried_(capacities_bytes_s.size(), 0) {}

TransferId Transfers::start(core::Time now, std::span<const LinkId> links, std::uint64_t bytes,
                            double limit_bytes_s) {
  // Beyond that doubles miss out whole bytes; it is nine million gigabytes.
  RIPPLETANK_CHECK(bytes <= std::uint64_t{1} << 53U, "a transfer has at most 2^53 bytes");
  move_to(now);
  changed_ = true;
  const TransferId transfer = shares_.add(links, limit_bytes_s);
  if (transfer >= transfers_.size()) transfers_.resize(transfer + 1);
  const auto place = static_cast<std::uint32_t>(heap_.size());
  transfers_[transfer] = {bytes, static_cast<double>(bytes), 0.0, now, place};
  heap_.push_back({end_of(transfers_[transfer]), transfer});
  sift_up(place);
  return transfer;
}

std::uint64_t Transfers::stop(core::Time now, TransferId transfer) {
  move_to(now);
  const std::uint64_t carried = carried_now(transfer);
  remove(transfer, carried);
  return carried;
}

void Transfers::set_capacity(core::Time now, LinkId link, double capacity_bytes_s) {
  move_to(now);
  changed_ = true;
  shares_.set_capacity(link, capacity_bytes_s);
}

core::Time Transfers::next_time() {
  settle();
  return heap_.empty() ? core::never : heap_.front().end;
}

std::uint64_t Transfers::carried_bytes(core::Time now, TransferId transfer) {
  move_to(now);
  return carried_now(transfer);
}

std::uint64_t Transfers::link_carried_bytes(core::Time now, LinkId link) {
  move_to(now);
  std::uint64_t carried = link_carried_[link];
  shares_.for_each_flow(link, [&](TransferId transfer) { carried += carried_now(transfer); });
  return carried;
}

double Transfers::rate_bytes_s(core::Time now, TransferId transfer) {
  move_to(now);
  settle();
  RIPPLETANK_CHECK(in_progress(transfer), "the transfer is in progress");
  return transfers_[transfer].rate;
}

std::vector<LinkId> Transfers::links(TransferId transfer) const {
  std::vector<LinkId> links;
  shares_.for_each_link(transfer, [&links](LinkId link) { links.push_back(link); });
  return links;
}

/// Changes hold from the moment at which they were made, so rates are found before it is left.
void Transfers::move_to(core::Time now) {
  RIPPLETANK_CHECK(now >= now_, "time does not run backwards");
  if (now == now_) return;
  settle();
  RIPPLETANK_CHECK(heap_.empty() || heap_.front().end >= now,
                   "what ends is taken before time moves on");
  now_ = now;
}

void Transfers::settle() {
  if (!changed_) return;
  changed_ = false;
  shares_.settle([this](FlowId flow, double rate) {
    Transfer& transfer = transfers_[flow];
    transfer.remaining = remaining_now(flow);
    transfer.since = now_;
    transfer.rate = rate;
    set_end(transfer.place, end_of(transfer));
  });
}

void Transfers::remove(TransferId transfer, std::uint64_t carried) {
  shares_.for_each_link(transfer, [&](LinkId link) { link_carried_[link] += carried; });
  shares_.remove(transfer);
  changed_ = true;
  const std::uint32_t place = transfers_[transfer].place;
  const Ending last = heap_.back();
  heap_.pop_back();
  if (place == heap_.size()) return;
  put(place, last);
  sift_up(place);
  sift_down(transfers_[last.transfer].place);
}

bool Transfers::in_progress(TransferId transfer) const {
  if (transfer >= transfers_.size()) return false;
  const std::uint32_t place = transfers_[transfer].place;
  return place < heap_.size() && heap_[place].transfer == transfer;
}

double Transfers::remaining_now(TransferId number) const {
  const Transfer& transfer = transfers_[number];
  if (transfer.since == now_) return transfer.remaining;  // even at an unlimited rate
  // What ends now has nothing left, although rounding may say otherwise.
  if (heap_[transfer.place].end == now_) return 0;
  const double carried = transfer.rate * core::to_seconds(now_ - transfer.since);
  return std::max(0.0, transfer.remaining - carried);
}

std::uint64_t Transfers::carried_now(TransferId number) const {
  RIPPLETANK_CHECK(in_progress(number), "the transfer is in progress");
  constexpr double missed_by_rounding = 1e-3;  // of a byte, when it has been carried
  const std::uint64_t bytes = transfers_[number].bytes;
  const double carried = static_cast<double>(bytes) - remaining_now(number) + missed_by_rounding;
  return std::min(bytes, static_cast<std::uint64_t>(carried));
}

core::Time Transfers::end_of(const Transfer& transfer) const {
  if (transfer.remaining == 0) return now_;
  if (transfer.rate == 0) return core::never;
  const double span_ns = std::ceil(transfer.remaining / transfer.rate * 1e9);
  constexpr double beyond_time = 0x1p63;
  if (span_ns >= beyond_time) return core::never;
  const auto span = static_cast<core::Time>(span_ns);
  return span < core::never - now_ ? now_ + span : core::never;
}

void Transfers::set_end(std::uint32_t place, core::Time end) {
  const bool earlier = end < heap_[place].end;
  heap_[place].end = end;
  if (earlier) {
    sift_up(place);
  } else {
    sift_down(place);
  }
}

void Transfers::put(std::uint32_t place, Ending ending) {
  heap_[place] = ending;
  transfers_[ending.transfer].place = place;
}

void Transfers::sift_up(std::uint32_t place) {
  const Ending ending = heap_[place];
  while (place > 0) {
    const std::uint32_t parent = (place - 1) / 2;
    if (!(ending < heap_[parent])) break;
    put(place, heap_[parent]);
    place = parent;
  }
  put(place, ending);
}

void Transfers::sift_down(std::uint32_t place) {
  const Ending ending = heap_[place];
  const std::size_t size = heap_.size();
  while (true) {
    std::size_t child = std::size_t{2} * place + 1;
    if (child >= size) break;
    if (child + 1 < size && heap_[child + 1] < heap_[child]) ++child;
    if (!(heap_[child] < ending)) break;
    put(place, heap_[child]);
    place = static_cast<std::uint32_t>(child);
  }
  put(place, ending);
}

}  // namespace rippletank::overlay
