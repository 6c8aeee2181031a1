// Regions: the files that describe them, shares of peers, and the latencies between them.
#include "sim/underlay/regions.hpp"

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/registry/input_file.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"

namespace regions_test {

namespace {

using namespace rippletank;
using underlay::parse_regions;
using underlay::RegionDelays;
using underlay::RegionLatency;
using underlay::RegionsParameters;
using underlay::RegionTable;
using underlay::SiteId;

RegionsParameters chosen(const char* table, RegionLatency latency = RegionLatency::constant) {
  RegionsParameters parameters;
  if (table != nullptr) parameters.table = table;
  parameters.latency = latency;
  return parameters;
}

/// What is said of a text, a line per mistake.
std::string refusal_of(const std::string& text, const RegionsParameters& parameters = {}) {
  try {
    parse_regions(text, "r.json", parameters);
  } catch (const registry::InputError& error) {
    return error.what();
  }
  return {};
}

RegionTable two_regions(double within_a, double a_to_b, double b_to_a, double within_b) {
  return {{"a", "b"}, {within_a, a_to_b, b_to_a, within_b}, {3, 1}};
}

}  // namespace

TEST_CASE("regions: the example reads, with and without a table") {
  const std::filesystem::path file =
      std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "topologies/data/three_regions.json";
  const std::string text = registry::read_input_file({"three_regions.json", file});
  const RegionTable plain = parse_regions(text, "f", {});
  CHECK(plain.names == std::vector<std::string>{"north", "south", "islands"});
  CHECK(plain.latency_ms == std::vector<double>{20, 80, 80, 80, 20, 80, 80, 80, 20});
  CHECK(plain.share == std::vector<double>{1, 1, 1});
  const RegionTable measured = parse_regions(text, "f", chosen("measured"));
  CHECK(measured.latency(0, 2) == 140);
  CHECK(measured.latency(2, 0) == 150);
  CHECK(measured.share == std::vector<double>{0.5, 0.4, 0.1});
}

TEST_CASE("regions: what is wrong with a file is said with line and pointer") {
  const std::string text = R"({
  "regions": ["a", "", "a"],
  "latency_ms": [
    [1, 2, 3],
    [1, -2],
    [1, 2, "3"]
  ],
  "node_share": [0, 0]
})";
  CHECK(refusal_of(text) ==
        "r.json:2: error: /regions/1: expected a name, got an empty one\n"
        "r.json:2: error: /regions/2: expected another name for each region, got \"a\" again\n"
        "r.json:5: error: /latency_ms/1/1: expected a number, 0 to 1000000000 [ms], got -2\n"
        "r.json:6: error: /latency_ms/2/2: expected a number, 0 to 1000000000 [ms], got \"3\"; "
        "write 3 without quotes\n"
        "r.json:8: error: /node_share: expected 3 shares, one for each of the regions, got 2");
  CHECK(refusal_of("{\"regions\": [\"a\", \"b\"],\n\"latency_ms\": [[1, 2]],\n"
                   "\"node_share\": [0, 0]}") ==
        "r.json:2: error: /latency_ms: expected 2 rows, one for each of the regions, got 1\n"
        "r.json:3: error: /node_share: expected at least one share above 0, got none");
  CHECK(refusal_of("{\"regions\": [\"a\", \"b\"],\n\"latency_ms\": [[1, 2],\n[3]],\n"
                   "\"node_share\": [1, 0]}") ==
        "r.json:3: error: /latency_ms/1: expected 2 latencies, one for each of the regions, got 1");
  CHECK(refusal_of("{\"regions\": [], \"latency_ms\": [], \"node_share\": []}") ==
        "r.json:1: error: /regions: expected at least one region, got none\n"
        "r.json:1: error: /node_share: expected at least one share above 0, got none");
}

TEST_CASE("regions: other kinds of files are refused") {
  CHECK(refusal_of("[1]") == "r.json:1: error: /: expected an object, got a list of 1");
  CHECK(refusal_of("a,b\n1,2\n").rfind("r.json:1: error: not valid JSON: ", 0) == 0);
  CHECK(refusal_of("{\"regions\": [\"a\"], \"regions\": [\"a\"]}") ==
        "r.json:1: error: /regions: repeated key; each key may stand once in an object");
}

