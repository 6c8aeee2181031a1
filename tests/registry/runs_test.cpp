// Every topology under every protocol, and every other model, runs: repeatably and conserving.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "sim/protocols/catalogue.hpp"
#include "sim/run/catalogues.hpp"
#include "tests/analytic/topology_examples.hpp"
#include "tests/catch.hpp"
#include "tests/registry/places.hpp"

namespace runs_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

namespace fs = std::filesystem;

/// What peers were sent is what others sent them, and what the queries say that they have.
void check_downloads_conserved(const overlay::Measures& measures) {
  measure::CarriedBytes peers;
  for (const measure::CarriedBytes& carried : measures.carried) {
    peers.up += carried.up;
    peers.down += carried.down;
  }
  std::uint64_t carried_bytes = 0;
  for (const measure::DownloadRecord& download : measures.downloads) {
    carried_bytes += download.carried_bytes;
    REQUIRE(download.carried_bytes <= download.bytes);
    if (download.status == measure::DownloadStatus::complete) {
      REQUIRE(download.carried_bytes == download.bytes);
    }
    if (download.query) REQUIRE(measures.queries.at(*download.query).download_begun);
  }
  REQUIRE(peers.up == carried_bytes);
  REQUIRE(peers.down == carried_bytes);
  for (const measure::QueryRecord& query : measures.queries) {
    if (query.download_begun) REQUIRE(query.hits > 0);
    if (query.downloaded) REQUIRE(query.download_begun);
  }
}

/// What all runs share, whatever they run.
void check_conserved(const run::Outcome& outcome) {
  const overlay::Measures& measures = outcome.measures;
  measure::MessageCount all;
  for (const measure::MessageCount& count : measures.messages) {
    REQUIRE(count.messages == count.delivered + count.in_flight + count.dropped_total());
    all.messages += count.messages;
    all.delivered += count.delivered;
    all.payload_bytes += count.bytes();
  }
  measure::InOut peers;
  for (const measure::InOut& peer : measures.traffic) {
    peers.in.messages += peer.in.messages;
    peers.out.messages += peer.out.messages;
    peers.out.bytes += peer.out.bytes;
  }
  REQUIRE(peers.out.messages == all.messages);
  REQUIRE(peers.out.bytes == all.payload_bytes);
  REQUIRE(peers.in.messages == all.delivered);
  std::uint64_t issued = 0;
  std::uint64_t received = 0;
  for (const overlay::PeerQueries& peer : measures.peer_queries) {
    issued += peer.issued;
    received += peer.received;
  }
  std::uint64_t reach = 0;
  for (const measure::QueryRecord& query : measures.queries) {
    reach += query.reach;
    std::uint64_t reached = 0;
    std::uint64_t messages = 0;
    std::uint64_t duplicates = 0;
    for (const measure::HopCount& hop : query.hops) {
      reached += hop.peers_reached;
      messages += hop.messages;
      duplicates += hop.duplicates;
    }
    REQUIRE(reached == query.reach);
    REQUIRE(messages == query.messages);
    REQUIRE(duplicates == query.duplicates);
    REQUIRE(query.reach + query.duplicates <= query.messages);
    REQUIRE(query.reach < outcome.network.connections.peers());
  }
  REQUIRE(issued == measures.queries.size());
  REQUIRE(received == reach);
  check_downloads_conserved(measures);
}

/// A scenario can only choose by a role that its protocol says its peers may have.
void check_roles(const run::Outcome& outcome, const registry::Entry& protocol) {
  const std::vector<std::string> known = protocols::roles(protocol);
  for (const char* role : outcome.measures.roles) {
    INFO(protocol.name << ": " << role);
    REQUIRE(std::find(known.begin(), known.end(), role) != known.end());
  }
}

/// Twice the same, watched or not.
run::Outcome check_repeatable(const Json& scenario) {
  INFO(scenario.dump());
  run::Outcome first = play(scenario);
  check_conserved(first);
  check_roles(first, *scenario_of(scenario).overlay.protocol.entry);
  REQUIRE((first.measures.queries.size() > 0) == scenario.contains("queries"));
  REQUIRE(first.measures.messages.front().messages > 0);
  const std::uint64_t fingerprint = first.measures.fingerprint.value();
  REQUIRE(play(scenario).measures.fingerprint.value() == fingerprint);
  std::uint64_t traced = 0;
  run::Watch watch;
  watch.trace = [&](const run::Network&, const measure::TraceEvent&) { ++traced; };
  const run::Outcome watched = play(scenario, watch);
  REQUIRE(watched.measures.fingerprint.value() == fingerprint);
  REQUIRE(watched.measures.traffic == first.measures.traffic);
  REQUIRE(watched.measures.end == first.measures.end);
  REQUIRE(watched.measures.downloads.size() == first.measures.downloads.size());
  REQUIRE(traced > 0);
  return first;
}

