// What Napster's servers find against a twin that keeps sets of files, by times, for each server.
#include <functional>
#include <optional>

#include "tests/unit/protocols/napster_play.hpp"

namespace napster_twin_test {

using namespace rippletank;
using namespace rippletank::tests::napster;

namespace {

constexpr Time silence = 100 * ms;
constexpr core::ItemId items = 4;
constexpr PeerId clients = 12;

struct Stay {
  Time begin = 0;
  Time end = core::never;
  bool announced = true;
};

enum class Links { none, all, tree };

/// What a client shares by the time, and when its server learns what.
class Twin {
 public:
  Twin(std::vector<Stay> stays, std::set<core::ItemId> files, core::Substream random,
       const Parameters& parameters)
      : stays_(std::move(stays)) {
    for (std::size_t i = 0; i < stays_.size(); ++i) {
      live(stays_[i], files, random, parameters);
      forget(i);
    }
  }

  bool knows_at(Time time, core::ItemId item) const {
    const auto after = known_.upper_bound(time);
    return after != known_.begin() && std::prev(after)->second.count(item) == 1;
  }
  /// When a search comes to the server; nothing if who asks is away or leaves too soon.
  std::optional<Time> search_arrives(Time asked) const {
    for (const Stay& stay : stays_) {
      if (asked < stay.begin || asked >= stay.end) continue;
      const Time sent = std::max(asked, stay.begin + 2 * delay);
      if (sent >= stay.end) return {};
      return sent + delay;
    }
    return {};
  }
  bool online_at(Time time) const {
    return std::any_of(stays_.begin(), stays_.end(),
                       [time](const Stay& stay) { return stay.begin <= time && time < stay.end; });
  }

 private:
  /// From the login on, what the client shares then, less what it withdraws.
  void live(const Stay& stay, std::set<core::ItemId>& files, core::Substream& random,
            const Parameters& parameters) {
    const Time welcomed = stay.begin + 2 * delay;
    known_[stay.begin + delay] = {};
    bool told = false;
    Time moment = stay.begin;
    while (true) {
      if (files.empty() || parameters.unshare_rate_per_min == 0) {
        moment = core::never;
      } else {
        const core::Distribution wait{core::Exponential{60 / parameters.unshare_rate_per_min}};
        moment += core::from_milliseconds(1000 * wait.quantile(random.uniform_open()));
      }
      if (!told && welcomed < std::min(moment, stay.end)) {
        known_[welcomed + delay] = files;
        told = true;
      }
      if (moment >= stay.end || moment == core::never) return;
      const bool all = random.chance(parameters.stop_sharing_share);
      if (all) {
        files.clear();
      } else {
        files.erase(std::next(files.begin(), static_cast<long>(random.below(files.size()))));
      }
      if (told) known_[moment + delay] = files;
    }
  }

  void forget(std::size_t i) {
    const Stay& stay = stays_[i];
    if (stay.end == core::never) return;
    if (stay.announced) {
      known_[stay.end + delay] = {};
      return;
    }
    const Time noticed = stay.end + silence;
    const bool back_before = i + 1 < stays_.size() && stays_[i + 1].begin + delay <= noticed;
    if (!back_before) known_[noticed] = {};
  }

  std::vector<Stay> stays_;
  std::map<Time, std::set<core::ItemId>> known_;
};

struct RandomCase {
  Script script;
  Links links = Links::none;
  std::vector<Twin> twins;             ///< [peer - servers]
  std::map<PeerId, PeerId> server_of;  ///< of clients

