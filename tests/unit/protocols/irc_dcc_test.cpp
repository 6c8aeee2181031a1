// Files and chats that pass the servers of IRC by.
#include "tests/unit/protocols/irc_played.hpp"

namespace irc_dcc_test {

using namespace rippletank;
using namespace rippletank::tests::irc_played;

namespace {

/// Two servers, users 2 and 3 at one and 4 and 5 at the other, who send or chat now and then.
Script exchange() {
  Script script;
  script.connections = connections(6, {{0, 1}, {2, 0}, {3, 0}, {4, 1}, {5, 1}});
  script.servers = {0, 1};
  script.parameters = at_once();
  script.horizon = 600 * s;
  // Every user has an uplink of 1,000 bytes a second, and that is all that limits a file.
  script.link_ways.capacity_bytes_s.assign(6, 1000);
  script.link_ways.find = [](PeerId from, PeerId, std::vector<overlay::LinkId>& links) {
    links.push_back(from);
    return std::optional<Time>(delay);
  };
  return script;
}

std::uint64_t digits(std::uint64_t bytes) { return std::to_string(bytes).size(); }

}  // namespace

TEST_CASE("an offer of a file is a line whose bytes are those of its text") {
  Script script = exchange();
  script.parameters.dcc.send_rate_per_min = 0.5;
  script.parameters.dcc.send_size_bytes = core::Distribution{core::Constant{3000}};
  const Played played = play(script);
  const std::uint64_t offers = played.figure("dcc_offers");
  REQUIRE(offers > 5);
  const protocols::irc::Lengths lengths;
  // \x01DCC SEND file ip port size\x01, with a full stop for each byte of what varies
  const std::string text =
      "\001DCC SEND " + std::string(lengths.file_name_bytes, '.') + " 2130706433 1024 3000\001";
  const std::uint64_t k = lengths.nick_bytes;
  const std::uint64_t t = text.size();
  const std::uint64_t user_host = lengths.user_bytes + lengths.host_bytes;
  const auto each = [&](const std::string& type) {
    return played.count(type).bytes() / played.count(type).messages;
  };
  CHECK(played.count("send_offer_to_server").messages == offers);
  CHECK(each("send_offer_to_server") == 12 + k + t);
  CHECK(each("send_offer_relayed") == 14 + k + k + t);
  CHECK(each("send_offer_to_client") == 16 + k + user_host + k + t);
  CHECK(each("dcc_acknowledgements") == 3 * 4);  // of blocks of 1,024 bytes
  CHECK(played.count("send_offer_relayed").messages < offers);
  REQUIRE(played.measures.downloads.size() == played.count("dcc_connect").delivered);
  for (const measure::DownloadRecord& download : played.measures.downloads) {
    CHECK(download.bytes == 3000);
    CHECK(download.from != download.to);
    CHECK(download.method == std::string("dcc"));
  }
  CHECK(digits(3000) == 4);
}

TEST_CASE("a user offers something until it notices that its server has crashed") {
  Script script = exchange();
  script.parameters.dcc.send_rate_per_min = 6;
  script.parameters.return_delay_s = 10'000;
  script.horizon = 100 * s;
  script.changes = {{10 * s, 0, false, false}, {10 * s, 1, false, false}};
  const Played played = play(script);
  const measure::MessageCount& offers = played.count("send_offer_to_server");
  constexpr auto offline = static_cast<std::size_t>(measure::DropReason::peer_offline);
  CHECK(offers.messages == played.figure("dcc_offers"));
  // Each of the four tries once, and is then out for the rest of the run.
  CHECK(offers.dropped[offline] == 4);
}

TEST_CASE("files go on over a split and over the death of all servers") {
  Script script = exchange();
  script.parameters.dcc.send_rate_per_min = 1;
  script.parameters.dcc.send_size_bytes = core::Distribution{core::Constant{100'000}};
  script.cuts = {{0, 1, 100 * s, core::never}};
  script.changes = {{200 * s, 0, false, false}, {200 * s, 1, false, false}};
  const Played played = play(script);
  std::uint64_t over_death = 0;
  REQUIRE_FALSE(played.measures.downloads.empty());
  for (const measure::DownloadRecord& download : played.measures.downloads) {
    CHECK(download.start < 201 * s);
    CHECK(download.status != measure::DownloadStatus::cut);
    if (download.status == measure::DownloadStatus::complete &&
        download.start + *download.duration > 210 * s) {
      ++over_death;
    }
  }
  CHECK(over_death > 0);
}

TEST_CASE("a file ends when one of its two users goes offline") {
  Script script = exchange();
  script.parameters.dcc.send_rate_per_min = 1;
  script.parameters.dcc.send_size_bytes = core::Distribution{core::Constant{100'000}};
  script.changes = {{300 * s, 4, false, false}};
  const Played played = play(script);
  std::uint64_t cut = 0;
  for (const measure::DownloadRecord& download : played.measures.downloads) {
    const bool concerned = download.from == 4 || download.to == 4;
    if (download.status == measure::DownloadStatus::cut) {
      CHECK(concerned);
      ++cut;
    }
    if (concerned) CHECK(download.start + download.duration.value_or(0) <= 301 * s);
  }
  CHECK(cut > 0);
}

TEST_CASE("who has been away does not send what was offered before") {
  // A moment away, many times: whoever accepts finds nobody who listens, and no file is sent.
  Script script = exchange();
  script.parameters.dcc.send_rate_per_min = 100;
  script.parameters.dcc.send_size_bytes = core::Distribution{core::Constant{1}};
  for (core::Time at = 100 * s; at < 200 * s; at += s) {
    script.changes.push_back({at, 4, false, false});
    script.changes.push_back({at + 1, 4, true, true});
  }
  const Played played = play(script);
  std::uint64_t connected = 0;
  for (const measure::MessageCount& count : played.measures.messages) {
    if (count.type == "dcc_connect") connected = count.delivered;
  }
  CHECK(connected > 100);
  CHECK(played.measures.downloads.size() < connected);
}

TEST_CASE("who comes back sends files again, as often as before") {
  Script script = exchange();
  script.connections = connections(3, {{0, 1}, {0, 2}});
  script.servers = {0};
  script.link_ways.capacity_bytes_s.assign(3, 1e9);
  script.horizon = 20'000 * s;
  script.parameters.dcc.send_rate_per_min = 3;
  for (Time at = 1000 * s; at < script.horizon; at += 1000 * s) {
    script.changes.push_back({at, 1, false, true});
    script.changes.push_back({at + 1 * ms, 1, true, true});
  }
  const Played played = play(script);
  // Two users, 3 a minute each, over 20,000 s: 2,000 expected, and a little less for those whose
  // partner was out; the standard error is 45.
  CHECK(played.figure("dcc_offers") > 1820);
  CHECK(played.figure("dcc_offers") < 2180);
}

TEST_CASE("two chat line by line past their servers, also when these are dead") {
  Script script = exchange();
  script.parameters.dcc.chat_rate_per_min = 0.2;
  script.parameters.dcc.chat_lines = 7;
  script.parameters.dcc.chat_interval_s = 5;
  script.changes = {{200 * s, 0, false, false}, {200 * s, 1, false, true}};
  const Played played = play(script);
  const std::uint64_t chats = played.figure("dcc_chats");
  REQUIRE(chats > 0);
  CHECK(played.figure("dcc_chats_completed") == chats);
  CHECK(played.count("dcc_chat_line").messages == 7 * chats);
  CHECK(played.count("dcc_chat_line").bytes() ==
        7 * chats * (protocols::irc::Lengths{}.text_bytes + 1));
}

}  // namespace irc_dcc_test