TEST_CASE("regions: a table that is not there is refused with those that are") {
  const std::string years =
      R"({"regions": ["a"], "latency_ms_2015": [[1]], "latency_ms_2019": [[1]],
          "node_share_2015": [1], "node_share_2019": [1]})";
  CHECK(refusal_of(years, chosen("2015")).empty());
  const std::string unchosen = refusal_of(years);
  CHECK(unchosen.find("r.json:1: error: /: missing \"latency_ms\": expected a list") == 0);
  CHECK(unchosen.find("; choose one of its tables, for example by \"table\": \"2015\" in the "
                      "underlay\n") != std::string::npos);
  CHECK(refusal_of(years, chosen("2018")).find("missing \"latency_ms_2018\": ") !=
        std::string::npos);
  CHECK(refusal_of(years, chosen("2018")).find("; did you mean \"201") != std::string::npos);
  CHECK(refusal_of(years, chosen("nowadays")).find("; expected one of: 2015, 2019\n") !=
        std::string::npos);
  const std::string halves =
      R"({"regions": ["a"], "latency_ms_2015": [[1]], "latency_ms_2019": [[1]],
          "node_share_2019": [1]})";
  CHECK(refusal_of(halves, chosen("2015")) ==
        "r.json:1: error: /: missing \"node_share_2015\": expected a list of: a number, 0 to "
        "1000000000");
  const std::string plain = R"({"regions": ["a"], "latency_ms": [[1]], "node_shares": [1]})";
  CHECK(refusal_of(plain).find("missing \"node_share\": ") != std::string::npos);
  CHECK(refusal_of(plain).find("; if \"node_shares\" is meant, rename it") != std::string::npos);
  CHECK(refusal_of(plain, chosen("2015"))
            .find("; the file has no tables to choose from, leave out \"table\"") !=
        std::string::npos);
}

TEST_CASE("regions: rows for a single region are counted in the singular") {
  CHECK(refusal_of(R"({"regions": ["a"], "latency_ms": [], "node_share": [1, 2]})") ==
        "r.json:1: error: /latency_ms: expected 1 row, one for each of the regions, got 0\n"
        "r.json:1: error: /node_share: expected 1 share, one for each of the regions, got 2");
}

TEST_CASE("regions: a mean of 5 ms or less has no Pareto latency") {
  const std::string text =
      R"({"regions": ["a", "b"], "latency_ms": [[5, 9], [9, 5.1]], "node_share": [1, 1]})";
  CHECK(refusal_of(text).empty());
  CHECK(refusal_of(text, chosen(nullptr, RegionLatency::pareto)) ==
        "r.json:1: error: /latency_ms/0/0: expected more than 5 [ms] for \"latency\": \"pareto\", "
        "whose least value is 5 ms less, got 5");
}

TEST_CASE("regions: a peer's region depends on nobody else, and another seed draws another") {
  const RegionDelays few(two_regions(1, 2, 3, 4), RegionLatency::constant, 50, 7);
  const RegionDelays many(two_regions(1, 2, 3, 4), RegionLatency::constant, 500, 7);
  const RegionDelays other(two_regions(1, 2, 3, 4), RegionLatency::constant, 500, 8);
  const auto& regions = many.region_of();
  CHECK(std::equal(few.region_of().begin(), few.region_of().end(), regions.begin()));
  CHECK(regions != other.region_of());
  const double cell[2][2] = {{1, 2}, {3, 4}};
  for (core::PeerId from = 0; from < 50; ++from) {
    for (core::PeerId to = 0; to < 50; ++to) {
      const double expected_ms = cell[regions[from]][regions[to]];
      REQUIRE(few.delay(from, to) == core::from_milliseconds(expected_ms));
    }
  }
}

