// The messages of Napster: as long as the examples of its specification, one by one and in runs.
#include "sim/protocols/napster/messages.hpp"

#include <string_view>

#include "tests/unit/protocols/napster_play.hpp"

namespace napster_messages_test {

using namespace rippletank;
using namespace rippletank::tests::napster;
using protocols::napster::Details;
using protocols::napster::Sizes;
using protocols::napster::Type;

namespace {

std::uint32_t framed(std::string_view text) { return 4 + static_cast<std::uint32_t>(text.size()); }

std::uint64_t bytes(const Parameters& parameters, Type type, const Details& details = {}) {
  return Sizes(parameters).size(type, details).bytes();
}

}  // namespace

TEST_CASE("Napster messages are as long as the examples of the specification") {
  namespace napster = protocols::napster;
  Parameters parameters;
  CHECK(bytes(parameters, napster::result, {2'558'199, 4}) ==
        framed(R"("random band - random song.mp3" 7d733c1e7419674744768db71bff8bcd 2558199 128 )"
               "44100 159 lefty 3437166285 4"));
  CHECK(bytes(parameters, napster::result, {2'558'199, 4}) == 109);
  parameters.file_name_bytes = 31;
  CHECK(bytes(parameters, napster::share, {443'332}) ==
        framed(R"("generic band - generic song.mp3" b92870e0d41bc8e698cf2f0a1ddfeac7 443332 128 )"
               "44100 60"));
  CHECK(bytes(parameters, napster::share, {443'332}) == 90);
  CHECK(bytes(parameters, napster::download_ack, {0, 3}) ==
        framed(R"(lefty 4877911892 6699 "generic band - generic song.mp3" )"
               "10fe9e623b1962da85eea61df7ac1f69 3"));
  CHECK(bytes(parameters, napster::upload_request, {0, 7}) ==
        framed(R"(lefty "generic band - generic song.mp3" 7)"));
  CHECK(bytes(parameters, napster::upload_accept) ==
        framed(R"(lefty "generic band - generic song.mp3")"));
  parameters.nick_bytes = 3;
  CHECK(bytes(parameters, napster::login, {0, 3}) == framed(R"(foo badpass 6699 "nap v0.8" 3)"));
  parameters.nick_bytes = 4;
  parameters.file_name_bytes = 48;
  CHECK(bytes(parameters, napster::download_request) ==
        framed(R"(mred "C:\Program Files\Napster\generic cowboy song.mp3")"));
  parameters.nick_bytes = 6;
  parameters.file_name_bytes = 38;
  CHECK(bytes(parameters, napster::queue_limit) ==
        framed(R"(joebob "C:\MP3\Generic Band - Generic Song.mp3" 3)"));
  CHECK(bytes(parameters, napster::queue_full, {1'234'567}) ==
        framed(R"(joebob "C:\MP3\Generic Band - Generic Song.mp3" 1234567 3)"));
  parameters.search_text_bytes = 8;
  CHECK(bytes(parameters, napster::search, {0, 0, 3}) ==
        framed(R"(FILENAME CONTAINS "Ventolin" MAX_RESULTS 100)"));
  parameters.local_only = true;
  CHECK(bytes(parameters, napster::search, {0, 0, 3}) ==
        framed(R"(FILENAME CONTAINS "Ventolin" MAX_RESULTS 100 LOCAL_ONLY)"));
}

TEST_CASE("what the user wants to be sent is payload: search texts and results") {
  namespace napster = protocols::napster;
  const Sizes sizes{Parameters{}};
  CHECK(sizes.size(napster::search, {0, 0, 3}).payload_bytes == 13);
  CHECK(sizes.size(napster::remote_search, {0, 0, 3}).payload_bytes == 13);
  CHECK(sizes.size(napster::result, {2'558'199, 4}).payload_bytes == 105);
  CHECK(sizes.size(napster::result, {2'558'199, 4}).control_bytes == 4);
  CHECK(sizes.size(napster::login, {}).payload_bytes == 0);
}

namespace {

/// A redirector, two linked servers, and clients of both that search, fetch, withdraw and leave.
Script busy_network() {
  Script script;
  script.peers = 23;
  script.links = {{1, 2}};
  script.servers = {0, 1, 2};
  script.parameters = at_once();
  script.parameters.redirector = true;
  script.parameters.linked = true;
  script.firewalls = tests::behind_own_firewalls(23, {3, 6, 7, 8, 11, 12, 15, 16, 18, 21});
  script.parameters.unshare_rate_per_min = 12;
  script.parameters.stop_sharing_share = 0.2;
  script.uploads = {1, 0};
  script.bytes_s = 100'000;
  script.holders.resize(6);
  for (core::ItemId item = 0; item < 6; ++item) {
    for (PeerId peer = 3; peer < 23; ++peer) {
      if ((peer + item) % 3 == 0) script.holders[item].insert(peer);
    }
  }
  for (std::uint32_t i = 0; i < 60; ++i) {
    script.queries.push_back(fetch((100 + i * 400) * ms, 3 + i * 7 % 20, i % 6));
  }
  script.changes = {{12'000 * ms, 5, false, true}, {18'000 * ms, 6, false, false}};
  script.horizon = 300'000 * ms;
  return script;
}

}  // namespace

TEST_CASE("in a run each message has the bytes that the specification gives it") {
  std::map<std::string, std::uint64_t> each = {{"login_ack_3", 25},
                                               {"share_100", 90},
                                               {"unshare_102", 33},
                                               {"unshare_all_110", 4},
                                               {"search_200", 53},
                                               {"result_201", 109},
                                               {"search_end_202", 4},
                                               {"download_request_203", 41},
                                               {"download_ack_204", 92},
                                               {"download_firewalled_204", 70},
                                               {"download_started_218", 4},
                                               {"download_finished_219", 4},
                                               {"upload_started_220", 4},
                                               {"upload_finished_221", 4},
                                               {"push_request_500", 41},
                                               {"push_ack_501", 92},
                                               {"upload_request_607", 43},
                                               {"upload_accept_608", 41},
                                               {"queue_limit_619", 43},
                                               {"queue_full_620", 51},
                                               {"remote_result_10016", 105},
                                               {"remote_end_10017", 12},
                                               {"connect", 0},
                                               {"close", 0},
                                               {"redirect", 20},
                                               {"ready", 1},
                                               {"get", 42},
                                               {"file_size", 7},
                                               {"send", 49},
                                               {"linked_push_request_500", 48},
                                               {"linked_upload_request_607", 48},
                                               {"linked_upload_accept_608", 48}};
  const overlay::Measures measures = play(busy_network());
  for (const auto& [type, size] : each) {
    INFO(type);
    const measure::MessageCount& count = message(measures, type);
    CHECK(count.messages > 0);
    CHECK(count.bytes() == count.messages * size);
  }
  // Ten firewalled clients say 0 instead of 6699, and searches ask for what is still wanted.
  CHECK(message(measures, "login_2").messages == 20);
  CHECK(message(measures, "login_2").bytes() == 10 * 35 + 10 * 32);
  const measure::MessageCount& remote = message(measures, "remote_search_10015");
  CHECK(remote.messages > 0);
  CHECK(remote.bytes() >= 68 * remote.messages);
  CHECK(remote.bytes() <= 69 * remote.messages);
  CHECK(message(measures, "unshare_102").messages > 20);
}

TEST_CASE("many messages back to back are one event and as many messages") {
  Script script;
  script.peers = 4;
  script.servers = {0};
  script.parameters = at_once();
  script.parameters.files_max = 900;
  script.holders.assign(1000, {1});
  script.holders[0] = {1, 2, 3};
  script.queries = {{1000 * ms, 3, core::ItemId{0}}};
  const overlay::Measures measures = play(script);
  const measure::MessageCount& shares = message(measures, "share_100");
  CHECK(shares.messages == 902);
  CHECK(shares.delivered == 902);
  CHECK(shares.bytes() == 902 * 90);
  CHECK(message(measures, "result_201").messages == 2);
  CHECK(measures.queries[0].messages == 4);
  CHECK(measures.queries[0].bytes == 53 + 2 * 109 + 4);
  CHECK(measures.traffic[1].out.messages == 1 + 900);
  CHECK(measures.traffic[0].in.messages == 3 + 902 + 1);
  CHECK(measures.events < 40);
}

TEST_CASE("files that are shared at once take a server as many services") {
  Script script;
  script.peers = 3;
  script.servers = {0};
  script.parameters = at_once();
  script.parameters.server.service_ms = core::Distribution{core::Constant{2}};
  script.holders.assign(100, {1});
  script.queries = {{205 * ms, 2, core::ItemId{0}}, {240 * ms, 2, core::ItemId{0}}};
  const overlay::Measures measures = play(script);
  // Two logins are served by 9 ms, the files come at 17 ms and are known at 217 ms. What is asked
  // at 205 ms comes at 210 ms and waits for that.
  CHECK(measures.queries[0].hits == 1);
  CHECK(measures.queries[0].first_hit == (217 + 2 + 5 - 205) * ms);
  CHECK(measures.queries[1].first_hit == 12 * ms);
  CHECK(measures.servers[0].count.served == 2 + 1 + 2);
}

}  // namespace napster_messages_test
