// Napster's servers: who is let in where, who is named by the redirector, and what a loss costs.
#include <queue>

#include "sim/protocols/napster/server_links.hpp"
#include "tests/unit/protocols/napster_play.hpp"

namespace napster_servers_test {

using namespace rippletank;
using namespace rippletank::tests::napster;

namespace {

Script clients_of(PeerId servers, PeerId clients) {
  Script script;
  script.peers = servers + clients;
  for (PeerId server = 0; server < servers; ++server) script.servers.push_back(server);
  script.parameters = at_once();
  return script;
}

}  // namespace

TEST_CASE("the redirector names the server with the fewest users") {
  Script script = clients_of(4, 30);
  script.parameters.redirector = true;
  // Six users of different servers leave: those who come back fill the gaps.
  for (PeerId i = 0; i < 6; ++i) {
    script.changes.push_back({(1000 + 10 * i) * ms, 4 + 5 * i, false, true});
  }
  for (PeerId i = 0; i < 6; ++i) {
    script.changes.push_back({(2000 + 100 * i) * ms, 4 + 5 * i, true, true});
  }
  const overlay::Measures measures = play(script);
  CHECK(measures.roles[0] == std::string("redirector"));
  CHECK(measures.roles[1] == std::string("server"));
  CHECK(measures.roles[4] == std::string("client"));
  CHECK(message(measures, "connect").messages == 36);
  CHECK(message(measures, "redirect").messages == 36);
  CHECK(message(measures, "login_2").messages == 36);
  CHECK(figure(measures, "logins") == 36);
  CHECK(figure(measures, "users_most") == 10);
  for (std::size_t server = 1; server < 4; ++server) {
    CHECK(measures.servers[server].count.served >= 10);
  }
  CHECK(measures.servers[0].count.served == 36);
}

TEST_CASE("the redirector counts those who are on their way to a slow server") {
  Script script = clients_of(4, 30);
  script.parameters.redirector = true;
  script.parameters.login_spread_s = 3;
  script.parameters.server.service_ms = core::Distribution{core::Constant{20}};
  script.holders.assign(20, {});
  for (PeerId client = 4; client < 34; client += 2) {
    for (std::set<PeerId>& holders : script.holders) holders.insert(client);
  }
  for (std::uint64_t seed = 1; seed < 10; ++seed) {
    const overlay::Measures measures = play(script, seed);
    CHECK(figure(measures, "logins") == 30);
    CHECK(figure(measures, "users_most") == 10);
  }
}

TEST_CASE("who does not come to the server that was named is expected there no more") {
  Script script = clients_of(3, 2);
  script.parameters.redirector = true;
  // Client 3 is sent to server 1 and has gone before it hears so, therefore 4 is sent to 2. When 4
  // comes a second time nobody is expected anywhere, and 1 is the first without users.
  script.changes = {
      {1 * ms, 3, false, false}, {100'000 * ms, 4, false, true}, {101'000 * ms, 4, true, true}};
  const overlay::Measures measures = play(script);
  CHECK(figure(measures, "logins") == 2);
  CHECK(measures.servers[1].count.served == 1);
  CHECK(measures.servers[2].count.served == 1);
}

TEST_CASE("a single server is its own, also where there should be a redirector") {
  Script script = clients_of(1, 5);
  script.parameters.redirector = true;
  const overlay::Measures measures = play(script);
  CHECK(measures.roles[0] == std::string("server"));
  CHECK(message(measures, "connect").messages == 0);
  CHECK(figure(measures, "logins") == 5);
}

TEST_CASE("a server that is full refuses users, who go to the next, and wait if all are full") {
  Script script = clients_of(2, 8);
  script.parameters.user_limit = 3;
  script.parameters.retry_s = 10;
  script.horizon = 15'000 * ms;
  const overlay::Measures measures = play(script);
  CHECK(figure(measures, "logins") == 6);
  CHECK(figure(measures, "users_most") == 3);
  // One of four at each is refused, then by the other; and the same once more after ten seconds.
  CHECK(figure(measures, "refused_logins") == 8);
  CHECK(message(measures, "error_0").bytes() == 8 * 34);
  script.changes = {{1000 * ms, 2, false, true}};
  CHECK(figure(play(script), "logins") == 7);
}

TEST_CASE("when a server fails its index is gone, transfers go on, and its clients go elsewhere") {
  for (const bool announced : {true, false}) {
    Script script = clients_of(2, 4);  // 2 and 4 turn to 0 first, 3 and 5 to 1
    script.holders = {{4}, {5}};
    script.bytes_s = static_cast<double>(file_bytes) / 20;
    script.parameters.silence_s = 5;
    script.queries = {fetch(1000 * ms, 2, 0),
                      {4'000 * ms, 3, core::ItemId{0}},
                      {6'002 * ms, 5, core::ItemId{0}},
                      {12'000 * ms, 3, core::ItemId{0}},
                      {12'000 * ms, 2, core::ItemId{1}}};
    script.changes = {{6'000 * ms, 0, false, announced}};
    script.horizon = 100'000 * ms;
    const overlay::Measures measures = play(script);
    REQUIRE(measures.downloads.size() == 1);
    CHECK(measures.downloads[0].status == measure::DownloadStatus::complete);
    CHECK(measures.downloads[0].start < 6'000 * ms);
    CHECK(measures.downloads[0].start + *measures.downloads[0].duration > 20'000 * ms);
    CHECK(measures.queries[0].hits == 1);
    CHECK(measures.queries[1].hits == 0);  // 4 is not at the server of 3
    CHECK(measures.queries[2].hits == 0);
    CHECK(measures.queries[3].hits == 1);  // it is now, and has shared its file again
    CHECK(measures.queries[4].hits == 1);
    CHECK(figure(measures, "logins") == 6);
    CHECK(message(measures, "share_100").messages == 3);
    CHECK(message(measures, "close").messages == (announced ? 2 : 0));
  }
}

TEST_CASE("while the only server is away searches fail, and are not answered later") {
  Script script = clients_of(1, 3);
  script.holders = {{2, 3}};
  script.queries = {{1'000 * ms, 1, core::ItemId{0}},
                    {3'000 * ms, 1, core::ItemId{0}},
                    {200'000 * ms, 1, core::ItemId{0}}};
  script.changes = {{2'000 * ms, 0, false, false}, {30'000 * ms, 0, true, true}};
  const overlay::Measures measures = play(script);
  CHECK(measures.queries[0].hits == 2);
  CHECK(measures.queries[1].hits == 0);
  CHECK(measures.queries[2].hits == 2);
}

TEST_CASE("a server that came back unnoticed does not know its users, and they log in again") {
  Script script = clients_of(1, 3);
  script.parameters.silence_s = 3000;
  script.holders = {{2, 3}};
  script.queries = {{5'000 * ms, 1, core::ItemId{0}},
                    {100'000 * ms, 2, core::ItemId{0}},
                    {200'000 * ms, 1, core::ItemId{0}}};
  script.changes = {{2'000 * ms, 0, false, false}, {3'000 * ms, 0, true, true}};
  script.horizon = 250'000 * ms;
  const overlay::Measures measures = play(script);
  // Who asks is told so, logs in anew at once and asks again. The server then knows only those that
  // have asked: first nobody else, then peer 1, which holds nothing, then peer 2.
  CHECK(message(measures, "close").messages == 2);
  for (const measure::QueryRecord& query : measures.queries) CHECK(query.reach == 1);
  CHECK(measures.queries[0].hits == 0);
  CHECK(measures.queries[1].hits == 0);
  CHECK(measures.queries[2].hits == 1);
}

TEST_CASE("of linked servers the loss of one ends what others wait for from it") {
  Script script = clients_of(3, 3);
  script.links = {{0, 1}, {1, 2}, {0, 3}, {1, 4}, {2, 5}};
  script.parameters.linked = true;
  script.parameters.server.service_ms = core::Distribution{core::Constant{100}};
  script.holders = {{4, 5}};
  script.queries = {{5'000 * ms, 3, core::ItemId{0}}};
  const overlay::Measures whole = play(script);
  CHECK(whole.queries[0].hits == 2);
  CHECK(whole.queries[0].reach == 3);
  CHECK(message(whole, "remote_end_10017").messages == 2);
  // It comes to server 2 after two services and three ways, at 5,215 ms, and is served for 100 ms.
  script.changes = {{5'250 * ms, 2, false, false}};
  script.horizon = 60'000 * ms;
  const overlay::Measures cut = play(script);
  CHECK(cut.queries[0].hits == 1);
  CHECK(message(cut, "search_end_202").messages == 1);
  CHECK(message(cut, "remote_end_10017").messages == 1);
}

TEST_CASE("links between servers are trees along connections, or else between all") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    core::Substream random(seed, core::Purpose("test/links"));
    Script script = clients_of(8, 4);
    for (int i = 0; i < 12; ++i) {
      const auto one = static_cast<PeerId>(random.below(12));
      const auto other = static_cast<PeerId>(random.below(12));
      if (one < other) script.links.insert({one, other});
    }
    const overlay::Connections rows = connections(script);
    const protocols::napster::ServerLinks links(rows, script.servers);
    for (const PeerId from : script.servers) {
      // The way that next() shows is the only one without turning back that breadth-first search
      // over the links finds.
      std::map<PeerId, PeerId> first = {{from, core::no_peer}};
      std::queue<PeerId> reached;
      reached.push(from);
      for (; !reached.empty(); reached.pop()) {
        for (const PeerId next : links.of(reached.front())) {
          const PeerId step = reached.front() == from ? next : first[reached.front()];
          if (first.emplace(next, step).second) reached.push(next);
        }
      }
      for (const PeerId to : script.servers) {
        const bool known = first.count(to) == 1;
        REQUIRE(links.next(from, to) == (known ? first[to] : core::no_peer));
      }
    }
  }
  const protocols::napster::ServerLinks all(connections(clients_of(3, 2)), {0, 1, 2});
  CHECK(all.of(1) == std::vector<PeerId>{0, 2});
  CHECK(all.next(2, 0) == 0);
  CHECK_FALSE(all.pass_on());
  const protocols::napster::ServerLinks none(connections(clients_of(3, 2)), {});
  CHECK(none.next(0, 1) == core::no_peer);
}

}  // namespace napster_servers_test
