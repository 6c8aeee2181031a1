// What tables tell of access links, in peers.csv, and of what they carried, in downloads.csv.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "tests/catch.hpp"
#include "tests/end_to_end/csv_table.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/end_to_end/run_program.hpp"

namespace access_links_test {

namespace {

using namespace rippletank::tests;

constexpr const char* two_classes = R"({ "name": "fetching",
  "horizon_s": 400,
  "overlay": { "protocol": { "model": "brokered" },
               "topology": { "model": "star", "nodes": 40, "centre": "node" } },
  "peers": { "access": {
    "classes": [
      { "name": "slow", "share": 0.5, "down_kbit_s": 56, "up_kbit_s": 33.6, "latency_ms": 75 },
      { "name": "fast", "share": 0.5, "down_kbit_s": 1000, "up_kbit_s": 512, "latency_ms": 5 } ],
    "server": { "down_kbit_s": 100000, "up_kbit_s": 100000, "latency_ms": 1 } } },
  "content": { "items": 50, "size_bytes": { "model": "uniform", "min": 1000, "max": 300000 },
               "replication": { "model": "uniform", "replicas_per_item": 4 } },
  "queries": { "model": "poisson", "rate_per_min": 1, "download": true } }
)";

struct Class {
  std::string down_kbit_s;
  std::string up_kbit_s;
  double latency_ms = 0;
};

}  // namespace

TEST_CASE("tables tell the access link of each peer and what it carried") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", two_classes);
  REQUIRE(run_rippletank({"run", "s.json", "--out", "out"}, {.folder = folder.path()}).code == 0);
  const CsvTable peers(read_file(folder / "out/peers.csv"));
  const CsvTable downloads(read_file(folder / "out/downloads.csv"));
  const std::map<std::string, Class> classes = {{"slow", {"56", "33.6", 75}},
                                                {"fast", {"1000", "512", 5}},
                                                {"server", {"100000", "100000", 1}}};
  std::map<std::string, Class> class_of;
  std::map<std::string, std::size_t> seen;
  REQUIRE(peers.rows() == 40);
  for (std::size_t row = 0; row < peers.rows(); ++row) {
    const std::string& name = peers.at(row, "access_class");
    REQUIRE(classes.count(name) == 1);
    const Class& expected = classes.at(name);
    CHECK(peers.at(row, "down_kbit_s") == expected.down_kbit_s);
    CHECK(peers.at(row, "up_kbit_s") == expected.up_kbit_s);
    CHECK((peers.at(row, "role") == "server") == (name == "server"));
    class_of[peers.at(row, "peer")] = expected;
    ++seen[name];
  }
  CHECK(seen["slow"] > 5);
  CHECK(seen["fast"] > 5);
  CHECK(seen["server"] == 1);

  std::map<std::string, std::uint64_t> up;
  std::map<std::string, std::uint64_t> down;
  std::map<std::string, std::size_t> statuses;
  for (std::size_t row = 0; row < downloads.rows(); ++row) {
    const std::uint64_t carried = downloads.whole(row, "carried_bytes");
    const std::string& status = downloads.at(row, "status");
    up[downloads.at(row, "from")] += carried;
    down[downloads.at(row, "to")] += carried;
    ++statuses[status];
    CHECK(carried <= downloads.whole(row, "size_bytes"));
    if (status != "complete") continue;
    CHECK(carried == downloads.whole(row, "size_bytes"));
    // No faster than alone: a connection takes 50 ms unless it is said otherwise.
    const Class& from = class_of.at(downloads.at(row, "from"));
    const Class& to = class_of.at(downloads.at(row, "to"));
    const double kbit_s = std::min(std::stod(from.up_kbit_s), std::stod(to.down_kbit_s));
    const double alone_s = (50 + from.latency_ms + to.latency_ms) / 1000 +
                           static_cast<double>(carried) / (125 * kbit_s);
    CHECK(std::stod(downloads.at(row, "duration_s")) > alone_s - 1e-9);
  }
  CHECK(statuses["complete"] > 50);
  CHECK(statuses["in_progress"] > 0);
  for (std::size_t row = 0; row < peers.rows(); ++row) {
    CHECK(peers.whole(row, "uploaded_bytes") == up[peers.at(row, "peer")]);
    CHECK(peers.whole(row, "downloaded_bytes") == down[peers.at(row, "peer")]);
  }
}

TEST_CASE("without access links their columns are empty, and nothing is carried") {
  const TemporaryFolder folder;
  write_file(folder / "s.json", R"({ "overlay": {
    "protocol": { "model": "flood" }, "topology": { "model": "ring", "nodes": 5 } } })");
  REQUIRE(run_rippletank({"run", "s.json", "--out", "out"}, {.folder = folder.path()}).code == 0);
  const CsvTable peers(read_file(folder / "out/peers.csv"));
  for (std::size_t row = 0; row < peers.rows(); ++row) {
    for (const char* column : {"access_class", "down_kbit_s", "up_kbit_s"}) {
      CHECK(peers.at(row, column).empty());
    }
    CHECK(peers.at(row, "uploaded_bytes") == "0");
    CHECK(peers.at(row, "downloaded_bytes") == "0");
  }
  const auto names = names_in(folder / "out");
  CHECK(std::find(names.begin(), names.end(), "downloads.csv") == names.end());
}

}  // namespace access_links_test
