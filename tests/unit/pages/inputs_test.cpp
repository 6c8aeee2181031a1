// Pages carry the files that a scenario reads, if they are small and lie below it.
#include "analysis/web/pages/inputs.hpp"

#include <filesystem>
#include <string>

#include "sim/registry/diagnostics.hpp"
#include "sim/scenario/load.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/unit/io/temporary_folder.hpp"

namespace inputs_test {

using namespace rippletank;
using namespace rippletank::tests;
namespace fs = std::filesystem;

namespace {

/// A network read from one file, and queries from another.
struct Fixture {
  Fixture() {
    fs::create_directories(folder.path / "here/data");
    for (const char* name : {"here/net.txt", "here/data/net.txt", "net.txt"}) {
      write_file(folder.path / name, "0 1\n1 2\n");
    }
    write_file(folder.path / "here/data/queries.csv", "time_s,origin\n0,1\n");
  }

  scenario::Scenario naming(const std::string& network,
                            const std::string& queries = "data/queries.csv") const {
    const Json json = {{"overlay",
                        {{"protocol", {{"model", "flood"}}},
                         {"topology", {{"model", "edge_list"}, {"file", network}}}}},
                       {"queries", {{"model", "trace"}, {"file", queries}}}};
    return scenario::load_text(json.dump(), (base() / "s.json").string()).scenario;
  }
  Json inputs(const scenario::Scenario& scenario, const std::string& prefix = "") const {
    return pages::inputs_of(scenario, base(), prefix);
  }
  fs::path base() const { return folder.path / "here"; }

  TemporaryFolder folder;
};

}  // namespace

TEST_CASE_METHOD(Fixture,
                 "files below the scenario are carried by path, below a prefix if wanted") {
  const std::string network = "0 1\n1 2\n";
  const std::string queries = "time_s,origin\n0,1\n";
  CHECK(inputs(naming("data/net.txt")) ==
        Json({{"data/net.txt", network}, {"data/queries.csv", queries}}));
  CHECK(inputs(naming("./net.txt"), "tutorial/") ==
        Json({{"tutorial/net.txt", network}, {"tutorial/data/queries.csv", queries}}));
  CHECK(inputs(naming("data/../net.txt")).contains("net.txt"));
}

TEST_CASE_METHOD(Fixture, "files elsewhere are not carried") {
  CHECK(inputs(naming((base() / "net.txt").string())).is_null());
  CHECK(inputs(naming("../net.txt")).is_null());
  CHECK(inputs(naming("data/../../net.txt")).is_null());
  CHECK(inputs(naming("../here/net.txt")).is_null());
}

TEST_CASE_METHOD(Fixture, "files that are too long in all are not carried") {
  const std::string queries = read_file(base() / "data/queries.csv");
  const auto network_of = [&](std::size_t bytes) {
    write_file(base() / "net.txt", "0 1\n#" + std::string(bytes - 6, 'x') + "\n");
    return naming("net.txt");
  };
  const std::size_t left = pages::most_input_bytes - queries.size();
  CHECK(inputs(network_of(left))["net.txt"].get<std::string>().size() == left);
  CHECK(inputs(network_of(left + 1)).is_null());
}

TEST_CASE_METHOD(Fixture, "a scenario that reads nothing has no inputs, which is not null") {
  const Json json = {
      {"overlay",
       {{"protocol", {{"model", "flood"}}}, {"topology", {{"model", "ring"}, {"nodes", 5}}}}}};
  const auto loaded = scenario::load_text(json.dump(), (base() / "s.json").string());
  CHECK(inputs(loaded.scenario) == Json::object());
}

TEST_CASE_METHOD(Fixture, "a file that has gone is named") {
  const scenario::Scenario scenario = naming("net.txt");
  fs::remove(base() / "net.txt");
  try {
    inputs(scenario);
    FAIL_CHECK("nothing is missed");
  } catch (const registry::InputError& error) {
    CHECK(registry::to_string(error.diagnostics().front()).find("net.txt") != std::string::npos);
  }
}

}  // namespace inputs_test