  PeerId servers() const { return static_cast<PeerId>(script.servers.size()); }
  const Twin& twin(PeerId client) const { return twins[client - servers()]; }
};

std::vector<Stay> random_stays(PeerId client, core::Substream& random, Time& part, Script& script) {
  std::vector<Time> times;
  for (std::uint64_t i = random.below(6); i > 0; --i) {
    // All differ by parts of a millisecond, so that no two things meet.
    times.push_back(static_cast<Time>(random.below(1000)) * ms + ++part);
  }
  std::sort(times.begin(), times.end());
  std::vector<Stay> stays(1);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const bool joins = i % 2 == 1;
    const bool announced = random.below(2) == 0;
    script.changes.push_back({times[i], client, joins, announced});
    if (joins) {
      stays.push_back({times[i], core::never, true});
    } else {
      stays.back().end = times[i];
      stays.back().announced = announced;
    }
  }
  return stays;
}

void add_servers(RandomCase& made, core::Substream& random, bool only_staying) {
  const auto count = static_cast<PeerId>(1 + random.below(5));
  made.links = static_cast<Links>(random.below(3));
  made.script.peers = count + clients;
  made.script.parameters = at_once();
  made.script.parameters.linked = made.links != Links::none;
  if (!only_staying) {
    made.script.parameters.unshare_rate_per_min = 120;
    made.script.parameters.stop_sharing_share = 0.3;
  }
  for (PeerId server = 0; server < count; ++server) {
    made.script.servers.push_back(server);
    if (made.links != Links::tree || server == 0) continue;
    made.script.links.insert({static_cast<PeerId>(random.below(server)), server});
  }
  if (count == 1) made.links = Links::none;
  for (PeerId client = count; client < made.script.peers; ++client) {
    made.server_of[client] = static_cast<PeerId>(random.below(count));
    made.script.links.insert({made.server_of[client], client});
  }
}

/// With `only_staying`, nobody leaves or withdraws anything.
RandomCase random_case(std::uint64_t seed, bool only_staying) {
  core::Substream random(seed, core::Purpose("test/napster"));
  RandomCase made;
  Time part = 0;
  add_servers(made, random, only_staying);
  Script& script = made.script;
  script.holders.resize(items);
  for (PeerId client = made.servers(); client < script.peers; ++client) {
    std::set<core::ItemId> files;
    for (core::ItemId item = 0; item < items; ++item) {
      if (random.below(2) == 0) files.insert(item);
    }
    for (const core::ItemId item : files) script.holders[item].insert(client);
    std::vector<Stay> stays(1);
    if (!only_staying) stays = random_stays(client, random, part, script);
    made.twins.emplace_back(std::move(stays), files,
                            core::Substream(seed, core::Purpose("napster/unshare"), client),
                            script.parameters);
  }
  for (int i = 0; i < 40; ++i) {
    overlay::Query query;
    query.start = 20 * ms + static_cast<Time>(random.below(1200)) * ms + ++part;
    query.origin = made.servers() + static_cast<PeerId>(random.below(clients));
    query.item = static_cast<core::ItemId>(random.below(items));
    script.queries.push_back(query);
  }
  const auto by_time = [](const auto& a, const auto& b) { return a.time < b.time; };
  std::sort(script.changes.begin(), script.changes.end(), by_time);
  std::sort(script.queries.begin(), script.queries.end(),
            [](const auto& a, const auto& b) { return a.start < b.start; });
  return made;
}

/// The servers that a search reaches beyond one, with those that it comes from: [server].
std::vector<std::vector<PeerId>> onward(const RandomCase& played, PeerId root) {
  std::vector<std::vector<PeerId>> children(played.servers());
  if (played.links == Links::all) {
    for (PeerId server = 0; server < played.servers(); ++server) {
      if (server != root) children[root].push_back(server);
    }
  }
  if (played.links != Links::tree) return children;
  const std::function<void(PeerId, PeerId)> grow = [&](PeerId server, PeerId from) {
    for (const auto& [one, other] : played.script.links) {
      const PeerId next = one == server ? other : other == server ? one : server;
      if (next == server || next == from || next >= played.servers()) continue;
      children[server].push_back(next);
      grow(next, server);
    }
  };
  grow(root, root);
  return children;
}

std::uint64_t known_at(const RandomCase& played, PeerId server, const overlay::Query& query,
                       Time time) {
  std::uint64_t count = 0;
  for (const auto& [client, at] : played.server_of) {
    if (at == server && client != query.origin && played.twin(client).knows_at(time, *query.item)) {
      ++count;
    }
  }
  return count;
}

/// Without a limit: what each server finds comes to who asks if that one is still, or again, there.
std::uint64_t expected_hits(const RandomCase& played, const overlay::Query& query) {
  const Twin& origin = played.twin(query.origin);
  const std::optional<Time> arrival = origin.search_arrives(query.start);
  if (!arrival) return 0;
  const PeerId root = played.server_of.at(query.origin);
  const auto children = onward(played, root);
  std::uint64_t hits = 0;
  const std::function<void(PeerId, Time)> visit = [&](PeerId server, Time links) {
    const Time back = *arrival + (2 * links + 1) * delay;
    if (origin.online_at(back)) {
      hits += known_at(played, server, query, *arrival + links * delay);
    }
    for (const PeerId child : children[server]) visit(child, links + 1);
  };
  visit(root, 0);
  return hits;
}

/// With a limit, nobody coming or going: each server passes on what it lacks, and sends back at
/// most what it was asked for.
std::uint64_t expected_up_to(const RandomCase& played, const overlay::Query& query,
                             std::uint64_t limit) {
  const PeerId root = played.server_of.at(query.origin);
  const auto children = onward(played, root);
  const std::function<std::uint64_t(PeerId, std::uint64_t)> visit = [&](PeerId server,
                                                                        std::uint64_t wanted) {
    const std::uint64_t own = std::min(known_at(played, server, query, 20 * ms), wanted);
    std::uint64_t found = own;
    if (own < wanted) {
      for (const PeerId child : children[server]) found += visit(child, wanted - own);
    }
    return std::min(found, wanted);
  };
  return visit(root, limit);
}

}  // namespace

