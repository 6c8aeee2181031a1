// Downloading: which of those who ask fetch what they find, a part of every query model.
#pragma once

#include <cstdint>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::workload {

/// The base of the parameters of a query model.
struct Downloading {
  bool download = false;
  double download_share = 1;

  /// Whether the n-th query is one whose origin fetches what it finds.
  ///
  /// Random:  substream "queries/download" of the query, one number.
  bool fetches(std::uint64_t seed, std::uint64_t n) const {
    if (!download) return false;
    core::Substream stream(seed, core::Purpose("queries/download"), n);
    return stream.uniform() < download_share;
  }
};

/// Whether any of those who ask by the parameters of a query model fetch what they find.
template <class P>
bool downloads(const void* parameters) {
  return static_cast<const P*>(parameters)->download;
}

/// Adds the fields of Downloading to the table of a query model.
template <class P>
registry::Table<P>&& with_downloading(registry::Table<P>&& table) {
  std::move(table)
      .field("download", static_cast<bool P::*>(&P::download),
             {.description = "Whether those who ask fetch what they find, in a protocol that has "
                             "downloads."})
      .field("download_share", static_cast<double P::*>(&P::download_share),
             {.unit = "ratio",
              .range = registry::between(0, 1),
              .description = "With `download`, the share of queries for which that is so, chosen "
                             "at random."});
  return std::move(table);
}

}  // namespace rippletank::workload
