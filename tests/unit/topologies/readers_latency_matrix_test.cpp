// latency_matrix: forms of rows, and the measured matrices.
#include "topologies/readers/latency_matrix.hpp"

#include "tests/data_path.hpp"
#include "tests/unit/topologies/readers_shared.hpp"

namespace readers_latency_matrix_test {

namespace {

using namespace rippletank;
using topologies::LatencyMatrix;

LatencyMatrix parse(std::string_view text) {
  return topologies::parse_latency_matrix(text, "test.txt");
}

/// The round-trip times of all measured ordered pairs, ascending.
std::vector<double> measured(const LatencyMatrix& matrix) {
  std::vector<double> all;
  for (std::uint32_t i = 0; i < matrix.n; ++i) {
    for (std::uint32_t j = 0; j < matrix.n; ++j) {
      if (i != j && !matrix.is_missing(i, j)) all.push_back(matrix.rtt_from_to(i, j));
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

double asymmetric_pairs(const LatencyMatrix& matrix) {
  int count = 0;
  for (std::uint32_t i = 0; i < matrix.n; ++i) {
    for (std::uint32_t j = 0; j < i; ++j) {
      if (matrix.rtt_from_to(i, j) != matrix.rtt_from_to(j, i)) ++count;
    }
  }
  return count;
}

}  // namespace

TEST_CASE("latency_matrix: rows in every dress, asymmetric, with missing pairs") {
  const std::vector<double> expected = {0, 1.5, 0, 2, 0, 30, 4, 0, 1e-3};
  for (const std::string_view text :
       {"0 1.5 0\n2 0 30\n4 0 1e-3\n", "# c\n0\t1.5\t0\r\n2\t0\t30\r\n\r\n4\t0\t1e-3",
        "0,1.5,0\n2 , 0 , 30\n4;0;1e-3\n"}) {
    CAPTURE(text);
    const LatencyMatrix matrix = parse(text);
    CHECK(matrix.n == 3);
    CHECK(matrix.rtt_ms == expected);
  }
  const LatencyMatrix matrix = parse("0 1.5 0\n2 0 30\n4 0 1e-3\n");
  CHECK(matrix.rtt_from_to(1, 2) == 30);
  CHECK(matrix.is_missing(0, 2));
  CHECK_FALSE(matrix.is_missing(2, 0));
  CHECK_FALSE(matrix.is_missing(1, 1));
}

TEST_CASE("latency_matrix: a single row tells that the others are missing") {
  const auto diagnostics = tests::diagnostics_of([] { parse("0 1 2\n"); });
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].message == "expected 3 rows, as many as there are columns, got 1");
  CHECK(parse("0\n").n == 1);
}

TEST_CASE("latency_matrix: too many columns are refused before they fill the memory") {
  std::string row;
  for (int i = 0; i <= 20'000; ++i) row += "1 ";
  const auto diagnostics = tests::diagnostics_of([&] { parse(row); });
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].message == "expected at most 20000 columns");
}

TEST_CASE("latency_matrix: the example reads") {
  const LatencyMatrix matrix = topologies::read_latency_matrix(
      {"four_hosts_rtt_ms.txt",
       std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "topologies/data/four_hosts_rtt_ms.txt"});
  CHECK(matrix.n == 4);
  CHECK(matrix.is_missing(1, 3));
}

TEST_CASE("latency_matrix: PlanetLab's median and tail are as measured") {
  const auto file = tests::data_file("rtt-matrices/PlanetLabData_1.txt");
  if (!file) return;
  const LatencyMatrix matrix = topologies::read_latency_matrix({"PlanetLabData_1.txt", *file});
  REQUIRE(matrix.n == 490);
  const std::vector<double> all = measured(matrix);
  CHECK(std::abs(all[all.size() / 2] - 135) < 0.5);
  CHECK(std::abs(all[all.size() * 95 / 100] - 325) < 5);
  CHECK(asymmetric_pairs(matrix) == 0);
}

TEST_CASE("latency_matrix: home devices have missing pairs") {
  for (const char* name : {"SeattleData_1.txt", "SeattleData_688.txt"}) {
    const auto file = tests::data_file(std::string("rtt-matrices/") + name);
    if (!file) return;
    const LatencyMatrix matrix = topologies::read_latency_matrix({name, *file});
    CHECK(matrix.n == 99);
    CHECK(measured(matrix).size() < 99 * 98);
  }
}

}  // namespace readers_latency_matrix_test
