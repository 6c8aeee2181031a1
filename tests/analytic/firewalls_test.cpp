// Firewalls: how many pairs come together by each method, and which networks get round them how.
//
// Of n peers of whom b are behind firewalls, each trying to fetch something from each other: from
// the n - b open ones all others can, (n - b)(n - 1) pairs; by a push the open ones can from those
// behind, b(n - b) more; the b(b - 1) pairs of which both are behind need a relay or a hole.
#include <map>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"

namespace firewalls_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

/// How many attempts ended so, and by which method: "direct complete", "unreachable".
using Counts = std::map<std::string, std::uint64_t>;

Counts counts_of(const run::Outcome& outcome) {
  Counts counts;
  for (const measure::DownloadRecord& one : outcome.measures.downloads) {
    const std::string method = one.method;
    ++counts[(method.empty() ? "" : method + ' ') +
             measure::download_status_names[static_cast<std::size_t>(one.status)]];
  }
  return counts;
}

/// Peers first … first + n - 1, of whom the first b are behind firewalls of their own; each holds
/// the item of its name, and each asks for that of each other one.
class EveryPair {
 public:
  EveryPair(core::PeerId first, core::PeerId n, core::PeerId b) : b_(b), first_(first) {
    std::ofstream holders(folder_.path / "holders.csv");
    std::ofstream queries(folder_.path / "queries.csv");
    holders << "item,peer\n";
    queries << "time_s,origin,item\n";
    int time_s = 100;
    for (core::PeerId peer = first; peer < first + n; ++peer) {
      holders << peer << ',' << peer << '\n';
      for (core::PeerId other = first; other < first + n; ++other) {
        if (other != peer) queries << time_s++ << ',' << peer << ',' << other << '\n';
      }
    }
    horizon_s_ = time_s + 1000;
  }

  Json scenario(const Json& protocol, const Json& topology, const Json& traversal) const {
    Json scenario = overlay_scenario(topology, protocol, 20);
    scenario["horizon_s"] = horizon_s_;
    const std::string folder = folder_.path.string();
    scenario["content"] = {{"size_bytes", 1000},
                           {"replication", {{"model", "file"}, {"file", folder + "/holders.csv"}}}};
    scenario["queries"] = {
        {"model", "trace"}, {"file", folder + "/queries.csv"}, {"download", true}};
    Json ids = Json::array();
    for (core::PeerId peer = first_; peer < first_ + b_; ++peer) ids.push_back(peer);
    scenario["firewalls"] = {{"ids", ids}, {"traversal", traversal}, {"hole_punch_success", 1}};
    return scenario;
  }

 private:
  TemporaryFolder folder_;
  core::PeerId b_;
  core::PeerId first_;
  int horizon_s_ = 0;
};

}  // namespace

TEST_CASE("of 9,900 pairs 3,960 meet directly, 6,360 with pushes, and all by a relay") {
  const EveryPair pairs(1, 100, 60);
  const auto counts = [&](const Json& traversal) {
    return counts_of(play(
        pairs.scenario({{"model", "brokered"}}, {{"model", "star"}, {"nodes", 101}}, traversal)));
  };
  CHECK(counts(Json::array()) == Counts{{"direct complete", 3960}, {"unreachable", 5940}});
  CHECK(counts({"push"}) ==
        Counts{{"direct complete", 3960}, {"push complete", 2400}, {"unreachable", 3540}});
  CHECK(counts({"push", "relay"}) ==
        Counts{{"direct complete", 3960}, {"push complete", 2400}, {"relay complete", 3540}});
  CHECK(counts({"push", "hole_punch"}) ==
        Counts{{"direct complete", 3960}, {"push complete", 2400}, {"hole_punch complete", 3540}});
}

TEST_CASE("the broker carries each byte that it passes on, and nobody else does") {
  const EveryPair pairs(1, 10, 6);
  const run::Outcome outcome = play(pairs.scenario(
      {{"model", "brokered"}}, {{"model", "star"}, {"nodes", 11}}, {"push", "relay"}));
  const std::vector<measure::CarriedBytes>& carried = outcome.measures.carried;
  REQUIRE(carried.size() == 11);
  CHECK(carried[0].relayed == 6 * 5 * 1000);
  CHECK(carried[0].up == 0);
  CHECK(carried[0].down == 0);
  for (core::PeerId peer = 1; peer <= 10; ++peer) {
    CHECK(carried[peer].up == 9 * 1000);
    CHECK(carried[peer].down == 9 * 1000);
    CHECK(carried[peer].relayed == 0);
  }
}

