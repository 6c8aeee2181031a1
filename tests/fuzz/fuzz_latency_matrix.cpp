// Feeds bytes to the reader of latency matrices.
#include "tests/fuzz/fuzz_reader.hpp"
#include "topologies/readers/latency_matrix.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return rippletank::tests::fuzz(data, size, [](std::string_view text) {
    const auto matrix = rippletank::topologies::parse_latency_matrix(text, "fuzz");
    RIPPLETANK_CHECK(matrix.n > 0, "a matrix without hosts");
    RIPPLETANK_CHECK(matrix.rtt_ms.size() == std::size_t{matrix.n} * matrix.n, "no square");
    for (const double rtt_ms : matrix.rtt_ms) {
      RIPPLETANK_CHECK(rtt_ms >= 0 && rtt_ms <= 1e9, "a round-trip time out of range");
    }
  });
}
