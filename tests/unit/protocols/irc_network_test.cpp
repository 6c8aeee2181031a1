// The servers of an IRC network: whatever broke before, once it is quiet all know the same.
#include <algorithm>

#include "sim/core/random.hpp"
#include "tests/unit/protocols/irc_played.hpp"

namespace irc_network_test {

using namespace rippletank;
using namespace rippletank::tests::irc_played;

namespace {

namespace irc = protocols::irc;

/// Servers with extra connections, users who know some of them, and what breaks.
struct Case {
  Script script;
  PeerId servers = 0;
  std::vector<std::set<PeerId>> members;
  std::vector<bool> online;  ///< [peer] at the end
  std::vector<Pair> cables;  ///< of servers, whole at the end
};

constexpr Time trouble = 300 * s;
constexpr Time quiet = 1500 * s;
constexpr PeerId users = 12;

void add_presence(Case& made, core::Substream& random) {
  const PeerId peers = made.servers + users;
  made.online.assign(peers, true);
  for (PeerId peer = 0; peer < peers; ++peer) {
    std::set<Time> times;
    for (std::uint64_t i = random.below(5); i > 0; --i) {
      times.insert(static_cast<Time>(random.below(trouble / ms)) * ms + peer);
    }
    for (const Time time : times) {
      made.online[peer] = !made.online[peer];
      made.script.changes.push_back({time, peer, made.online[peer], random.below(2) == 0});
    }
  }
  // Most are there in the end, and one server for certain.
  for (PeerId peer = 0; peer < peers; ++peer) {
    if (made.online[peer] || (peer > 0 && random.below(4) == 0)) continue;
    made.online[peer] = true;
    made.script.changes.push_back({trouble + peer, peer, true, true});
  }
  std::sort(made.script.changes.begin(), made.script.changes.end(),
            [](const auto& a, const auto& b) { return a.time < b.time; });
}

/// Users of some cases know all servers, in others only those that they are connected to.
std::vector<Pair> random_connections(Case& made, core::Substream& random) {
  std::vector<Pair> pairs;
  for (PeerId server = 1; server < made.servers; ++server) {
    pairs.emplace_back(server, static_cast<PeerId>(random.below(server)));
  }
  for (std::uint64_t i = random.below(8); i > 0; --i) {
    const auto a = static_cast<PeerId>(random.below(made.servers));
    const auto b = static_cast<PeerId>(random.below(made.servers));
    if (a != b) pairs.emplace_back(a, b);
  }
  made.cables = pairs;
  const bool know_all = random.below(2) == 0;
  for (PeerId user = made.servers; user < made.servers + users && !know_all; ++user) {
    pairs.emplace_back(user, static_cast<PeerId>(random.below(made.servers)));
    pairs.emplace_back(user, static_cast<PeerId>(random.below(made.servers)));
  }
  return pairs;
}

Case random_case(std::uint64_t seed) {
  core::Substream random(seed, core::Purpose("test/irc_network"));
  Case made;
  made.servers = static_cast<PeerId>(1 + random.below(7));
  const PeerId peers = made.servers + users;
  made.script.connections = connections(peers, random_connections(made, random));
  for (PeerId server = 0; server < made.servers; ++server) made.script.servers.push_back(server);
  made.members.resize(5);
  for (std::set<PeerId>& members : made.members) {
    members.insert(made.servers);
    for (PeerId user = made.servers; user < peers; ++user) {
      if (random.below(3) == 0) members.insert(user);
    }
  }
  add_presence(made, random);
  for (std::uint64_t i = random.below(6); i > 0; --i) {
    const Pair& cable =
        made.cables.empty() ? Pair{0, made.servers} : made.cables[random.below(made.cables.size())];
    const auto begin = static_cast<Time>(random.below(trouble / s)) * s;
    made.script.cuts.push_back(
        {cable.first, cable.second, begin, begin + static_cast<Time>(random.below(60)) * s});
  }
  for (int i = 0; i < 40; ++i) {
    made.script.queries.push_back(line(static_cast<Time>(random.below(trouble / ms)) * ms,
                                       static_cast<PeerId>(random.below(peers)),
                                       static_cast<core::ItemId>(random.below(5))));
  }
  std::sort(made.script.queries.begin(), made.script.queries.end(),
            [](const auto& a, const auto& b) { return a.start < b.start; });
  made.script.seed = seed;
  made.script.horizon = quiet;
  Irc::Parameters& parameters = made.script.parameters;
  parameters.namesakes = 0.3;
  parameters.reconnect_s = random.below(2) == 0 ? 1 : 15;  // the former: links race one another
  parameters.ping_s = 10;
  parameters.visit_s = 40;
  parameters.return_delay_s = static_cast<double>(random.below(2)) * 5;
  parameters.return_spread_s = 5;
  return made;
}

/// [server] the smallest server that it is connected to, by cables and servers that work.
std::vector<PeerId> parts(const Case& played) {
  std::vector<PeerId> part;
  for (PeerId server = 0; server < played.servers; ++server) part.push_back(server);
  for (PeerId round = 0; round < played.servers; ++round) {
    for (const auto& [a, b] : played.cables) {
      if (played.online[a] && played.online[b]) part[a] = part[b] = std::min(part[a], part[b]);
    }
  }
  return part;
}

void check_links(const Case& played, const Irc& rules, const std::vector<PeerId>& part) {
  std::size_t links = 0;
  std::size_t online = 0;
  std::set<PeerId> roots;
  for (PeerId at = 0; at < played.servers; ++at) {
    if (!played.online[at]) continue;
    ++online;
    roots.insert(part[at]);
    for (PeerId other = 0; other < played.servers; ++other) {
      const bool together = played.online[other] && part[at] == part[other];
      INFO("server " << at << " about server " << other);
      REQUIRE(rules.network().view(at).knows_server(other) == (together || at == other));
      REQUIRE(rules.network().is_linked(at, other) == rules.network().is_linked(other, at));
      if (other < at && rules.network().is_linked(at, other)) ++links;
    }
  }
  REQUIRE(links == online - roots.size());  // a tree in each part
}

/// Every user is where it thinks, once, in all of its channels.
void check_users(const Case& played, const Irc& rules, const overlay::Content& channels) {
  std::size_t online = 0;
  for (PeerId user = played.servers; user < played.servers + users; ++user) {
    if (!played.online[user]) continue;
    bool reaches_any = false;
    for (std::uint32_t i = 0; i < rules.servers().choices(user); ++i) {
      if (played.online[rules.servers().choice(user, i)]) reaches_any = true;
    }
    if (!reaches_any) continue;
    INFO("user " << user);
    ++online;
    REQUIRE(rules.clients().is_in(user));
    const irc::SessionId id = rules.clients().session(user);
    const irc::Session& session = rules.sessions()[id];
    REQUIRE(session.open);
    REQUIRE(session.user == user);
    REQUIRE(session.home == rules.clients().server_of(user));
    for (const core::ItemId channel : channels.holdings(user)) {
      REQUIRE(rules.sessions().find(id, channel) != irc::none);
    }
  }
  REQUIRE(rules.sessions().open_sessions() == online);
}

/// Every server knows exactly the users of its part, and their channels.
void check_views(const Case& played, const Irc& rules, const std::vector<PeerId>& part) {
  const irc::Sessions& sessions = rules.sessions();
  for (PeerId at = 0; at < played.servers; ++at) {
    if (!played.online[at]) continue;
    const irc::View& view = rules.network().view(at);
    std::uint32_t known = 0;
    std::vector<std::uint32_t> members(played.members.size());
    for (irc::SessionId id = 0; id < sessions.size(); ++id) {
      INFO("server " << at << " about session " << id);
      const bool here = sessions[id].open && part[sessions[id].home] == part[at];
      REQUIRE(view.knows(id) == here);
      known += here ? 1 : 0;
      sessions.for_each_membership(id, [&](irc::MembershipId membership) {
        const bool member = here && sessions.membership(membership).place != irc::none;
        REQUIRE(view.knows_membership(membership) == member);
        if (member) ++members[sessions.membership(membership).channel];
      });
    }
    REQUIRE(view.users() == known);
    for (core::ItemId channel = 0; channel < members.size(); ++channel) {
      REQUIRE(view.members(channel) == members[channel]);
    }
  }
}

/// Links are to be refused, and nicks to collide, more often than so.
void check_parts(std::uint64_t cases, std::uint64_t least) {
  std::uint64_t splits = 0;
  std::uint64_t refused = 0;
  std::uint64_t collisions = 0;
  for (std::uint64_t seed = 0; seed < cases; ++seed) {
    INFO("seed " << seed);
    Case made = random_case(seed);
    const overlay::Content channels = content(made.members, made.servers + users);
    made.script.content = &channels;
    const Played played = play(made.script);
    const std::vector<PeerId> part = parts(made);
    check_links(made, played.rules(), part);
    check_users(made, played.rules(), channels);
    check_views(made, played.rules(), part);
    splits += played.figure("splits");
    refused += played.figure("links_refused");
    collisions += played.figure("nick_collisions");
    for (const measure::QueryRecord& query : played.measures.queries) {
      REQUIRE(query.reach < users);
    }
  }
  CHECK(splits > cases);
  CHECK(refused > least);
  CHECK(collisions > least);
}

}  // namespace

TEST_CASE("after any splits and merges all servers of a part know the same, and what is so") {
  check_parts(60, 3);
}

TEST_CASE("so it is after many more splits and merges", "[statistics]") { check_parts(300, 20); }

namespace {

/// Two servers with two users each, and the cable between them cut for a while.
Script halves() {
  Script script;
  script.connections = connections(6, {{0, 1}, {2, 0}, {3, 0}, {4, 1}, {5, 1}});
  script.servers = {0, 1};
  script.parameters = at_once();
  script.parameters.ping_s = 10;
  script.parameters.reconnect_s = 20;
  script.cuts = {{0, 1, 100 * s, 200 * s}};
  script.horizon = 400 * s;
  return script;
}

}  // namespace

TEST_CASE("both halves of a split network work, and are one again afterwards") {
  Script script = halves();
  for (const Time start : {50 * s, 150 * s, 300 * s}) {
    script.queries.push_back(line(start, 2, core::ItemId{0}));
    script.queries.push_back(line(start + s, 5, core::ItemId{0}));
  }
  const Played played = play(script);
  const std::vector<std::uint64_t> reach = {3, 3, 1, 1, 3, 3};
  REQUIRE(played.measures.queries.size() == reach.size());
  for (std::size_t i = 0; i < reach.size(); ++i) {
    INFO("line " << i);
    CHECK(played.measures.queries[i].reach == reach[i]);
  }
  CHECK(played.figure("splits") == 1);
  CHECK(played.figure("merges") == 2);
  CHECK(played.figure("readings_missed") == 2 * 2);
  // Each of the four sees the two of the other half leave, and come back.
  CHECK(played.count("netsplit_to_client").messages == 4 * 2);
  CHECK(played.count("squit_relayed").messages == 0);  // neither half has another server
  CHECK(played.count("njoin_relayed").messages == 2);
  CHECK(played.figure("users_registered") == 4);
  // Tries come at least 20 s, at most 30 s after one another.
  const std::uint64_t tries = played.count("link_to_server").messages - 3;
  CHECK(tries >= 3);
  CHECK(tries <= 6);
}

TEST_CASE("nobody takes a server for gone that only has nothing to say") {
  Script script = halves();
  script.cuts.clear();
  script.parameters.login_spread_s = 10;
  script.horizon = 2000 * s;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    script.seed = seed;
    const Played played = play(script);
    CHECK(played.count("register_to_server").messages == 4);
    CHECK(played.count("quit_to_client").messages == 0);
    CHECK(played.count("pong_to_server").messages > 0);
  }
}

