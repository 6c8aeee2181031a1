// Tells what follows from how fast a line is.
#include "sim/protocols/waste/speeds.hpp"

#include <algorithm>

namespace rippletank::protocols::waste {

std::uint32_t send_ahead_bytes(double kbit_s) {
  if (kbit_s < 64) return 512;
  if (kbit_s < 384) return 2048;
  if (kbit_s < 1600) return 4096;
  return kbit_s < 20'000 ? 8192 : 32'768;
}

std::uint32_t passes_of_round(double kbit_s) {
  std::uint32_t passes = 1;
  if (kbit_s >= 64) passes += 1;
  if (kbit_s >= 384) passes += 1;
  if (kbit_s >= 1600) passes += 2;
  if (kbit_s >= 20'000) passes += 3;
  return passes;
}

std::uint32_t filler_bytes(std::uint32_t send_ahead_bytes) {
  return std::max(std::uint32_t{4}, std::min(send_ahead_bytes / 64, std::uint32_t{216}));
}

}  // namespace rippletank::protocols::waste