TEST_CASE("in a mesh in which each asks its neighbours the same pairs meet") {
  constexpr core::PeerId n = 20;
  constexpr core::PeerId b = 12;
  const EveryPair pairs(0, n, b);
  for (const char* model : {"equal_peer", "gnutella_0_4"}) {
    const auto counts = [&](const Json& traversal) {
      Counts found = counts_of(play(
          pairs.scenario({{"model", model}}, {{"model", "true_mesh"}, {"nodes", n}}, traversal)));
      found.erase("unreachable");
      return found;
    };
    INFO(model);
    constexpr std::uint64_t direct = (n - b) * (n - 1);
    constexpr std::uint64_t push = b * (n - b);
    constexpr std::uint64_t relay = b * (b - 1);
    CHECK(counts(Json::array()) == Counts{{"direct complete", direct}});
    CHECK(counts({"push"}) == Counts{{"direct complete", direct}, {"push complete", push}});
    CHECK(counts({"push", "relay"}) ==
          Counts{{"direct complete", direct}, {"push complete", push}, {"relay complete", relay}});
    static_assert(direct + push + relay == n * (n - 1));
  }
}

namespace {

/// Three peers around one of them, 0, which is open and serves the others if some do: 1 wants what
/// 2 has. Either of them is open or behind a firewall of its own.
class Table {
 public:
  Table() {
    std::ofstream(folder_.path / "holders.csv") << "item,peer\nsong,2\n";
    std::ofstream(folder_.path / "channel.csv") << "item,peer\ntalk,1\ntalk,2\n";
  }

  /// What became of it where the one that sends and the one that fetches are behind firewalls.
  std::string cell(const Json& change, bool from_behind, bool to_behind) const {
    Json scenario = overlay_scenario({{"model", "star"}, {"nodes", 3}}, nullptr, 20);
    scenario["horizon_s"] = 4000;
    const Json holders = {{"model", "file"}, {"file", (folder_.path / "holders.csv").string()}};
    scenario["content"] = {{"size_bytes", 1000}, {"replication", holders}};
    scenario["queries"] = {{"model", "list"},
                           {"origins", {1}},
                           {"items", {"song"}},
                           {"start_s", 1000},
                           {"download", true}};
    if (from_behind) scenario["firewalls"]["ids"].push_back(2);
    if (to_behind) scenario["firewalls"]["ids"].push_back(1);
    scenario.merge_patch(change);
    if (!from_behind && !to_behind) scenario.erase("firewalls");
    if (scenario["overlay"]["protocol"]["model"] == "irc") {
      scenario["content"]["replication"]["file"] = (folder_.path / "channel.csv").string();
    }
    return outcome_of(play(scenario));
  }

  /// The four cells of a row: both open, who sends behind a firewall, who fetches, both.
  std::vector<std::string> row(const Json& change) const {
    return {cell(change, false, false), cell(change, true, false), cell(change, false, true),
            cell(change, true, true)};
  }

 private:
  /// The methods by which 1 got what 2 has, or how it failed.
  static std::string outcome_of(const run::Outcome& outcome) {
    std::string all;
    for (const measure::DownloadRecord& one : outcome.measures.downloads) {
      if (one.to != 1) continue;
      const std::string ended =
          one.status == measure::DownloadStatus::complete
              ? one.method
              : measure::download_status_names[static_cast<std::size_t>(one.status)];
      if (all.find(ended) == std::string::npos) all += (all.empty() ? "" : " ") + ended;
    }
    return all.empty() ? "none" : all;
  }

