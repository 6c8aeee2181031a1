// The schema accepts what rippletank accepts, and refuses mistakes of structure as it does.
#include <algorithm>

#include "sim/run/catalogues.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/json_schema.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace schema_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
namespace fs = std::filesystem;

const Json& schema() {
  static const Json parsed = [] {
    const Ended ended = run_rippletank({"schema"});
    REQUIRE(ended.code == 0);
    REQUIRE(ended.err.empty());
    return Json::parse(ended.out);
  }();
  return parsed;
}

/// What they read stands in folders called "data"; lab.json tells of the scenarios beside it.
std::vector<fs::path> scenarios_that_come_along() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(checkout() / "scenarios")) {
    const bool is_data =
        entry.path().parent_path().filename() == "data" || entry.path().filename() == "lab.json";
    if (entry.path().extension() == ".json" && !is_data) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// A scenario around the example of an entry; null when no scenario can hold it.
Json scenario_around(const std::string& kind, const Json& example) {
  Json scenario = {
      {"horizon_s", 60},
      {"overlay",
       {{"protocol", {{"model", "flood"}}}, {"topology", {{"model", "ring"}, {"nodes", 200}}}}}};
  if (kind == "topology" || kind == "protocol") {
    scenario["overlay"][kind] = example;
  } else if (kind == "workload") {
    scenario["queries"] = example;
  } else if (kind == "underlay") {
    scenario["underlay"] = example;
  } else if (kind == "churn") {
    scenario["churn"] = example;
  } else if (example.value("model", "") == "measured") {  // seconds, not a latency
    scenario["churn"] = {{"model", "arrivals"}, {"interarrival_s", 1}, {"session_s", example}};
  } else if (kind == "distribution") {
    scenario["underlay"] = {{"model", "direct"}, {"latency_ms", example}};
  } else {
    return nullptr;
  }
  return scenario;
}

void check_defaults(const Json& schema) {
  if (schema.contains("default")) {
    Json bare = schema;
    bare.erase("default");
    INFO(schema["default"].dump());
    CHECK(JsonSchema::violation(schema["default"], bare).empty());
  }
  for (const auto& [keyword, value] : schema.items()) {
    if (keyword == "then" || keyword == "else") {
      check_defaults(value);
    } else if (keyword == "oneOf" || keyword == "anyOf") {
      for (const Json& one : value) check_defaults(one);
    } else if (keyword == "properties") {
      for (const auto& [name, property] : value.items()) {
        INFO(name);
        check_defaults(property);
      }
    } else if (keyword == "items") {
      check_defaults(value);
    }
  }
}

}  // namespace

TEST_CASE("the schema names its draft and explains every property") {
  CHECK(schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(schema()["else"]["required"] == Json({"overlay"}));
  CHECK(schema()["then"]["required"] == Json({"scenario"}));
  for (const char* const kind : {"then", "else"}) {
    for (const auto& [name, property] : schema()[kind]["properties"].items()) {
      INFO(name);
      CHECK(property["description"].get<std::string>().size() > 10);
    }
  }
}

TEST_CASE("the schema takes the forms of a sweep, and refuses what is none") {
  const Json sweep = {{"name", "s"},
                      {"scenario", "s.json"},
                      {"vary",
                       {{"/a", {1, "x", Json::object()}},
                        {"/b", {{"from", 1}, {"to", 9}, {"steps", 3}}},
                        {"/c", {{"values", {1, 2}}, {"labels", {"one", "two"}}}}}},
                      {"zip", {"/a", "/b"}},
                      {"until", {{"metric", "reach_mean"}, {"half_width", 1}}}};
  CHECK(JsonSchema::violation(sweep, schema()) == "");
  Json lists = sweep;
  lists["zip"] = Json::array({Json::array({"/a", "/b"}), Json::array({"/c", "/d"})});
  CHECK(JsonSchema::violation(lists, schema()) == "");
  for (const auto& [key, value] : std::vector<std::pair<std::string, Json>>{
           {"vary", {{"/a", 3}}}, {"zip", 3}, {"repetitions", 0}, {"until", {{"half_width", 1}}}}) {
    Json wrong = sweep;
    wrong[key] = value;
    INFO(wrong.dump());
    CHECK(JsonSchema::violation(wrong, schema()) != "");
  }
}

TEST_CASE("every default satisfies the schema of its property") { check_defaults(schema()); }

TEST_CASE("every scenario that comes along satisfies the schema and is valid") {
  std::vector<std::string> arguments = {"validate"};
  for (const fs::path& file : scenarios_that_come_along()) {
    INFO(file);
    CHECK(JsonSchema::violation(read_json(file), schema()) == "");
    arguments.push_back(file.string());
  }
  REQUIRE(arguments.size() > 1);
  const Ended ended = run_rippletank(arguments);
  INFO(ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(lines_of(ended.out).size() == arguments.size() - 1);
}

TEST_CASE("every example of the catalogues satisfies the schema and is valid") {
  const TemporaryFolder folder;
  std::vector<std::string> arguments = {"validate"};
  for (const registry::Catalogue* catalogue : run::catalogues()) {
    for (const registry::Entry* entry : catalogue->entries) {
      if (entry->example.is_null()) continue;  // a name in a list, or a measure
      const Json scenario = scenario_around(catalogue->kind, entry->example);
      if (scenario.is_null()) continue;
      INFO(entry->name << ": " << entry->example.dump());
      CHECK(JsonSchema::violation(scenario, schema()) == "");
      // The files of examples are not there; what is in them is the readers' business.
      if (entry->section.find("file") != nullptr) continue;
      const std::string file = catalogue->kind + "_" + entry->name + ".json";
      write_file(folder / file, scenario.dump());
      arguments.push_back(file);
    }
  }
  REQUIRE(arguments.size() > 25);
  const Ended ended = run_rippletank(arguments, {.folder = folder.path()});
  CHECK(ended.err == "");
  CHECK(ended.code == 0);
}

TEST_CASE("the schema refuses mistakes of structure, type and range") {
  const std::vector<std::string> kinds = {"shape_",
                                          "key_unknown",
                                          "key_empty",
                                          "key_upper",
                                          "model_",
                                          "seed_negative",
                                          "seed_fraction",
                                          "seed_true",
                                          "horizon_",
                                          "warm_up_negative",
                                          "ttl_",
                                          "nodes_",
                                          "latency_negative",
                                          "latency_text",
                                          "latency_list",
                                          "latency_without",
                                          "latency_mean",
                                          "latency_unknown",
                                          "origins_missing",
                                          "origins_not",
                                          "origins_wrong",
                                          "interval_",
                                          "rate_",
                                          "name_number",
                                          "description_",
                                          "tables_",
                                          "measure_",
                                          "centre_",
                                          "file_name_empty",
                                          "file_name_number",
                                          "file_not_named"};
  std::size_t refused = 0;
  for (const std::string& kind : kinds) {
    bool found = false;
    for (const std::string& name : names_in(checkout() / "tests/bad_input/scenario")) {
      if (name.rfind(kind, 0) != 0 || fs::path(name).extension() != ".json") continue;
      INFO(name);
      const Json scenario = read_json(checkout() / "tests/bad_input/scenario" / name);
      CHECK(JsonSchema::violation(scenario, schema()) != "");
      found = true;
      ++refused;
    }
    INFO(kind);
    CHECK(found);
  }
  CHECK(refused > kinds.size());
}

}  // namespace schema_test
