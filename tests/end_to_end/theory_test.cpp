// rippletank theory, and predictions in the summary of a run, as users ask for them.
#include <sstream>

#include "sim/registry/json.hpp"
#include "sim/registry/wrap.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace theory_test {

namespace {

using namespace rippletank::tests;
using rippletank::registry::Json;
using Names = std::vector<std::string>;

constexpr const char* ring = R"({ "name": "ring",
  "overlay": { "protocol": { "model": "flood", "ttl_hops": 3 },
               "topology": { "model": "ring", "nodes": 12 } },
  "queries": { "model": "list", "origins": [0, 5] } }
)";

struct Fixture {
  Fixture() { write_file(folder / "ring.json", ring); }

  Ended rippletank(Names arguments, const Names& more = {}) const {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_rippletank(arguments, {.folder = folder.path()});
  }
  Ended theory(const Names& more = {}) const { return rippletank({"theory", "ring.json"}, more); }
  Json summary(const std::string& file) const { return read_json(folder / file / "summary.json"); }

  TemporaryFolder folder;
};

const Names with_theory = {"--set", "/measure/theory=true"};

/// The predictions of a law, by name.
Json predicted(const Json& laws, const std::string& law) {
  Json found;
  for (const Json& one : laws) {
    if (one["law"] != law) continue;
    for (const Json& prediction : one["predictions"]) {
      found[prediction["name"].get<std::string>()] = prediction;
    }
  }
  return found;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "theory plays a scenario out and writes nothing") {
  const Ended ended = theory();
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(ended.out.find("ring, seed 1: what theory predicts, beside what a run has counted\n") == 0);
  CHECK(ended.out.find("peers that get a query                            6            6") !=
        std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "results"));
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    CHECK(rippletank::registry::display_columns(line) <= 80);
  }
}

TEST_CASE_METHOD(Fixture, "theory without a run only predicts") {
  const Ended ended = theory({"--no-run"});
  CHECK(ended.code == 0);
  CHECK(ended.out.find("counted") == std::string::npos);
  const Json json = Json::parse(theory({"--no-run", "--json"}).out);
  CHECK(json["played"] == false);
  const Json layout = predicted(json["laws"], "flood_on_layout");
  CHECK(layout["reach_mean"]["predicted"] == 6);
  CHECK(layout["reach_mean"]["counted"].is_null());
  CHECK(layout["reach_mean"]["not_counted_as"] == "nothing was played");
}

TEST_CASE_METHOD(Fixture, "theory as JSON has for each law values, assumptions and sources") {
  const Json json = Json::parse(theory({"--json", "--seed", "7"}).out);
  CHECK(json["name"] == "ring");
  CHECK(json["seed"] == 7);
  REQUIRE(json["laws"].size() >= 3);
  for (const Json& law : json["laws"]) {
    CHECK_FALSE(law["predictions"].empty());
    CHECK_FALSE(law["assumptions"].empty());
    CHECK_FALSE(law["sources"].empty());
  }
  const Json layout = predicted(json["laws"], "flood_on_layout");
  CHECK(layout["messages_per_query"]["counted"] == layout["messages_per_query"]["predicted"]);
}