  TemporaryFolder folder_;
};

Json protocol(const Json& parameters) { return {{"overlay", {{"protocol", parameters}}}}; }

using Row = std::vector<std::string>;

/// Whether peer 1 gets all units from its server, and peer 2 returns all results.
std::string volunteers(bool from_behind, bool to_behind) {
  Json scenario = overlay_scenario({{"model", "star"}, {"nodes", 3}},
                                   {{"model", "setiathome"},
                                    {"compute_h", 0.01},
                                    {"low_water_h", 0},
                                    {"high_water_h", 0},
                                    {"join_spread_s", 1}},
                                   20);
  scenario["horizon_s"] = 3600;
  if (from_behind) scenario["firewalls"]["ids"].push_back(2);
  if (to_behind) scenario["firewalls"]["ids"].push_back(1);
  const run::Outcome outcome = play(scenario);
  Counts got;
  for (const measure::DownloadRecord& one : outcome.measures.downloads) {
    const bool is_complete = one.status == measure::DownloadStatus::complete;
    if (one.from == 0 && one.to == 1 && one.what == std::string("unit"))
      got["units"] += is_complete;
    if (one.from == 2 && one.to == 0) got["results"] += is_complete;
  }
  return got["units"] > 10 && got["results"] > 10 ? "works" : "none";
}

/// Whether what the last of some peers around peer 0 says comes to the one before it.
std::string said(const Json& protocol, core::PeerId peers, bool from_behind, bool to_behind) {
  Json scenario = overlay_scenario({{"model", "star"}, {"nodes", peers}}, protocol, 20);
  const core::PeerId from = peers - 1;
  const core::PeerId to = peers - 2;
  scenario["horizon_s"] = 2000;
  scenario["queries"] = {{"model", "list"}, {"origins", {from}}, {"start_s", 1000}};
  if (from_behind) scenario["firewalls"]["ids"].push_back(from);
  if (to_behind) scenario["firewalls"]["ids"].push_back(to);
  const run::Outcome outcome = play(scenario);
  const bool is_alone = outcome.measures.traffic[to].in.messages == 0;
  return outcome.measures.queries.at(0).reach == 0 || is_alone ? "none" : "works";
}

Row said_row(const Json& protocol, core::PeerId peers) {
  return {said(protocol, peers, false, false), said(protocol, peers, true, false),
          said(protocol, peers, false, true), said(protocol, peers, true, true)};
}

}  // namespace

TEST_CASE("nine networks get round firewalls as it is said of them") {
  const Table table;
  SECTION("SETI@home: volunteers turn to their server") {
    for (const bool from : {false, true}) {
      for (const bool to : {false, true}) CHECK(volunteers(from, to) == "works");
    }
  }
  SECTION("Napster: who cannot be connected to pushes; two such are not told of each other") {
    CHECK(table.row(protocol({{"model", "napster"}})) == Row{"direct", "push", "direct", "none"});
  }
  SECTION("IRC: lines pass through servers; who offers a file must be connected to") {
    const Json files = {{"model", "irc"}, {"dcc", {{"send_rate_per_min", 1}}}};
    Json change = protocol(files);
    change["queries"] = nullptr;
    CHECK(table.row(change) == Row{"dcc", "unreachable", "dcc", "unreachable"});
    CHECK(said_row({{"model", "irc"}}, 3) == Row{"works", "works", "works", "works"});
  }
  SECTION("Gnutella 0.4: a push along the way of the hit") {
    CHECK(table.row(protocol({{"model", "gnutella_0_4"}})) ==
          Row{"direct", "push", "direct", "unreachable"});
  }
  SECTION("Gnutella 0.6: a push, or one to a proxy; later through holes") {
    Json change = protocol({{"model", "gnutella_0_6"}});
    change["peers"]["servers"] = {{"choose", "ids"}, {"ids", {0}}};
    CHECK(table.row(change) == Row{"direct", "push", "direct", "none"});
    change["firewalls"]["traversal"] = {"push_proxy"};
    CHECK(table.row(change) == Row{"direct", "push", "direct", "none"});
    change["firewalls"]["traversal"] = {"push", "hole_punch"};
    change["firewalls"]["hole_punch_success"] = 1;
    CHECK(table.row(change) == Row{"direct", "push", "direct", "hole_punch"});
    change["firewalls"]["hole_punch_success"] = 0;
    CHECK(table.cell(change, true, true) == "unanswered");
  }
  SECTION("FastTrack: a push by super-peers") {
    Json change = protocol({{"model", "fasttrack"}});
    change["peers"]["servers"] = {{"choose", "ids"}, {"ids", {0}}};
    CHECK(table.row(change) == Row{"direct", "push", "direct", "none"});
  }
  SECTION("Freenet: from hop to hop; who is behind a firewall inserts, and serves nobody") {
    const auto row_of = [&](const Json& publishing, int htl_hops) {
      Json change =
          protocol({{"model", "freenet"}, {"htl_hops", htl_hops}, {"publishing", publishing}});
      change["queries"]["download"] = nullptr;  // who finds something has it
      return table.row(change);
    };
    const Json inserted = {{"model", "inserted"}, {"at_random", false}};
    CHECK(row_of(inserted, 1) == Row{"routed", "routed", "routed", "routed"});
    CHECK(row_of("placed", 20) == Row{"routed", "none", "routed", "none"});
  }
  SECTION("WASTE: from hop to hop, through an open one") {
    CHECK(table.row(protocol({{"model", "waste"}, {"join_spread_s", 1}})) ==
          Row{"routed", "routed", "routed", "routed"});
  }
  SECTION("p2pChat: the two are connected if one of them can be joined") {
    CHECK(said_row({{"model", "p2pchat"}}, 2) == Row{"works", "works", "works", "none"});
  }
}

}  // namespace firewalls_test
