// What users of IRC say: sizes of lines, whom they reach over which links, and how fast.
#include <algorithm>
#include <array>
#include <map>

#include "sim/core/random.hpp"
#include "tests/unit/protocols/irc_played.hpp"

namespace irc_talk_test {

using namespace rippletank;
using namespace rippletank::tests::irc_played;

namespace {

/// Three servers in a chain, 0 - 1 - 2, of which 0 has the users 3 and 4, the others 5 and 6.
Script chain() {
  Script script;
  script.connections = connections(7, {{0, 1}, {1, 2}, {3, 0}, {4, 0}, {5, 1}, {6, 2}});
  script.servers = {0, 1, 2};
  script.parameters = at_once();
  return script;
}

/// The length of everything that stands in a line is a power of two or the like, so that no two
/// sums agree by chance.
protocols::irc::Lengths telling_lengths() {
  protocols::irc::Lengths lengths;
  lengths.nick_bytes = 8;
  lengths.user_bytes = 3;
  lengths.host_bytes = 16;
  lengths.real_name_bytes = 5;
  lengths.channel_bytes = 7;
  lengths.text_bytes = 64;
  lengths.reason_bytes = 11;
  lengths.server_bytes = 33;
  lengths.server_info_bytes = 13;
  lengths.password_bytes = 6;
  lengths.file_name_bytes = 12;
  return lengths;
}

}  // namespace

TEST_CASE("lines of a small IRC network have the sizes that RFC 2812 and RFC 2813 give them") {
  Script script = chain();
  script.parameters.lengths = telling_lengths();
  script.parameters.visit_s = 50;
  script.parameters.ping_s = 30;
  script.horizon = 200 * s;
  const overlay::Content channels = content({{3, 4, 5, 6}, {3}}, 7);
  script.content = &channels;
  script.queries = {line(100 * s, 3, 0), line(110 * s, 5, 1)};
  script.changes = {{190 * s, 6, false, true}};
  const Played played = play(script);
  constexpr std::uint64_t k = 8, u = 3, h = 16, n = 5, c = 7, t = 64, r = 11, sv = 33, i = 13;
  const auto is = [&](const std::string& type, std::uint64_t messages, std::uint64_t bytes) {
    INFO(type);
    CHECK(played.count(type).messages == messages);
    CHECK(played.count(type).bytes() == messages * bytes);
  };
  is("register_to_server", 4, (7 + k) + (13 + u + n));
  is("welcome_to_client", 4, 50 + sv + 2 * k + u + h);
  is("privmsg_to_server", 2, 12 + c + t);
  is("privmsg_relayed", 3, 14 + k + c + t);  // to 1 and 2; then from 1 to 0
  is("privmsg_to_client", 4, 16 + k + u + h + c + t);
  is("quit_to_server", 1, 8 + r);
  is("quit_relayed", 2, 10 + k + r);
  is("quit_to_client", 3, 12 + k + u + h + r);
  is("part_to_server", 1, 7 + c);
  is("part_relayed", 2, 9 + k + c);
  is("part_to_client", 2, 11 + k + u + h + c);  // to the one who leaves, too
  is("link_to_server", 4, (23 + 6) + (16 + sv + i));
  is("server_relayed", 2, 18 + 2 * sv + i);
  is("join_relayed", 2 * 6, 9 + k + c);
  is("nick_relayed", 2 * 4, 18 + k + u + h + n);
  CHECK(played.count("ping_between").messages > 0);
  CHECK(played.count("ping_between").bytes() == played.count("ping_between").messages * (8 + sv));
  CHECK(played.count("pong_between").bytes() == played.count("pong_between").messages * (8 + sv));
  CHECK(played.count("ping_to_client").bytes() ==
        played.count("ping_to_client").messages * (8 + sv));
  CHECK(played.count("pong_to_server").messages > 0);
  // Users 4 and 6 join one channel; 3 joins two in one line; 5 joins one, later another.
  CHECK(played.count("join_to_server").messages == 5);
  CHECK(played.count("join_to_server").bytes() == 4 * (7 + c) + (7 + 2 * c + 1));
  // What is no payload only steers.
  CHECK(played.count("privmsg_relayed").payload_bytes == 3 * t);
  CHECK(played.count("nick_relayed").payload_bytes == 0);
}

TEST_CASE("lists of names and of channels take as many lines as fit into 512 bytes each") {
  const protocols::irc::LineSizes lines{protocols::irc::Lengths{}};
  using protocols::irc::Line;
  for (const Line line : {Line::join_to_server, Line::names_to_client, Line::njoin_relayed}) {
    const std::uint32_t most = lines.most_in(line);
    CHECK(lines.size(protocols::irc::letter_of(line, 0, most)).bytes() <= 512);
    CHECK(lines.size(protocols::irc::letter_of(line, 0, most + 1)).bytes() > 512);
  }
}

TEST_CASE("one server and its users: every line reaches the others over two links") {
  Script script;
  script.connections = connections(5, {{0, 1}, {0, 2}, {0, 3}, {0, 4}});
  script.parameters = at_once();
  script.queries = {line(1 * s, 2, core::ItemId{0}), line(2 * s, 0)};
  const Played played = play(script);
  REQUIRE(played.measures.queries.size() == 2);
  const measure::QueryRecord& of_user = played.measures.queries[0];
  CHECK(of_user.reach == 3);
  CHECK(of_user.messages == 4);
  CHECK(of_user.last_reach == 2 * delay);
  CHECK(of_user.hops.at(2).peers_reached == 3);
  const measure::QueryRecord& of_server = played.measures.queries[1];
  CHECK(of_server.reach == 4);
  CHECK(of_server.messages == 4);
  CHECK(of_server.hops.at(1).peers_reached == 4);
  CHECK(played.measures.roles[0] == std::string("server"));
  CHECK(played.measures.roles[1] == std::string("client"));
}

TEST_CASE("a QUIT that a slow worker comes to late does not end the session after it") {
  // All are gone for a moment; each line has a worker of its own.
  constexpr PeerId users = 40;
  std::vector<Pair> pairs;
  std::set<PeerId> members;
  for (PeerId user = 1; user <= users; ++user) {
    pairs.emplace_back(0, user);
    members.insert(user);
  }
  const overlay::Content everybody = content({members}, users + 1);
  Script script;
  script.connections = connections(users + 1, pairs);
  script.content = &everybody;
  script.parameters = at_once();
  script.parameters.server.workers = 10 * users;
  script.parameters.server.service_ms = core::Distribution{core::Exponential{20}};
  for (PeerId user = 2; user <= users; ++user) {
    script.changes.push_back({10 * s, user, false, true});
  }
  for (PeerId user = 2; user <= users; ++user) {
    script.changes.push_back({10 * s + ms, user, true, true});
  }
  script.queries = {line(60 * s, 1, core::ItemId{0})};
  const Played played = play(script);
  REQUIRE(played.measures.queries.size() == 1);
  CHECK(played.measures.queries[0].reach == users - 1);
}

TEST_CASE("flood control lets five lines through at once, then one every two seconds") {
  Script script;
  script.connections = connections(3, {{0, 1}, {0, 2}});
  script.parameters = at_once();
  script.parameters.line_cost_s = 2;
  // Eight lines at once; after a pause that gives back 6 s of credit three at once, and a fourth.
  for (int i = 0; i < 8; ++i) script.queries.push_back(line(100 * s, 1, core::ItemId{0}));
  for (int i = 0; i < 4; ++i) script.queries.push_back(line(112 * s, 1, core::ItemId{0}));
  const Played played = play(script);
  // The first eight use the credit until 116 s; at 112 s there are 4 s of it, at 114 s another 2.
  const std::array<int, 12> waits_s = {0, 0, 0, 0, 0, 2, 4, 6, 0, 0, 0, 2};
  REQUIRE(played.measures.queries.size() == waits_s.size());
  for (std::size_t i = 0; i < waits_s.size(); ++i) {
    INFO("line " << i);
    CHECK(played.measures.queries[i].reach == 1);
    CHECK(played.measures.queries[i].last_reach == 2 * delay + waits_s[i] * s);
  }
}

TEST_CASE("who speaks in a channel of others joins it first, and leaves it after a while") {
  Script script = chain();
  const overlay::Content channels = content({{3, 5}, {4, 6}}, 7);
  script.content = &channels;
  script.parameters.visit_s = 60;
  // User 6 visits channel 0, speaks again before it leaves, and comes back.
  script.queries = {line(10 * s, 6, core::ItemId{0}), line(50 * s, 6, core::ItemId{0}),
                    line(60 * s, 3, core::ItemId{0}), line(120 * s, 3, core::ItemId{0}),
                    line(200 * s, 6, core::ItemId{0})};
  const Played played = play(script);
  REQUIRE(played.measures.queries.size() == 5);
  CHECK(played.measures.queries[0].reach == 2);
  CHECK(played.measures.queries[2].reach == 2);  // 5, and the visitor
  CHECK(played.measures.queries[3].reach == 1);  // it has left at 110 s
  CHECK(played.measures.queries[4].reach == 2);
  CHECK(played.count("part_to_server").messages == 2);
  CHECK(played.count("join_to_server").messages == 4 + 2);
}

namespace {

/// A tree of servers, each user at one of them, and channels with random members.
struct Forest {
  Script script;
  std::vector<PeerId> parent;  ///< [server], of a smaller number
  std::vector<PeerId> home;    ///< [peer]
  std::vector<std::set<PeerId>> members;
};

constexpr PeerId forest_users = 14;

Forest random_forest(std::uint64_t seed) {
  core::Substream random(seed, core::Purpose("test/irc_forest"));
  Forest made;
  const auto servers = static_cast<PeerId>(1 + random.below(10));
  const PeerId peers = servers + forest_users;
  std::vector<Pair> pairs;
  made.parent.push_back(0);
  for (PeerId server = 1; server < servers; ++server) {
    made.parent.push_back(static_cast<PeerId>(random.below(server)));
    pairs.emplace_back(server, made.parent.back());
  }
  for (PeerId server = 0; server < servers; ++server) made.script.servers.push_back(server);
  made.home = made.script.servers;
  for (PeerId user = servers; user < peers; ++user) {
    made.home.push_back(static_cast<PeerId>(random.below(servers)));
    pairs.emplace_back(user, made.home.back());
  }
  made.members.resize(4);
  for (std::set<PeerId>& members : made.members) {
    while (members.empty()) {
      for (PeerId user = servers; user < peers; ++user) {
        if (random.below(4) == 0) members.insert(user);
      }
    }
  }
  made.script.connections = connections(peers, pairs);
  made.script.parameters = at_once();
  Time start = 10 * s;
  for (core::ItemId channel = 0; channel < made.members.size(); ++channel) {
    for (const PeerId user : made.members[channel]) {
      made.script.queries.push_back(line(start += s, user, channel));
    }
  }
  return made;
}

/// Links of the smallest subtree that joins the servers of a channel's members: those with members
/// on both sides.
std::uint64_t links_between(const Forest& forest, const std::set<PeerId>& members) {
  std::vector<std::size_t> below(forest.parent.size());
  for (const PeerId user : members) ++below[forest.home[user]];
  std::uint64_t links = 0;
  for (std::size_t server = below.size() - 1; server > 0; --server) {
    if (below[server] > 0 && below[server] < members.size()) ++links;
    below[forest.parent[server]] += below[server];
  }
  return links;
}

}  // namespace

TEST_CASE("a line crosses each link of the smallest subtree of its members' servers once") {
  std::uint64_t crossed = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    Forest forest = random_forest(seed);
    const overlay::Content channels = content(forest.members, forest.script.connections.peers());
    forest.script.content = &channels;
    const Played played = play(forest.script);
    REQUIRE(played.measures.queries.size() == forest.script.queries.size());
    std::uint64_t relayed = 0;
    for (const measure::QueryRecord& query : played.measures.queries) {
      INFO("seed " << seed << ", line " << query.id);
      const std::set<PeerId>& members = forest.members[*query.item];
      const std::uint64_t links = links_between(forest, members);
      const std::uint64_t readers = members.size() - 1;
      REQUIRE(query.reach == readers);
      REQUIRE(query.duplicates == 0);
      REQUIRE(query.messages == 1 + links + readers);
      relayed += links;
    }
    REQUIRE(played.count("privmsg_relayed").messages == relayed);
    crossed += relayed;
  }
  CHECK(crossed > 1000);
}

}  // namespace irc_talk_test
