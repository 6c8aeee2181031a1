// From counts to headline numbers, tables and repetitions, on runs small enough to follow.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "sim/run/headline.hpp"
#include "sim/run/repetitions.hpp"
#include "sim/run/summary.hpp"
#include "sim/run/write_tables.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace results_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

namespace fs = std::filesystem;

/// A folder that goes when it is no longer needed.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(fs::temp_directory_path() / ("rippletank_" + name + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::map<std::string, std::string> texts_below(const fs::path& folder) {
  std::map<std::string, std::string> texts;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    texts[fs::relative(file.path(), folder).generic_string()] = text_of(file.path());
  }
  return texts;
}

/// Three peers, each connected to the others: two first copies, two that meet halfway.
Json triangle() {
  return overlay_scenario({{"model", "true_mesh"}, {"nodes", 3}}, {{"model", "flood"}}, 50, {"0"});
}

Json headline_of(const run::Outcome& outcome) {
  Json values;
  for (const run::Metric& metric : run::metrics()) values[metric.name] = metric.value(outcome);
  return values;
}

}  // namespace

TEST_CASE("headline: the numbers of one flood among three") {
  const Json expected = {{"peers", 3},
                         {"online_share", 1.0},
                         {"connections", 3},
                         {"queries", 1},
                         {"reach_mean", 2.0},
                         {"reach_min", 2},
                         {"reach_max", 2},
                         {"coverage_mean", 1.0},
                         {"hops_mean", 1.0},
                         {"hops_max", 1},
                         {"last_reach_ms_mean", 50.0},
                         {"last_reach_ms_max", 50.0},
                         {"stretch_mean", nullptr},
                         {"path_links_mean", nullptr},
                         {"answered_share", 0.0},
                         {"first_hit_ms_mean", nullptr},
                         {"downloads", 0},
                         {"downloads_complete", 0},
                         {"download_ms_mean", nullptr},
                         {"downloaded_bytes", 0},
                         {"messages", 4},
                         {"messages_per_query", 4.0},
                         {"duplicates", 2},
                         {"duplicate_share", 0.5},
                         {"bytes", 4 * 44},
                         {"control_bytes", 4 * 23},
                         {"payload_bytes", 4 * 21},
                         {"tcp_ip_bytes", 4 * 40},
                         {"delivered", 4},
                         {"dropped", 0},
                         {"in_flight", 0},
                         {"peer_bytes_max", 3 * 44},
                         {"end_s", 0.1}};
  CHECK(headline_of(play(triangle())) == expected);
}

