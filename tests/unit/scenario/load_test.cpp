// Loading: settings, where mistakes are said to be, the files that are named, and reading back.
#include "sim/scenario/load.hpp"

#include "sim/protocols/catalogue.hpp"
#include "sim/underlay/catalogue.hpp"
#include "sim/underlay/direct_parameters.hpp"
#include "sim/workload/model.hpp"
#include "tests/catch.hpp"
#include "topologies/catalogue.hpp"

namespace load_test {

using namespace rippletank;
using registry::Json;

namespace {

constexpr const char* small = R"({ "seed": 3,
  "overlay": { "protocol": { "model": "flood" },
               "topology": { "model": "edge_list",
                             "file": "links.txt" } },
  "queries": { "model": "list", "origins": [0, "alice"] } }
)";

std::vector<std::string> all_mistakes(const std::string& text,
                                      const std::vector<std::string>& settings) {
  std::vector<std::string> said;
  try {
    scenario::load_text(text, "dir/s.json", settings);
  } catch (const registry::InputError& error) {
    for (const registry::Diagnostic& diagnostic : error.diagnostics()) {
      said.push_back(to_string(diagnostic));
    }
  }
  return said;
}

/// But for the files, which are not there.
std::vector<std::string> mistakes(const std::string& text,
                                  const std::vector<std::string>& settings = {}) {
  std::vector<std::string> said;
  for (std::string& mistake : all_mistakes(text, settings)) {
    if (mistake.find(": no such file (") == std::string::npos) said.push_back(std::move(mistake));
  }
  return said;
}

Json loaded(const std::vector<std::string>& settings) {
  return scenario::resolved(scenario::load_text(small, "dir/s.json", settings).scenario);
}

/// What is resolved, read and resolved again.
void check_reads_back(const Json& scenario) {
  const Json once = scenario::resolved(scenario::load_text(scenario.dump(), "s.json").scenario);
  CHECK(scenario::resolved(scenario::load_text(once.dump(), "s.json").scenario) == once);
}

Json scenario_with(const char* section, const char* key, const Json& value) {
  Json scenario = {
      {"horizon_s", 60},
      {"overlay", {{"protocol", {{"model", "flood"}}}, {"topology", {{"model", "ring"}}}}}};
  if (*section != '\0') {
    scenario[section][key] = value;
  } else {
    scenario[key] = value;
  }
  return scenario;
}

}  // namespace

TEST_CASE("what is said of a file as a whole stands behind the mistakes of its lines") {
  const auto located = scenario::load_text(small, "s.json")
                           .located({{"s.json", 3, "", "second"},
                                     {"s.json", 1, "", "first"},
                                     {"s.json", 0, "", "and 5 more"}});
  REQUIRE(located.size() == 3);
  CHECK(located[0].message == "first");
  CHECK(located[1].message == "second");
  CHECK(located[2].message == "and 5 more");
}

TEST_CASE("what is left out has its default, and what is set is set") {
  const Json plain = loaded({});
  CHECK(plain["seed"] == 3);
  CHECK(plain["name"] == "unnamed");
  CHECK(plain["underlay"]["model"] == "direct");
  CHECK(plain["overlay"]["protocol"]["ttl_hops"] == 7);
  CHECK(plain["queries"]["origins"] == Json({0, "alice"}));
  CHECK_FALSE(plain.contains("horizon_s"));

  CHECK(loaded({"/seed=18446744073709551615"})["seed"] == 18446744073709551615U);
  CHECK(loaded({"/name=\"7\""})["name"] == "7");
  CHECK(loaded({"/description=a=b"})["description"] == "a=b");
  CHECK(loaded({"/description=\"7\""})["description"] == "7");
  CHECK(loaded({"/queries/origins/1=9"})["queries"]["origins"] == Json({0, 9}));
  CHECK(loaded({"/queries/origins/2=9"})["queries"]["origins"] == Json({0, "alice", 9}));
  CHECK(loaded({"/measure/tables=[]"})["measure"]["tables"] == Json::array());
  CHECK(loaded({"/seed=1", "/seed=2"})["seed"] == 2);
}

