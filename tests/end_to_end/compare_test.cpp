// rippletank compare on results that rippletank run has written.
#include <cmath>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/end_to_end/csv_table.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace compare_program_test {

namespace {

using namespace rippletank::tests;
using Names = std::vector<std::string>;

/// Floods over random graphs, whose reach depends on how far they may go.
constexpr const char* floods = R"({ "name": "floods", "horizon_s": 300,
  "underlay": { "model": "direct", "latency_ms": { "model": "exponential", "mean": 50 } },
  "overlay": { "protocol": { "model": "flood", "ttl_hops": 3 },
               "topology": { "model": "erdos_renyi", "nodes": 60, "mean_degree": 3 } },
  "queries": { "model": "poisson", "rate_per_min": 1 } }
)";

struct Fixture {
  Fixture() { write_file(folder / "floods.json", floods); }

  Ended rippletank(const Names& arguments) const {
    return run_rippletank(arguments, {.folder = folder.path()});
  }
  void run(const std::string& out, Names more) const {
    more.insert(more.begin(), {"run", "floods.json", "--quiet", "--out", out});
    REQUIRE(rippletank(more).code == 0);
  }
  Json compared(const std::string& a, const std::string& b) const {
    const Ended ended = rippletank({"compare", a, b, "--json"});
    REQUIRE(ended.code == 0);
    CHECK(ended.err.empty());
    return Json::parse(ended.out);
  }

  TemporaryFolder folder;
};

Json entry(const Json& json, const std::string& metric, const std::string& unlike = "") {
  for (const Json& one : json["comparisons"]) {
    if (one["metric"] == metric && one["method"] != unlike) return one;
  }
  throw std::runtime_error("not compared: " + metric);
}

const Names further = {"--set", "/overlay/protocol/ttl_hops=4"};

Names joined(Names one, const Names& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

}  // namespace

TEST_CASE("repetitions of two scenarios are compared in pairs, as runs.csv has them") {
  const Fixture fixture;
  fixture.run("near", {"--repetitions", "8"});
  fixture.run("far", joined({"--repetitions", "8"}, further));
  const Json json = fixture.compared("near", "far");
  CHECK(json["a"] == Json({{"folder", "near"}, {"kind", "repetitions"}, {"name", "floods"}}));
  CHECK(json["scenario_differences"] ==
        Json::array({{{"pointer", "/overlay/protocol/ttl_hops"}, {"a", 3}, {"b", 4}}}));
  const CsvTable near(read_file(fixture.folder / "near" / "runs.csv"));
  const CsvTable far(read_file(fixture.folder / "far" / "runs.csv"));
  double sum = 0;
  double squares = 0;
  for (std::size_t row = 0; row < 8; ++row) {
    const double difference =
        std::stod(far.at(row, "reach_mean")) - std::stod(near.at(row, "reach_mean"));
    sum += difference;
    squares += difference * difference;
  }
  const double sd = std::sqrt((squares - sum * sum / 8) / 7);
  const Json reach = entry(json, "reach_mean");
  CHECK(reach["method"] == "pairs");
  CHECK(reach["unit"] == "peers");
  CHECK(reach["definition"].get<std::string>().find("Distinct peers") == 0);
  CHECK(reach["difference"].get<double>() == Approx(sum / 8));
  CHECK(reach["half_width_95"].get<double>() == Approx(2.364624252 * sd / std::sqrt(8)));
  CHECK(reach["excludes_zero"] == true);
  CHECK(entry(json, "peers")["difference"] == 0);

  const Ended page = fixture.rippletank({"compare", "near", "far"});
  CHECK(page.code == 0);
  for (const std::string& line : too_wide(page.out)) FAIL_CHECK("too wide: " << line);
  for (const char* part :
       {"/overlay/protocol/ttl_hops: 3 → 4", "8 runs in each, in pairs", "  reach_mean ",
        "*  8 pairs", "the same in both: peers", "would by chance, if nothing differed"}) {
    INFO(page.out);
    CHECK(page.out.find(part) != std::string::npos);
  }
  fixture.run("other", joined({"--repetitions", "8", "--seed", "2"}, further));
  CHECK(entry(fixture.compared("near", "other"), "reach_mean")["method"] == "samples");
}

TEST_CASE("single runs are compared query by query, beside their headline numbers") {
  const Fixture fixture;
  fixture.run("near", {});
  fixture.run("far", further);
  fixture.run("other", {"--seed", "2"});
  const Json pairs = fixture.compared("near", "far");
  const Json reach = entry(pairs, "reach");
  CHECK(reach["method"] == "pair_batches");
  CHECK(reach["unit"] == "peers");
  CHECK(reach["excludes_zero"] == true);
  const Json headline = entry(pairs, "reach_mean");
  CHECK(headline["method"] == "single");
  CHECK(headline["half_width_95"].is_null());
  CHECK(headline["a"].get<double>() == Approx(reach["a"].get<double>()));
  CHECK(headline["b"].get<double>() == Approx(reach["b"].get<double>()));
  CHECK(entry(fixture.compared("near", "other"), "reach")["method"] == "batches");
  const Ended alike = fixture.rippletank({"compare", "near", "near", "--metric", "reach"});
  CHECK(alike.out.find("Nothing differs.") != std::string::npos);
  CHECK(alike.out.find("The scenarios are the same.") != std::string::npos);
}

TEST_CASE("compare refuses what cannot be compared, and writes nothing") {
  const Fixture fixture;
  fixture.run("one", {});
  fixture.run("many", {"--repetitions", "2"});
  const auto before = tree(fixture.folder.path());
  struct Case {
    Names arguments;
    const char* message;
  };
  for (const Case& one : std::vector<Case>{
           {{"one", "many"}, "…one is the result of one run, many is the result of repetitions…"},
           {{"one", "none"}, "none: error: no such folder\n"},
           {{"floods.json", "none"}, "floods.json: error: expected a result folder, got a file\n…"},
           {{"one", "one", "--metric", "reach_maen"}, "…did you mean \"reach_mean\"?\n"},
           {{"one"}, "…DIR_B is required…"}}) {
    const Ended ended = fixture.rippletank(joined({"compare"}, one.arguments));
    INFO(ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(matches(ended.err, one.message));
  }
  CHECK(tree(fixture.folder.path()) == before);
}

}  // namespace compare_program_test