TEST_CASE("headline: what was found and fetched, whole or until the horizon") {
  // Peer 1 holds the item. Two ask at 1 s and know it 20 ms later, and each is sent 10,000 bytes at
  // 5000 bytes/s from 1.04 s on, as they share the line of peer 1; who finds only itself gets none.
  const Folder folder("fetched");
  std::ofstream(folder.path() / "holders.csv") << "item,peer\nsong,1\n";
  Json scenario =
      overlay_scenario({{"model", "star"}, {"nodes", 4}},
                       {{"model", "brokered"}, {"login_spread_s", 0}}, 10, {"2", "3", "1"});
  scenario["queries"].update({{"start_s", 1}, {"interval_s", 0}, {"download", true}});
  scenario["content"] = {
      {"size_bytes", 10'000},
      {"replication", {{"model", "file"}, {"file", (folder.path() / "holders.csv").string()}}}};
  scenario["peers"]["access"]["classes"] = Json::array({{{"name", "all"},
                                                         {"share", 1},
                                                         {"down_kbit_s", 1000},
                                                         {"up_kbit_s", 80},
                                                         {"latency_ms", 0}}});
  const run::Outcome outcome = play(scenario);
  Json values = headline_of(outcome);
  CHECK(values["answered_share"] == 2.0 / 3);
  CHECK(values["first_hit_ms_mean"] == 20.0);
  CHECK(values["downloads"] == 2);
  CHECK(values["downloads_complete"] == 2);
  CHECK(values["download_ms_mean"] == 2040.0);
  CHECK(values["downloaded_bytes"] == 20'000);
  // None of it is among the messages.
  CHECK(values["bytes"] == 3 * (50 + 25) + 90 + 3 * (58 + 4) + 2 * (100 + 50));
  run::write_tables(scenario_of(scenario), outcome, folder.path());
  CHECK(text_of(folder.path() / "downloads.csv") ==
        "query_id,from,to,what,item,size_bytes,method,status,carried_bytes,start_s,duration_s,"
        "relay\n"
        "0,1,2,file,song,10000,direct,complete,10000,1.03,2.01,\n"
        "1,1,3,file,song,10000,direct,complete,10000,1.03,2.01,\n");
  scenario["horizon_s"] = 2.04;
  values = headline_of(play(scenario));
  CHECK(values["downloads"] == 2);
  CHECK(values["downloads_complete"] == 0);
  CHECK(values["download_ms_mean"] == nullptr);
  CHECK(values["downloaded_bytes"] == 10'000);
}

TEST_CASE("headline: several queries, a limit and a horizon") {
  // A line of five; from its end with two hops left, and from the middle, cut while copies travel.
  Json scenario = overlay_scenario({{"model", "bus"}, {"nodes", 5}},
                                   {{"model", "flood"}, {"ttl_hops", 2}}, 50, {"0", "2"});
  scenario["queries"]["interval_s"] = 1;
  scenario["horizon_s"] = 1.07;
  const Json values = headline_of(play(scenario));
  CHECK(values["reach_mean"] == 2.0);
  CHECK(values["coverage_mean"] == 0.5);
  CHECK(values["messages"] == 2 + 4);
  CHECK(values["delivered"] == 4);
  CHECK(values["in_flight"] == 2);
  CHECK(values["hops_mean"] == 1.25);
  CHECK(values["hops_max"] == 2);
  CHECK(values["last_reach_ms_mean"] == 75.0);
  CHECK(values["last_reach_ms_max"] == 100.0);
  CHECK(values["end_s"] == 1.05);
}

TEST_CASE("headline: nothing is said about what did not happen") {
  Json scenario = triangle();
  scenario.erase("queries");
  Json values = headline_of(play(scenario));
  for (const char* name :
       {"reach_mean", "reach_min", "reach_max", "coverage_mean", "hops_mean", "hops_max",
        "last_reach_ms_mean", "last_reach_ms_max", "messages_per_query", "duplicate_share"}) {
    INFO(name);
    CHECK(values[name].is_null());
  }
  CHECK(values["messages"] == 0);
  CHECK(values["end_s"] == 0.0);
  // A peer alone asks nobody.
  const std::vector<std::string> origin = {"0"};
  values = headline_of(
      play(overlay_scenario({{"model", "erdos_renyi"}, {"nodes", 5}, {"mean_degree", 0}},
                            {{"model", "flood"}}, 50, origin)));
  CHECK(values["reach_max"] == 0);
  CHECK(values["last_reach_ms_max"].is_null());
  CHECK(values["coverage_mean"] == 0.0);
}

TEST_CASE("headline: years of delays do not overflow") {
  Json scenario = overlay_scenario({{"model", "bus"}, {"nodes", 29}},
                                   {{"model", "p2pchat"}, {"poll_interval_ms", 0}},
                                   core::longest_s * 1000, {"0", "0", "0"});
  scenario["queries"]["interval_s"] = 0;
  const Json values = headline_of(play(scenario));
  CHECK(values["last_reach_ms_mean"] == 28 * core::longest_s * 1000);
  CHECK(values["end_s"] == 28 * core::longest_s);
}

TEST_CASE("the summary says why messages did not arrive") {
  // A cut bus carries neither of the two copies; were there noise besides, both would be told.
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", 3}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50, {"0"});
  scenario["underlay"] = {{"model", "physical"}, {"topology", {{"model", "bus"}, {"nodes", 3}}}};
  scenario["failures"] = {{{"trunk", "cut"}}};
  const auto text = [](const Json& json) {
    return run::summary_text(scenario_of(json), play(json));
  };
  CHECK(text(scenario).find("  dropped                        2   messages that did not arrive: "
                            "link down\n") != std::string::npos);
  run::Outcome outcome = play(scenario);
  outcome.measures.messages[0].dropped[2] = 1'000;
  CHECK(run::summary_text(scenario_of(scenario), outcome)
            .find("  dropped                    1,002   messages that did not arrive: of these\n"
                  "                                 2   link down\n"
                  "                             1,000   loss\n") != std::string::npos);
}

TEST_CASE("the summary of repetitions has the notes of the first") {
  const Folder folder("repetitions");
  Json scenario = overlay_scenario({{"model", "ring"}, {"nodes", 3}}, {{"model", "flood"}}, 50);
  scenario["underlay"] = {{"model", "physical"}, {"topology", {{"model", "bus"}, {"nodes", 3}}}};
  scenario["failures"] = {{{"hosts", {{"choose", "fraction"}, {"fraction", 0.1}}}}};
  const std::vector<run::Repetition> repetitions =
      run::run_repetitions(scenario_of(scenario), {}, 2, 1, folder.path(), [](double) {});
  CHECK(run::repetitions_text(scenario_of(scenario), repetitions)
            .find("seed 1\n  note: failure 1 at 0 s breaks nothing: \"hosts\" chooses none of 3 "
                  "hosts\n\n") != std::string::npos);
}

TEST_CASE("tables: every row of one flood among three") {
  const Folder folder("tables");
  const scenario::Scenario scenario = scenario_of(triangle());
  run::write_tables(scenario, run::run(scenario, 1), folder.path());
  const auto texts = texts_below(folder.path());
  REQUIRE(texts.size() == 4);
  CHECK(texts.at("queries.csv") ==
        "query_id,time_s,origin,item,ttl_hops,reach,coverage,hits,first_hit_hops,first_hit_ms,"
        "last_reach_ms,messages,duplicates,bytes,stretch,path_links,download_ms\n"
        "0,0,0,,7,2,1,0,,,50,4,2,176,,,\n");
  CHECK(texts.at("hops.csv") ==
        "query_id,hop,peers_reached,messages,duplicates\n"
        "all,1,2,2,0\nall,2,0,2,2\n0,1,2,2,0\n0,2,0,2,2\n");
  CHECK(texts.at("messages.csv") ==
        "type,messages,bytes,control_bytes,payload_bytes,tcp_ip_bytes,delivered,in_flight,"
        "dropped_peer_offline,dropped_link_down,dropped_loss,dropped_queue_full,"
        "dropped_firewall\n"
        "query,4,176,92,84,160,4,0,0,0,0,0,0\n");
  CHECK(texts.at("peers.csv") ==
        "peer,role,host,degree,access_class,down_kbit_s,up_kbit_s,firewalled,online_s,"
        "messages_in,messages_out,bytes_in,bytes_out,queries_issued,queries_received,"
        "queries_answered,uploaded_bytes,downloaded_bytes,relayed_bytes\n"
        "0,peer,,2,,,,false,0.1,0,2,0,88,1,0,0,0,0,0\n"
        "1,peer,,2,,,,false,0.1,2,1,88,44,0,1,0,0,0,0\n"
        "2,peer,,2,,,,false,0.1,2,1,88,44,0,1,0,0,0,0\n");
}

TEST_CASE("tables: only those that are asked for, and none with rows that nobody fills") {
  const Folder folder("few_tables");
  Json json = overlay_scenario({{"model", "bus"}, {"nodes", 4}}, {{"model", "flood"}}, 50, {"0"});
  json["measure"] = {{"tables", {"hops"}}};
  const scenario::Scenario scenario = scenario_of(json);
  run::write_tables(scenario, run::run(scenario, 1), folder.path());
  const auto texts = texts_below(folder.path());
  REQUIRE(texts.size() == 1);
  // The last peer of the line has nobody to send to: there is no fourth hop.
  CHECK(texts.at("hops.csv") ==
        "query_id,hop,peers_reached,messages,duplicates\n"
        "all,1,1,1,0\nall,2,1,1,0\nall,3,1,1,0\n0,1,1,1,0\n0,2,1,1,0\n0,3,1,1,0\n");
}

TEST_CASE("repetitions: the same bytes on one thread and on three, each with a seed of its own") {
  Json json =
      overlay_scenario({{"model", "erdos_renyi"}, {"nodes", 60}, {"mean_degree", 4}},
                       {{"model", "flood"}}, {{"model", "uniform"}, {"min", 10}, {"max", 100}});
  json["queries"] = {{"model", "poisson"}, {"rate_per_min", 2}};
  json["horizon_s"] = 20;
  const scenario::Scenario scenario = scenario_of(json);
  const Folder one("repetitions_1_");
  const Folder three("repetitions_3_");
  std::vector<double> progress;
  const auto first = run::run_repetitions(scenario, {}, 7, 1, one.path(),
                                          [&](double fraction) { progress.push_back(fraction); });
  const auto second = run::run_repetitions(scenario, {}, 7, 3, three.path(), {});
  CHECK(texts_below(one.path()) == texts_below(three.path()));
  CHECK(texts_below(one.path()).size() == 7 * 5);
  CHECK(progress.size() == 7);
  CHECK(std::is_sorted(progress.begin(), progress.end()));
  CHECK(progress.back() == 1);
  REQUIRE(first.size() == 7);
  CHECK(first[0].seed == 1);
  CHECK(first[0].fingerprint == second[0].fingerprint);
  for (std::size_t i = 1; i < first.size(); ++i) {
    CHECK(first[i].seed == run::repetition_seed(1, i));
    CHECK(first[i].fingerprint == second[i].fingerprint);
    CHECK(first[i].fingerprint != first[i - 1].fingerprint);
    CHECK(first[i].values.size() == run::metrics().size());
  }
}

TEST_CASE("the progress of a run rises from 0 to 1 and changes nothing") {
  Json listed = triangle();
  listed["queries"]["origins"] = {0, 1, 2, 0, 1};
  Json endless = triangle();
  endless["queries"] = {{"model", "poisson"}, {"rate_per_min", 60}};
  endless["horizon_s"] = 100;
  for (const Json& scenario : {listed, endless}) {
    std::vector<double> progress;
    run::Watch watch;
    watch.progress = [&](double fraction) { progress.push_back(fraction); };
    const auto watched = play(scenario, watch);
    CHECK(watched.measures.fingerprint.value() == play(scenario).measures.fingerprint.value());
    REQUIRE(progress.size() >= 5);
    CHECK(std::is_sorted(progress.begin(), progress.end()));
    CHECK(progress.front() >= 0);
    CHECK(progress.back() <= 1);
  }
}

}  // namespace results_test
