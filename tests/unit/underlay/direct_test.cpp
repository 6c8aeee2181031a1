// Wires without machines: when messages arrive, and what TCP/IP adds to them.
#include "sim/underlay/direct.hpp"

#include <cstdint>
#include <limits>

#include "sim/underlay/direct_parameters.hpp"
#include "tests/catch.hpp"

namespace direct_test {

namespace core = rippletank::core;
namespace underlay = rippletank::underlay;

TEST_CASE("TCP/IP headers come once per segment, and at least once") {
  const underlay::Segments ethernet;  // RFC 894: 1500 bytes, less RFC 791 and RFC 793 headers
  CHECK(ethernet.payload_bytes == 1500 - 20 - 20);
  CHECK(ethernet.overhead_bytes(0) == 40);
  CHECK(ethernet.overhead_bytes(1) == 40);
  CHECK(ethernet.overhead_bytes(1460) == 40);
  CHECK(ethernet.overhead_bytes(1461) == 80);
  CHECK(ethernet.overhead_bytes(14'600) == 400);
  CHECK(ethernet.overhead_bytes(14'601) == 440);
  const underlay::Segments smallest{28, 120};  // the least and the most that a scenario may ask for
  CHECK(smallest.overhead_bytes(1'000'000'000) == std::uint64_t{35'714'286} * 120);
  const underlay::Segments wide{std::numeric_limits<std::uint32_t>::max(), 3};
  CHECK(wide.overhead_bytes(std::numeric_limits<std::uint32_t>::max()) == 3);
}

TEST_CASE("a constant delay is that of every connection") {
  const underlay::ConstantDelay wires{50, {}};
  CHECK(wires.arrival(0, 100) == 150);
  CHECK(wires.arrival(77, 0) == 50);
  CHECK(wires.longest_delay() == 50);
}

TEST_CASE("each connection has the delay of its slot, however wide it is stored") {
  const underlay::DelayPerConnection<std::uint32_t> narrow({5, 0, 4'294'967'295U, 7}, {});
  CHECK(narrow.arrival(0, 100) == 105);
  CHECK(narrow.arrival(1, 100) == 100);
  CHECK(narrow.arrival(2, 100) == 4'294'967'395);
  CHECK(narrow.longest_delay() == 4'294'967'295);
  const core::Time years = core::from_seconds(core::longest_s);
  const underlay::DelayPerConnection<core::Time> wide({1, years}, {});
  CHECK(wide.arrival(1, 5) == years + 5);
  CHECK(wide.longest_delay() == years);
  const underlay::DelayPerConnection<core::Time> none({}, {});
  CHECK(none.longest_delay() == 0);
}

}  // namespace direct_test
