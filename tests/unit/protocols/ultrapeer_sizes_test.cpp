// How large the messages of Gnutella 0.6 and FastTrack are, and what cached pongs cost.
#include <numeric>
#include <vector>

#include "sim/protocols/fasttrack.hpp"
#include "sim/protocols/gnutella_0_6.hpp"
#include "tests/unit/protocols/unstructured_played.hpp"

namespace ultrapeer_sizes_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using protocols::FastTrack;
using protocols::Gnutella06;
using tests::play_peers;
using tests::star;

namespace {

constexpr Time s = core::second;

/// The messages of a type, and the bytes of all of them.
template <class Played>
measure::MessageCount of_type(const Played& played, std::size_t type) {
  return played.measures.messages.at(type);
}

}  // namespace

TEST_CASE("a leaf's table is a RESET of 29 bytes and patches of 28 and their data") {
  // Singla & Rohrs, Rohrs 2002: header 23, RESET 6, PATCH 5 and data.
  tests::Script<Gnutella06> script;
  script.connections = star(3);
  script.servers = {0};
  script.parameters.publish_spread_s = 0;
  script.parameters.last_hop_filter = false;
  for (PeerId item = 0; item < 100; ++item) script.holders.push_back({1});
  const auto slots = protocols::Keywords({3, 100'000, 65'536}, 100, 1).slots_of_all([] {
    std::vector<core::ItemId> all(100);
    std::iota(all.begin(), all.end(), 0U);
    return all;
  }());
  const std::uint64_t full = protocols::patch_bytes(slots, 65'536);
  const std::uint64_t empty = protocols::patch_bytes({}, 65'536);
  const auto played = play_peers(script);
  const auto tables = of_type(played, protocols::Leaves::publish);
  CHECK(tables.messages == 2 * 2);
  CHECK(tables.bytes() == 2 * (29 + 28) + full + empty);

  script.parameters.patch_data_bytes = 100;
  const auto in_parts = of_type(play_peers(script), protocols::Leaves::publish);
  const std::uint64_t patches = (full + 99) / 100 + (empty + 99) / 100;
  CHECK(in_parts.messages == 2 + patches);
  CHECK(in_parts.bytes() == 2 * 29 + 28 * patches + full + empty);
}

TEST_CASE("a merged table is patches of 28 bytes and their data, as long as what has changed") {
  tests::Script<Gnutella06> script;
  script.connections = star(3);
  script.servers = {0, 1};
  script.parameters.publish_spread_s = 0;
  script.holders = {{2}};
  const auto slots =
      protocols::Keywords({3, 100'000, 65'536}, 1, 1).slots_of_all(std::vector<core::ItemId>{0});
  const auto played = play_peers(script);
  const auto merged = of_type(played, protocols::Leaves::exchange);
  CHECK(merged.messages == 2);
  CHECK(merged.bytes() ==
        2 * 28 + protocols::patch_bytes(slots, 65'536) + protocols::patch_bytes({}, 65'536));
}

TEST_CASE("pings answered from a cache cost 131 bytes a second and connection") {
  // Rohrs & Falco 2002: (23 + 37 x 10) / 3. The ultrapeer in the centre knows more than ten others.
  constexpr PeerId peers = 14;
  tests::Script<Gnutella06> script;
  script.connections = star(peers);
  for (PeerId peer = 0; peer < peers; ++peer) script.servers.push_back(peer);
  script.parameters.ping_interval_s = 3;
  script.horizon = 300 * s;
  const auto played = play_peers(script);
  const double bytes_out = static_cast<double>(played.measures.traffic[0].out.bytes);
  CHECK(bytes_out / 300 / (peers - 1) == Approx((23 + 37 * 10) / 3.0).epsilon(0.01));
  const auto pings = of_type(played, protocols::Pings::ping);
  const auto pongs = of_type(played, protocols::Pings::pong);
  CHECK(pings.bytes() == 23 * pings.messages);
  CHECK(pongs.bytes() == 37 * pongs.messages);
}

TEST_CASE("a handshake of Gnutella 0.6 takes 500 to 900 bytes") {
  tests::Script<Gnutella06> script;
  script.connections = star(2);
  script.parameters.joining.emplace();
  script.horizon = 100 * s;
  const auto played = play_peers(script);
  const auto asked = of_type(played, protocols::Joining::connect);
  const auto accepted = of_type(played, protocols::Joining::accept);
  REQUIRE(accepted.messages > 0);
  const std::uint64_t bytes = asked.bytes() / asked.messages + accepted.bytes() / accepted.messages;
  CHECK(bytes >= 500);
  CHECK(bytes <= 900);
}

TEST_CASE("in FastTrack each message has the bytes that the protocol gives it") {
  // giFT-FastTrack, PROTOCOL: 0x22 39 and tags, 0x06 14 and 3 for each term, 0x07 15, 0x0D 27.
  tests::Script<FastTrack> script;
  script.connections = star(3);
  script.servers = {0};
  script.parameters.publish_spread_s = 0;
  script.firewalls = tests::behind_own_firewalls(3, {1, 2});
  script.holders = {{0, 2}, {2}, {2}};
  script.queries = {{1 * s, 0, 1}};
  script.queries[0].download = true;
  const auto played = play_peers(script);
  const auto each = [&played](std::size_t type, std::uint64_t messages) {
    const auto count = of_type(played, type);
    INFO(count.type);
    REQUIRE(count.messages == messages);
    return count.bytes() / messages;
  };
  CHECK(each(protocols::Leaves::publish, 3) == 39 + 60);
  CHECK(each(protocols::PushLetters::push, 1) == 27 + 10);
  CHECK(played.measures.queries.at(0).downloaded);

  script.queries = {{1 * s, 1, 1}};
  const auto asked = play_peers(script);
  CHECK(of_type(asked, protocols::Search::query).bytes() == 14 + 2 * (3 + 8));
  CHECK(of_type(asked, protocols::Search::query).messages == 1);
}

}  // namespace ultrapeer_sizes_test
