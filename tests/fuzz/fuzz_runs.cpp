// Plays random scenarios: every topology, protocol, failure, churn and firewall together.
//
// RIPPLETANK_FUZZ_SHOW=1 prints each scenario before it is played.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/random_runs.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  rippletank::fuzz::play({data, size});
  return 0;
}