TEST_CASE("a search finds exactly what the servers that it reaches know at that moment") {
  std::uint64_t checked = 0;
  std::uint64_t hits = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const RandomCase played = random_case(seed, false);
    const overlay::Measures measures = play(played.script, seed);
    std::size_t next = 0;
    for (const overlay::Query& query : played.script.queries) {
      if (!played.twin(query.origin).online_at(query.start)) continue;
      INFO("seed " << seed << ", query at " << query.start << " of " << query.origin);
      REQUIRE(next < measures.queries.size());
      const measure::QueryRecord& record = measures.queries[next++];
      REQUIRE(record.start == query.start);
      REQUIRE(record.hits == expected_hits(played, query));
      ++checked;
      hits += record.hits;
    }
    REQUIRE(next == measures.queries.size());
  }
  CHECK(checked > 5000);
  CHECK(hits > 5000);
}

TEST_CASE("with a limit a search finds as many, and is not passed on once it has them") {
  std::uint64_t limited = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    RandomCase played = random_case(seed, true);
    const std::uint32_t limit = 1 + static_cast<std::uint32_t>(seed % 6);
    played.script.parameters.results_max = limit;
    const overlay::Measures measures = play(played.script, seed);
    REQUIRE(measures.queries.size() == played.script.queries.size());
    for (std::size_t i = 0; i < measures.queries.size(); ++i) {
      INFO("seed " << seed << ", query " << i);
      const overlay::Query& query = played.script.queries[i];
      REQUIRE(measures.queries[i].hits == expected_up_to(played, query, limit));
      if (measures.queries[i].hits == limit) ++limited;
      const bool enough =
          known_at(played, played.server_of.at(query.origin), query, 20 * ms) >= limit;
      if (enough) REQUIRE(measures.queries[i].reach == 1);
    }
  }
  CHECK(limited > 500);
}

TEST_CASE("a search that is to stay local, or of servers without links, goes no further") {
  RandomCase played = random_case(5, true);
  played.script.parameters.local_only = true;
  const overlay::Measures measures = play(played.script, 5);
  for (std::size_t i = 0; i < measures.queries.size(); ++i) {
    const overlay::Query& query = played.script.queries[i];
    CHECK(measures.queries[i].reach == 1);
    CHECK(measures.queries[i].hits ==
          known_at(played, played.server_of.at(query.origin), query, 20 * ms));
  }
  CHECK(message(measures, "remote_search_10015").messages == 0);
}

}  // namespace napster_twin_test