/// Where a protocol has downloads, peers hold items and fetch what they find, one at a time.
void let_download(Json& scenario, const registry::Entry& protocol) {
  if (!protocols::has_downloads(protocol)) return;
  scenario["content"] = {{"items", 3}, {"size_bytes", 20'000}};
  scenario["peers"] = {{"access", {{"mix", "gnutella"}}}, {"upload_slots", 1}};
  scenario["queries"]["download"] = true;
}

std::uint64_t downloads_complete(const run::Outcome& outcome) {
  std::uint64_t count = 0;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    count += query.downloaded ? 1U : 0U;
  }
  return count;
}

/// Files that examples name and that no checkout holds.
class ExampleFiles {
 public:
  ExampleFiles()
      : folder_(fs::temp_directory_path() / ("rippletank_runs_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "queries.csv") << "time_s,origin,item\n1,0,song\n2,3,\n";
    std::ofstream(folder_ / "sessions.csv") << "peer,online_s,offline_s\n5,0,2\n6,3,\n";
    std::ofstream(folder_ / "popularity.csv") << "item,weight\nsong,3\nfilm,1\n";
    std::ofstream(folder_ / "holders.csv") << "item,peer\nsong,0\nsong,7\nfilm,3\n";
  }
  ~ExampleFiles() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  ExampleFiles(const ExampleFiles&) = delete;
  ExampleFiles& operator=(const ExampleFiles&) = delete;

  /// The value with the paths of such files made absolute.
  Json located(Json value) const {
    for (auto& field : value) {
      if (field.is_structured()) field = located(field);
      if (field.is_string() && fs::exists(folder_ / field.get<std::string>())) {
        field = (folder_ / field.get<std::string>()).string();
      }
    }
    return value;
  }

 private:
  fs::path folder_;
};

}  // namespace

TEST_CASE("every topology runs under every protocol, repeatably, and conserves") {
  std::map<std::string, std::uint64_t> downloads;
  for (const Json& topology : topology_examples()) {
    const std::vector<std::string> peers = all_peers(topology);
    for (const registry::Entry* protocol : protocols::catalogue().entries) {
      const Json latency_ms = {{"model", "uniform"}, {"min", 10}, {"max", 100}};
      Json scenario = protocol_scenario(*protocol, topology, latency_ms,
                                        {peers.front(), peers[peers.size() / 2], peers.back()});
      const bool asks = scenario.contains("queries");
      let_download(scenario, *protocol);
      downloads[protocol->name] += downloads_complete(check_repeatable(scenario));
      // Cut off while messages travel, and with the first query before the warm-up's end.
      if (asks) scenario["queries"]["interval_s"] = 0.05;
      scenario["horizon_s"] = 0.12;
      scenario["warm_up_s"] = 0.01;
      INFO(scenario.dump());
      const run::Outcome cut = play(scenario);
      check_conserved(cut);
      CHECK(cut.measures.queries.size() == (asks ? 2 : 0));
    }
  }
  for (const auto& [protocol, complete] : downloads) {
    INFO(protocol);
    CHECK((complete > 0) == protocols::has_downloads(*protocols::catalogue().find(protocol)));
  }
}

TEST_CASE("the example of every other model runs, repeatably, and conserves") {
  const ExampleFiles files;
  for (const registry::Catalogue* catalogue : run::catalogues()) {
    if (catalogue->kind == "topology") continue;
    for (const registry::Entry* entry : catalogue->entries) {
      const auto scenario = scenario_with(*catalogue, *entry);
      if (!scenario) continue;
      INFO(catalogue->kind << " " << entry->name);
      check_repeatable(files.located(*scenario));
    }
  }
}

TEST_CASE("another seed plays out differently where there is chance, and only there") {
  const Json topology = {{"model", "ring"}, {"nodes", 12}};
  const Json uniform_ms = {{"model", "uniform"}, {"min", 10}, {"max", 100}};
  for (const registry::Entry* protocol : protocols::catalogue().entries) {
    INFO(protocol->name);
    Json scenario = protocol_scenario(*protocol, topology, uniform_ms, {"0"});
    const std::uint64_t fingerprint = play(scenario).measures.fingerprint.value();
    scenario["seed"] = 2;
    CHECK(play(scenario).measures.fingerprint.value() != fingerprint);
  }
  Json certain = overlay_scenario(topology, {{"model", "flood"}}, 50, {"0"});
  const std::uint64_t fingerprint = play(certain).measures.fingerprint.value();
  certain["seed"] = 2;
  CHECK(play(certain).measures.fingerprint.value() == fingerprint);
}

TEST_CASE("an overlay takes no hub and no switch") {
  for (const char* model : {"star", "tree", "combined_star"}) {
    for (const char* device : {"hub", "switch"}) {
      const Json topology = {{"model", model}, {"centre", device}};
      try {
        play(overlay_scenario(topology, {{"model", "flood"}}, 50));
        FAIL("expected a mistake for " << topology.dump());
      } catch (const registry::InputError& error) {
        CHECK(error.diagnostics().front().pointer == "/overlay/topology");
      }
    }
  }
}

}  // namespace runs_test