TEST_CASE_METHOD(Fixture, "theory tells what is not so in a scenario") {
  struct Case {
    const char* law;
    const char* words;
    Names changes;
  };
  const std::string lossy = R"(/underlay={"model": "physical", "link": {"loss": 0.3},
      "topology": {"model": "star", "nodes": 12, "centre": "switch"}})";
  const std::string searching = R"(/overlay/protocol={"model": "equal_peer", "ttl_hops": 7)";
  const std::string content =
      R"(/content={"items": 5, "replication": {"model": "uniform", "replicas_per_item": 1}})";
  const std::string served = R"(/overlay={"protocol": {"model": "brokered", "login_spread_s": 50,
      "server": {"service_ms": {"model": "exponential", "mean": 20}}},
      "topology": {"model": "star", "nodes": 12, "centre": "node"}})";
  const std::string poisson = R"(/queries={"model": "poisson", "rate_per_min": 30})";
  const std::string large = R"(/overlay/topology={"model": "erdos_renyi", "nodes": 200})";
  const std::vector<Case> cases = {
      {"flood_on_layout", "did not arrive: loss", {lossy}},
      {"random_walks",
       "The horizon cut off",
       {searching + R"(, "search": {"model": "random_walks", "walkers": 2}})", content,
        R"(/underlay={"model": "direct", "latency_ms": 1000})", "/horizon_s=20",
        "/queries/interval_s=1"}},
      {"flood_on_layout",
       "remember queries for 0.1 s",
       {searching + R"(, "query_memory_s": 0.1})", content}},
      {"server_queue",
       "The warm-up ends before the last logins (\"login_spread_s\", 50 s).",
       {served, poisson, content, "/warm_up_s=10", "/horizon_s=100"}}};
  for (const Case& one : cases) {
    Names arguments = {"--json"};
    for (const std::string& change : one.changes) {
      arguments.emplace_back("--set");
      arguments.push_back(change);
    }
    const Ended ended = theory(arguments);
    INFO(one.words << ended.err);
    REQUIRE(ended.code == 0);
    const Json laws = Json::parse(ended.out)["laws"];
    std::string told;
    for (const Json& law : laws) {
      if (law["law"] != one.law) continue;
      for (const Json& sentence : law["not_so_here"]) told += sentence.get<std::string>() + "\n";
    }
    INFO(told);
    CHECK(told.find(one.words) != std::string::npos);
  }
  // Without losses nothing of it is told.
  const Json plain = Json::parse(theory({"--json"}).out)["laws"];
  for (const Json& law : plain) {
    if (law["law"] == "flood_on_layout") CHECK(law["not_so_here"].empty());
  }

  // Nobody gets a second copy on a tree, however short the memory.
  const Ended tree = theory({"--set", R"(/overlay/topology={"model": "balanced_tree"})", "--set",
                             searching + R"(, "query_memory_s": 0.1})", "--set", content});
  CHECK(tree.code == 0);
  CHECK(tree.out.find("How far floods get") != std::string::npos);
  CHECK(tree.out.find("remember queries") == std::string::npos);

  const Ended late = theory({"--json", "--set", large, "--set", "/horizon_s=10", "--set",
                             R"(/failures=[{"at_s": 1, "peers": {"choose": "ids", "ids": [3]}},
                                {"at_s": 2, "peers": {"choose": "fraction", "fraction": 0.5}}])"});
  REQUIRE(late.code == 0);
  const Json survivors =
      predicted(Json::parse(late.out)["laws"], "percolation")["giant_share_of_survivors"];
  CHECK(survivors["counted"].is_null());
  CHECK(survivors["not_counted_as"] == "something else had failed already");
}

TEST_CASE_METHOD(Fixture, "theory says so where no law applies") {
  write_file(folder / "two.json",
             R"({ "overlay": { "protocol": { "model": "flood" },
                  "topology": { "model": "true_mesh", "nodes": 2 } } })");
  const Ended two = rippletank({"theory", "two.json"});
  CHECK(two.code == 0);
  CHECK(two.out.find("No law applies to this scenario. There are:") != std::string::npos);
  CHECK(Json::parse(rippletank({"theory", "two.json", "--json"}).out)["laws"].empty());
}

TEST_CASE_METHOD(Fixture, "mistakes in a scenario are told as by run, with 2") {
  const Ended ended = theory({"--set", "/overlay/protocol/ttl_hops=0"});
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(ended.err.find("/overlay/protocol/ttl_hops") != std::string::npos);
  const Ended origin = theory({"--set", "/queries/origins=[99]"});
  CHECK(origin.code == 2);
  CHECK(origin.err.find("/queries/origins/0") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a run adds predictions to its summary when asked, and only then") {
  const Ended asked = rippletank({"run", "ring.json", "--out", "asked"}, with_theory);
  CHECK(asked.code == 0);
  CHECK(asked.out.find("How far floods get on a ring") != std::string::npos);
  const Json summary = this->summary("asked");
  const Json layout = predicted(summary["theory"], "flood_on_layout");
  CHECK(layout["reach_mean"]["predicted"] == 6);
  CHECK(summary["provenance"]["scenario"]["measure"]["theory"] == true);
  CHECK(summary["theory"] == Json::parse(theory({"--json"}).out)["laws"]);

  const Ended plain = rippletank({"run", "ring.json", "--out", "plain"});
  CHECK(plain.out.find("predicted") == std::string::npos);
  CHECK_FALSE(this->summary("plain").contains("theory"));
  CHECK_FALSE(this->summary("plain")["provenance"]["scenario"]["measure"].contains("theory"));
}

TEST_CASE_METHOD(Fixture, "each repetition has predictions of its own") {
  const Names more = {"--set", R"(/overlay/topology={"model":"erdos_renyi","nodes":150})"};
  Names arguments = {"run", "ring.json", "--out", "out", "--repetitions", "2"};
  arguments.insert(arguments.end(), with_theory.begin(), with_theory.end());
  CHECK(rippletank(arguments, more).code == 0);
  const auto z2 = [this](const std::string& repetition) {
    return predicted(summary("out/" + repetition)["theory"],
                     "random_network_reach")["z2_mean"]["predicted"];
  };
  CHECK(z2("repetition_0000").is_number());
  CHECK(z2("repetition_0000") != z2("repetition_0001"));
}

}  // namespace theory_test