TEST_CASE("each server lost behind a link is told over the other links by a SQUIT") {
  // 0 - 1 - 2 - 3 - 4, cut between 2 and 3: 2 tells 1 and 1 tells 0 of two servers; 3 tells 4 of
  // three.
  Script script;
  script.connections = connections(7, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {5, 0}, {6, 4}});
  script.servers = {0, 1, 2, 3, 4};
  script.parameters = at_once();
  script.parameters.ping_s = 10;
  script.parameters.reconnect_s = 1000;
  script.cuts = {{2, 3, 100 * s, core::never}};
  script.horizon = 300 * s;
  const Played played = play(script);
  CHECK(played.count("squit_relayed").messages == 2 + 2 + 3);
  CHECK(played.count("netsplit_to_client").messages == 2);
}

TEST_CASE("a nick that was taken on both sides of a split is killed on both") {
  Script script;
  std::vector<Pair> pairs = {{0, 1}};
  constexpr PeerId peers = 42;
  for (PeerId user = 2; user < peers; ++user) pairs.emplace_back(user, user % 2);
  script.connections = connections(peers, pairs);
  script.servers = {0, 1};
  script.parameters = at_once();
  script.parameters.namesakes = 0.5;
  script.parameters.reconnect_s = 20;
  script.parameters.return_spread_s = 0;
  script.cuts = {{0, 1, 0, 100 * s}};
  script.horizon = 90 * s;
  const Played apart = play(script);
  // Wanted nicks are below the number of peers.
  std::vector<std::set<irc::NickId>> nicks(2);
  const irc::Sessions& sessions = apart.rules().sessions();
  for (irc::SessionId id = 0; id < sessions.size(); ++id) {
    if (sessions[id].nick < peers) nicks[sessions[id].home].insert(sessions[id].nick);
  }
  std::uint64_t both = 0;
  for (const irc::NickId nick : nicks[0]) both += nicks[1].count(nick);
  REQUIRE(both > 3);
  CHECK(apart.figure("nicks_in_use") == peers - 2 - nicks[0].size() - nicks[1].size());
  script.horizon = 300 * s;
  const Played merged = play(script);
  CHECK(merged.count("kill_to_client").messages == 2 * both);
  CHECK(merged.figure("users_registered") == peers - 2);
  CHECK(merged.figure("nicks_in_use") == apart.figure("nicks_in_use"));  // they come back as others
}

