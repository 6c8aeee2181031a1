// Grows the memory of a descriptor from a table into columns.
#include "sim/overlay/return_routes.hpp"

#include <utility>

namespace rippletank::overlay {

void ReturnRoutes::start(core::PeerId peers) {
  peers_ = peers;
  is_dense_ = false;
  clear_table(least_rows);
}

void ReturnRoutes::clear_table(std::size_t rows) {
  table_.assign(rows, Row{});
  used_ = 0;
  shift_ = 32;
  for (std::size_t n = rows; n > 1; n /= 2) --shift_;
}

void ReturnRoutes::set_in_table(core::PeerId peer, core::PeerId back, core::Time now) {
  Row& row = table_[place_of(peer)];
  const bool is_new = row.peer != peer;
  row = {peer, back, now};
  if (is_new && ++used_ > table_.size() / 2) grow();
}

void ReturnRoutes::grow() {
  const std::size_t rows = 2 * table_.size();
  const std::size_t dense_bytes = (sizeof(core::PeerId) + sizeof(core::Time)) * peers_;
  const std::vector<Row> before = std::exchange(table_, {});
  if (rows * sizeof(Row) >= dense_bytes) {
    make_dense();
  } else {
    clear_table(rows);
  }
  for (const Row& row : before) {
    if (row.peer != core::no_peer) set(row.peer, row.back, row.since);
  }
}

void ReturnRoutes::make_dense() {
  is_dense_ = true;
  back_.assign(peers_, unset);
  since_.resize(peers_);
}

}  // namespace rippletank::overlay
