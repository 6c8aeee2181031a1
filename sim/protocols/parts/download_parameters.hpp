// The parameters of downloads, for every protocol whose peers fetch what they have found.
#pragma once

#include <cstdint>

#include "sim/registry/table.hpp"

namespace rippletank::protocols {

inline constexpr char push_description[] =
    "What asks a holder behind a firewall to connect, and what that says first when it does.";
inline constexpr char push_memory_description[] =
    "How long it remembers from whom a hit has come, which is where it sends a push for its "
    "holder.";
inline constexpr char push_patience_description[] =
    "How long a peer waits for a holder behind a firewall to come before it tries otherwise, or "
    "turns to another one.";

struct DownloadParameters {
  std::uint32_t sources = 1;
  std::uint64_t piece_bytes = 100'000;
  double retry_s = 60;
  std::uint32_t tries = 10;

  static const registry::Section& section();
};

}  // namespace rippletank::protocols
