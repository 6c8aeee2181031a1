// Feeds bytes to the readers of content's tables: the first chooses which, the rest is the file.
#include <charconv>

#include "sim/workload/content/tables.hpp"
#include "tests/fuzz/fuzz_reader.hpp"

namespace {

using namespace rippletank;

constexpr core::PeerId peers = 4;

std::optional<core::PeerId> find_peer(std::string_view name) {
  core::PeerId peer = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), peer);
  if (error != std::errc{} || end != name.data() + name.size() || peer >= peers) return {};
  return peer;
}

void read_popularity(std::string_view text) {
  const workload::PopularityTable table = workload::parse_popularity(text, "fuzz");
  RIPPLETANK_CHECK(table.names.count() == table.weights.size(), "not one weight for each item");
  const auto popularity = overlay::Popularity::weighted(table.weights);
  core::Substream stream(1, "fuzz");
  const core::ItemId item = popularity.draw(stream);
  RIPPLETANK_CHECK(item < popularity.items(), "an item that is not there");
  RIPPLETANK_CHECK(table.weights[item] > 0, "an item that nobody asks for");
}

void read_holders(std::string_view text, overlay::ItemNames names, bool names_are_open) {
  const auto advise = [](std::string_view) { return std::string("expected 0 to 3"); };
  overlay::HolderRows rows =
      workload::parse_holders(text, "fuzz", {peers, find_peer, advise}, names, names_are_open);
  const overlay::Content content(overlay::Popularity::uniform(names.count()), {1}, std::move(rows),
                                 peers);
  std::uint64_t held = 0;
  for (core::ItemId item = 0; item < content.items(); ++item) {
    for (const core::PeerId peer : content.holders(item)) {
      RIPPLETANK_CHECK(content.holds(peer, item), "a holder without the item");
      ++held;
    }
  }
  RIPPLETANK_CHECK(held == content.copies(), "copies are lost");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tests::fuzz(data, size, [](std::string_view input) {
    if (input.empty()) return;
    const std::string_view text = input.substr(1);
    if (input.front() == 'p') return read_popularity(text);
    if (input.front() == 'n') return read_holders(text, overlay::ItemNames(3), false);
    read_holders(text, {}, true);
  });
}
