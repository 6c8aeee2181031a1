// Random scenarios of everything together: what is valid ends, conserves, and is repeatable.
#include "tests/fuzz/random_runs.hpp"

#include <array>
#include <cstdint>

#include "tests/catch.hpp"

namespace random_runs_test {

using namespace rippletank;

TEST_CASE("random scenarios end, conserve what they send, and repeat themselves") {
  std::size_t checked = 0;
  constexpr std::uint8_t rounds = 250;
  for (std::uint8_t round = 0; round < rounds; ++round) {
    const std::array<std::uint8_t, 2> bytes = {round, 7};
    CAPTURE(int{round});
    if (fuzz::play(bytes) == fuzz::Played::checked) ++checked;
  }
  CHECK(checked > rounds / 4);  // else the generator makes nothing that can be played
}

}  // namespace random_runs_test