TEST_CASE("a mistake is said to be where it was made: in the file or on the command line") {
  using Said = std::vector<std::string>;
  const std::string text =
      "{ \"seeds\": 1,\n\"overlay\": {\n\"protocol\": { \"model\": \"flood\" },\n"
      "\"topology\": { \"model\": \"ring\",\n\"nodes\": 2 } } }";
  CHECK(mistakes(text) == Said{"dir/s.json:1: error: /seeds: unknown key; did you mean \"seed\"?",
                               "dir/s.json:5: error: /overlay/topology/nodes: expected a whole "
                               "number, 3 to 100000000 [nodes], got 2"});
  CHECK(mistakes(text, {"/seed=1", "/overlay/topology/nodes=1"}) ==
        Said{"dir/s.json:1: error: /seeds: unknown key; did you mean \"seed\"?",
             "--set: error: /overlay/topology/nodes: expected a whole number, 3 to 100000000 "
             "[nodes], got 1"});
  CHECK(mistakes(small, {"/queries/interval=1"}) ==
        Said{"--set: error: /queries/interval: unknown key; did you mean \"interval_s\"?"});
  CHECK(mistakes(small, {"/underlay/latency_ms=1"}).at(0).rfind("--set: error: /underlay:", 0) ==
        0);
  CHECK(mistakes(small, {"/queries/origins=[]", "/a~1b/~0=1"})
            .at(0)
            .rfind("--set: error: /a~1b: unknown key", 0) == 0);
}

TEST_CASE("conditions between sections are reported beside other mistakes") {
  const auto said = mistakes(
      "{ \"horizon_s\": 5, \"warm_up_s\": 5,\n\"name\": \"a b\",\n\"sede\": 1,\n\"overlay\": 7 }");
  REQUIRE(said.size() == 4);
  CHECK(said[0].find("/warm_up_s: expected less than horizon_s (5), got 5") != std::string::npos);
  CHECK(said[1].find("s.json:2: error: /name:") != std::string::npos);
  CHECK(said[2].find("s.json:3: error: /sede:") != std::string::npos);
  CHECK(said[3].find("s.json:4: error: /overlay:") != std::string::npos);
  // A horizon that is wrong itself says nothing about others.
  CHECK(mistakes("{ \"horizon_s\": -5, \"warm_up_s\": 5, \"overlay\": 7 }").size() == 2);
}

TEST_CASE("files are named from the scenario's folder, and missed with line and pointer") {
  const scenario::Loaded loaded = scenario::load_text(small, "no/where/s.json");
  const auto files = scenario::input_files(loaded.scenario, loaded.base_directory());
  REQUIRE(files.size() == 1);
  CHECK(files[0].written == "links.txt");
  CHECK(files[0].resolved == std::filesystem::path("no/where/links.txt"));
  try {
    scenario::require_input_files(loaded);
    FAIL("the file is not there");
  } catch (const registry::InputError& error) {
    const std::string said = to_string(error.diagnostics().at(0));
    INFO(said);
    CHECK(said.rfind("no/where/s.json:4: error: /overlay/topology/file: no such file", 0) == 0);
  }
}

TEST_CASE("every model of every catalogue reads back what it wrote") {
  for (const registry::Entry* entry : topologies::catalogue().entries) {
    INFO(entry->name);
    check_reads_back(scenario_with("overlay", "topology", entry->example));
  }
  for (const registry::Entry* entry : protocols::catalogue().entries) {
    INFO(entry->name);
    check_reads_back(scenario_with("overlay", "protocol", entry->example));
  }
  for (const registry::Entry* entry : workload::catalogue().entries) {
    INFO(entry->name);
    check_reads_back(scenario_with("", "queries", entry->example));
  }
  for (const registry::Entry* entry : underlay::catalogue().entries) {
    INFO(entry->name);
    check_reads_back(scenario_with("", "underlay", entry->example));
  }
}

TEST_CASE("files that are missing are told together with the other mistakes") {
  const std::string here =
      "no such file (looked for \"" + (std::filesystem::current_path() / "dir/").string();
  const auto said = all_mistakes(small, {"/queries/start_ms=1"});
  REQUIRE(said.size() == 2);
  CHECK(said[0] == "dir/s.json:4: error: /overlay/topology/file: " + here + "links.txt\")");
  CHECK(said[1].rfind("--set: error: /queries/start_ms: unknown key; did you mean", 0) == 0);
  // Of a path that is none, only that is told; where no model is known, no file is.
  CHECK(all_mistakes(small, {"/overlay/topology/file=5"}).size() == 1);
  CHECK(all_mistakes(small, {"/overlay/topology/model=rong"}).size() == 1);
}

TEST_CASE("only settings that a mistake is about are named beside it") {
  const scenario::Loaded loaded = scenario::load_text(
      small, "s.json", {"/overlay/topology/file=a.txt", "/overlay/protocol/model=flood"});
  const auto said = [&loaded](const char* pointer, const char* message) {
    return to_string(loaded.located({{"", 0, pointer, message}}).front());
  };
  CHECK(said("/overlay/topology", "too small") == "s.json:3: error: /overlay/topology: too small");
  CHECK(said("/overlay/topology", "\"file\" is too small") ==
        "s.json:3: error: /overlay/topology: \"file\" is too small (with --set "
        "/overlay/topology/file)");
  CHECK(said("/overlay/protocol", "does not fit") ==
        "s.json:2: error: /overlay/protocol: does not fit (with --set /overlay/protocol/model)");
}

}  // namespace load_test
