// Feeds bytes to the reader of churn traces.
#include <vector>

#include "sim/core/check.hpp"
#include "sim/workload/churn/trace.hpp"
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
    const auto advise = [](std::string_view) { return std::string(R"(expected 0, 1 or "a, b")"); };
    const workload::ChurnTrace trace =
        workload::parse_churn_trace(text, "fuzz", {peers, find_peer, advise}, 0.5, 1);
    std::vector<bool> online(peers, true);
    for (const core::PeerId peer : trace.offline) online.at(peer) = false;
    core::Time last = 0;
    for (const overlay::PresenceChange& change : trace.changes) {
      RIPPLETANK_CHECK(change.time >= last, "changes do not ascend in time");
      RIPPLETANK_CHECK(change.time <= core::from_seconds(core::longest_s), "a time out of range");
      RIPPLETANK_CHECK(online.at(change.peer) != change.online, "a change that is none");
      online.at(change.peer) = change.online;
      last = change.time;
    }
  });
}
