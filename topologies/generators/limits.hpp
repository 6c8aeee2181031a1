// How large a graph may become; generators check it before they make anything.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <string_view>

#include "sim/registry/reader.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {

/// What a graph and the run on it may take together.
inline constexpr double most_memory_gb = 4;

/// About how much memory a graph and a run take whose floods reach every peer.
///
/// Units:   10^9 bytes. Measured at a million to five million nodes of every generator, the peak
///          was 85 to 132 bytes per node where nodes have one or two links, and 33 per link in
///          meshes; what is claimed here is 0.98 to 1.5 times the peak.
inline double memory_gb(double nodes, double links) { return (96 * nodes + 34 * links) / 1e9; }

/// Why a graph of this size does not fit; empty if it does. `remedy` names the parameters to lower.
///
/// Units:   numbers of nodes and links, as doubles because products of parameters may be huge.
inline std::string why_too_large(double nodes, double links, std::string_view remedy) {
  const double memory = memory_gb(nodes, links);
  if (memory <= most_memory_gb) return {};
  return fmt::format(
      "expected a graph that takes at most {} GB of memory with its run, got about {:.1f} GB for "
      "{:.0f} nodes and {:.0f} links; lower {}",
      most_memory_gb, std::ceil(10 * memory) / 10, nodes, links, remedy);
}

/// Records a mistake if a graph of this size does not fit.
///
/// Errors:  in the reader.
inline void check_size(double nodes, double links, std::string_view remedy,
                       registry::Reader& reader) {
  std::string mistake = why_too_large(nodes, links, remedy);
  if (!mistake.empty()) reader.error(std::move(mistake));
}

}  // namespace rippletank::topologies
