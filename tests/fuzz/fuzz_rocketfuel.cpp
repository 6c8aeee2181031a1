// Feeds bytes to the reader of Rocketfuel files, as latencies and as weights.
#include "tests/fuzz/fuzz_reader.hpp"
#include "topologies/readers/rocketfuel.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using rippletank::topologies::RocketfuelValues;
  for (const auto values : {RocketfuelValues::latency_ms, RocketfuelValues::weight}) {
    rippletank::tests::fuzz(data, size, [values](std::string_view text) {
      rippletank::tests::check_graph(
          rippletank::topologies::parse_rocketfuel(text, "fuzz", values));
    });
  }
  return 0;
}
