// Failures of real machines, as they are in the log of Los Alamos, played by a network.
//
// B. Schroeder, G. Gibson, A large-scale study of failures in high-performance computing systems,
// DSN 2006; the Failure Trace Archive, LANL05.
#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <utility>

#include "tests/catch.hpp"
#include "tests/data_path.hpp"
#include "tests/end_to_end/csv_table.hpp"
#include "tests/golden/shell.hpp"

namespace lanl_failures_test {

using namespace rippletank::tests;

TEST_CASE("a year of failures of real machines is played as the log has it") {
  const auto events = data_file("lanl-failures/lanl_events.tsv.gz");
  const Shell shell;
  if (!events || shell.run("python3 --version").exit_code != 0) return;
  const std::string script = "python3 analysis/lanl_outages.py ";
  CHECK(shell.run(script + "'" + events->string() + "' --from 3000 --days 365 > outages.csv")
            .output == "");
  const CsvTable outages(bytes_of(shell.folder() / "outages.csv"));
  REQUIRE(outages.rows() > 1000);
  std::ofstream(shell.folder() / "machines.json") << R"({ "name": "machines",
    "horizon_s": 31536000,
    "overlay": { "protocol": { "model": "flood" },
                 "topology": { "model": "ring", "nodes": 3577 } },
    "failures": [{ "peers": { "choose": "trace", "file": "outages.csv" } }],
    "measure": { "tables": ["failures", "peers"] } })";
  const Shell::Result played = shell.run("build/release/rippletank run machines.json --quiet");
  INFO(played.output);
  REQUIRE(played.exit_code == 0);
  // The time that the log says each machine was down, one outage after another, is what is missing
  // from its time online. Outages that overlap count once, so they are joined first.
  double down_s = 0;
  std::map<std::string, double> until;
  std::map<std::pair<double, std::size_t>, std::size_t> in_order;
  for (std::size_t row = 0; row < outages.rows(); ++row) {
    in_order[{std::stod(outages.at(row, "down_s")), row}] = row;
  }
  constexpr double year_s = 31'536'000;
  for (const auto& [key, row] : in_order) {
    double& end = until[outages.at(row, "id")];
    const double from = std::max(end, std::stod(outages.at(row, "down_s")));
    const double to = std::min(year_s, std::stod(outages.at(row, "up_s")));
    if (to > from) down_s += to - from;
    end = std::max(end, to);
  }
  const CsvTable peers(bytes_of(shell.folder() / "results/machines/peers.csv"));
  double missing_s = 0;
  for (std::size_t row = 0; row < peers.rows(); ++row) {
    missing_s += year_s - std::stod(peers.at(row, "online_s"));
  }
  CHECK(missing_s == Approx(down_s).epsilon(1e-12));
  const double availability = 1 - missing_s / (year_s * 3577);
  CHECK(availability > 0.99);
  const CsvTable failures(bytes_of(shell.folder() / "results/machines/failures.csv"));
  CHECK(failures.rows() > outages.rows() / 2);
}

TEST_CASE("the script for that log says what is wrong with its words and files") {
  const Shell shell;
  if (shell.run("python3 --version").exit_code != 0) return;
  const std::string script = "python3 analysis/lanl_outages.py ";
  for (const std::string words : {"", "one two", "--days soon x", "--week 1 x", "nowhere.tsv"}) {
    INFO(words);
    const Shell::Result refusal = shell.run(script + words);
    CHECK(refusal.exit_code == 2);
    CHECK(refusal.output.rfind("lanl_outages.py: error: ", 0) == 0);
  }
  std::ofstream(shell.folder() / "bad.tsv") << "# node\tstate\n1\t0\tx\t5\t2\n";
  const Shell::Result refusal = shell.run(script + "bad.tsv");
  CHECK(refusal.exit_code == 2);
  CHECK(refusal.output.find("bad.tsv:2: expected four whole numbers") != std::string::npos);
}

}  // namespace lanl_failures_test
