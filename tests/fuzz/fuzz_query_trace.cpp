// Feeds bytes to the reader of query traces.
#include "sim/workload/trace.hpp"
#include "tests/fuzz/fuzz_reader.hpp"

namespace {

using namespace rippletank;

constexpr core::PeerId peers = 3;

/// Three peers, of which the last has a name that CSV must quote.
std::optional<core::PeerId> find_peer(std::string_view name) {
  if (name == "0") return 0;
  if (name == "1") return 1;
  if (name == "a, b") return 2;
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tests::fuzz(data, size, [](std::string_view text) {
    workload::Items items;
    const auto advise = [](std::string_view) { return std::string(R"(expected 0, 1 or "a, b")"); };
    const workload::SetUp set_up{{peers, find_peer, advise}, 1, core::never, items};
    core::Time last = 0;
    for (const overlay::Query& query : workload::parse_query_trace(text, "fuzz", set_up)) {
      RIPPLETANK_CHECK(query.start >= last, "queries do not ascend in time");
      RIPPLETANK_CHECK(query.start <= core::from_seconds(core::longest_s), "a time out of range");
      RIPPLETANK_CHECK(query.origin < peers, "an origin that is no peer");
      RIPPLETANK_CHECK(!query.item || !items.names.name(*query.item).empty(),
                       "an item without a name");
      last = query.start;
    }
  });
}
