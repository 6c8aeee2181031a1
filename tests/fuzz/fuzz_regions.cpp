// Feeds bytes to the reader of region tables: the first chooses how, the rest is the file.
#include "sim/underlay/regions.hpp"
#include "tests/fuzz/fuzz_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rippletank;
  return tests::fuzz(data, size, [](std::string_view input) {
    underlay::RegionsParameters parameters;
    if (input.empty()) return;
    const auto choice = static_cast<unsigned char>(input.front());
    if ((choice & 1U) != 0) parameters.table = "2019";
    if ((choice & 2U) != 0) parameters.latency = underlay::RegionLatency::pareto;
    const auto table = underlay::parse_regions(input.substr(1), "fuzz", parameters);
    const std::size_t regions = table.names.size();
    RIPPLETANK_CHECK(regions > 0, "a table without regions");
    RIPPLETANK_CHECK(table.latency_ms.size() == regions * regions, "no square");
    RIPPLETANK_CHECK(table.share.size() == regions, "not one share for each region");
    constexpr core::PeerId peers = 4;
    const underlay::RegionDelays delays(table, parameters.latency, peers, 1);
    for (core::PeerId from = 0; from < peers; ++from) {
      RIPPLETANK_CHECK(delays.region_of()[from] < regions, "a region that is not there");
      const core::Time delay = delays.delay(from, (from + 1) % peers);
      RIPPLETANK_CHECK(delay >= 0 && delay <= core::from_seconds(core::longest_s), "no delay");
    }
  });
}