TEST_CASE("on one network the second with a nick is told so, and takes another") {
  Script script = halves();
  script.cuts.clear();
  script.parameters.namesakes = 1;
  script.parameters.login_spread_s = 10;
  const Played played = play(script);
  std::set<irc::NickId> wanted;
  const irc::Sessions& sessions = played.rules().sessions();
  for (irc::SessionId id = 0; id < sessions.size(); ++id) {
    if (sessions[id].nick < 6) wanted.insert(sessions[id].nick);
  }
  CHECK(sessions.size() == 4);
  CHECK(played.count("nick_in_use_to_client").messages == 4 - wanted.size());
  CHECK(played.count("nick_to_server").messages == 4 - wanted.size());
  CHECK(played.count("kill_to_client").messages == 0);
}

TEST_CASE("users of a dead server turn to another one that they know") {
  for (const bool announced : {false, true}) {
    INFO("announced " << announced);
    Script script;
    // Nobody is connected to a server: all users know all.
    script.connections = connections(8, {{0, 1}, {1, 2}});
    script.servers = {0, 1, 2};
    script.parameters = at_once();
    script.parameters.ping_s = 10;
    script.horizon = 400 * s;
    script.changes = {{100 * s, 2, false, announced}};
    script.queries = {line(50 * s, 3, core::ItemId{0}), line(105 * s, 3, core::ItemId{0}),
                      line(300 * s, 3, core::ItemId{0})};
    const Played played = play(script);
    CHECK(played.measures.queries[0].reach == 4);
    CHECK(played.measures.queries[1].reach == 3);  // who was at server 2 is still out
    CHECK(played.measures.queries[2].reach == 4);
    CHECK(played.figure("users_registered") == 5);
    CHECK(played.count("error_to_client").messages == (announced ? 1 : 0));
  }
}

TEST_CASE("a server without a place for a line disconnects its user, who comes back") {
  Script script;
  script.connections = connections(5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}});
  script.parameters = at_once();
  script.parameters.server.places = 1;
  script.parameters.server.service_ms = core::Distribution{core::Constant{20}};
  script.horizon = 600 * s;
  const Played played = play(script);
  CHECK(played.figure("users_disconnected") >= 3);
  CHECK(played.count("error_to_client").messages == played.figure("users_disconnected"));
  CHECK(played.figure("users_registered") == 4);
}

}  // namespace irc_network_test
