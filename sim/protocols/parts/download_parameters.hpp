// The parameters of downloads, for every protocol whose peers fetch what they have found.
#pragma once

#include <cstdint>

#include "sim/registry/table.hpp"

namespace rippletank::protocols {

struct DownloadParameters {
  std::uint32_t sources = 1;
  std::uint64_t piece_bytes = 100'000;
  double retry_s = 60;
  std::uint32_t tries = 10;

  static const registry::Section& section();
};

}  // namespace rippletank::protocols