TEST_CASE("regions: Pareto latencies have SimBlock's distribution, and are the same both ways") {
  // Shape a = 10 and least value m = 45 for a mean of 50 ms.
  const RegionDelays delays(two_regions(50, 50, 50, 50), RegionLatency::pareto, 300, 3);
  double sum = 0;
  double above_46 = 0;
  double n = 0;
  for (core::PeerId from = 0; from < 300; ++from) {
    for (core::PeerId to = 0; to < from; ++to) {
      const core::Time delay = delays.delay(from, to);
      REQUIRE(delay == delays.delay(to, from));
      REQUIRE(delay >= 45 * core::millisecond);
      sum += core::to_milliseconds(delay);
      above_46 += delay > 46 * core::millisecond ? 1 : 0;
      n += 1;
    }
  }
  const double variance = 45.0 * 45.0 * 10 / (9.0 * 9.0 * 8.0);  // m^2 a / ((a-1)^2 (a-2))
  CHECK(std::abs(sum / n - 50) < 4 * std::sqrt(variance / n));
  const double p = std::pow(45.0 / 46.0, 10);
  CHECK(std::abs(above_46 / n - p) < 4 * std::sqrt(p * (1 - p) / n));
}

TEST_CASE("regions: an asymmetric table keeps its directions, with one draw for both") {
  const RegionDelays delays(two_regions(50, 100, 200, 50), RegionLatency::pareto, 40, 1);
  const auto rank = [](core::Time delay, double mean_ms) {
    return std::log((mean_ms - 5) / core::to_milliseconds(delay)) * mean_ms / 5;
  };
  int across = 0;
  for (core::PeerId from = 0; from < 40; ++from) {
    for (core::PeerId to = 0; to < 40; ++to) {
      if (delays.region_of()[from] != 0 || delays.region_of()[to] != 1) continue;
      const double difference =
          rank(delays.delay(from, to), 100) - rank(delays.delay(to, from), 200);
      CHECK(std::abs(difference) < 1e-6);  // half a nanosecond of 95 ms, times a shape of 40
      ++across;
    }
  }
  CHECK(across > 100);
}

TEST_CASE("regions: fuzz seeds are read or refused as they should be") {
  const auto folder =
      std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "tests/fuzz/corpus/fuzz_regions";
  int read = 0;
  int refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string seed = registry::read_input_file({"seed", entry.path()});
    const auto choice = static_cast<unsigned char>(seed.front());
    const RegionsParameters parameters =
        chosen((choice & 1U) != 0 ? "2019" : nullptr,
               (choice & 2U) != 0 ? RegionLatency::pareto : RegionLatency::constant);
    (refusal_of(seed.substr(1), parameters).empty() ? read : refused) += 1;
  }
  CHECK(read == 6);
  CHECK(refused == 6);
}

TEST_CASE("regions: SimBlock's tables read unchanged, and peers live where they say") {
  const auto file = tests::data_file("regions/regions.json");
  if (!file) return;
  struct Expected {
    const char* table;
    double japan_to_australia_ms;
    std::vector<double> share;
  };
  const std::vector<Expected> years = {
      {"2015", 163, {0.3869, 0.5159, 0.0113, 0.0574, 0.0119, 0.0166}},
      {"2019", 126, {0.3316, 0.4998, 0.009, 0.1177, 0.0224, 0.0195}}};
  for (const Expected& year : years) {
    RegionsParameters parameters = chosen(year.table, RegionLatency::pareto);
    parameters.file = {"regions.json", *file};
    const RegionTable table = underlay::read_regions(parameters);
    REQUIRE(table.names.size() == 6);
    CHECK(table.names[4] == "JAPAN");
    CHECK(table.latency(4, 5) == year.japan_to_australia_ms);
    CHECK(table.share == year.share);
    constexpr core::PeerId peers = 20'000;
    const RegionDelays delays(table, parameters.latency, peers, 11);
    std::vector<double> found(6);
    for (const SiteId region : delays.region_of()) found.at(region) += 1;
    for (std::size_t region = 0; region < 6; ++region) {
      const double share = year.share[region];
      CHECK(std::abs(found[region] - peers * share) < 4 * std::sqrt(peers * share * (1 - share)));
    }
  }
  RegionsParameters parameters;
  parameters.file = {"regions.json", *file};
  CHECK_THROWS_WITH(underlay::read_regions(parameters),
                    Catch::Contains("\"table\": \"2015\" in the underlay"));
}

}  // namespace regions_test
