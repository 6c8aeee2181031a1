// Feeds bytes to the reader of outages.
#include "sim/failures/outages.hpp"
#include "tests/fuzz/fuzz_reader.hpp"

namespace {

using namespace rippletank;

/// Two hosts and a device, which has a name that CSV must quote.
failures::Plant plant() {
  failures::Plant plant;
  plant.is_device = {false, false, true};
  plant.find = [](std::string_view name) -> std::optional<failures::NodeId> {
    if (name == "0") return 0;
    if (name == "1") return 1;
    if (name == "a, b") return 2;
    return {};
  };
  plant.advise = [](std::string_view) { return std::string(R"(expected 0, 1 or "a, b")"); };
  return plant;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tests::fuzz(data, size, [](std::string_view text) {
    const failures::Eligible eligible =
        text.size() % 2 == 0 ? failures::Eligible::all : failures::Eligible::hosts;
    double last = 0;
    for (const auto& outage : failures::parse_outages(text, "fuzz", plant(), eligible)) {
      RIPPLETANK_CHECK(outage.down_s >= last, "outages do not ascend in time");
      RIPPLETANK_CHECK(outage.up_s > outage.down_s, "an outage that ends before it begins");
      RIPPLETANK_CHECK(!outage.nodes.empty(), "an outage of nobody");
      for (const failures::NodeId node : outage.nodes) {
        RIPPLETANK_CHECK(node < (eligible == failures::Eligible::all ? 3U : 2U),
                         "an outage of what is not eligible");
      }
      last = outage.down_s;
    }
  });
}
