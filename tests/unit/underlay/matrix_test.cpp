// Delays by measured round-trip times: halves by hand, missing pairs, and the measured files.
#include "sim/underlay/matrix.hpp"

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/catch.hpp"
#include "tests/data_path.hpp"

namespace matrix_test {

namespace {

using namespace rippletank;
using underlay::MatrixDelays;
using underlay::MatrixParameters;
using underlay::NotMeasured;
using underlay::RttUnit;
using underlay::SiteId;

MatrixDelays delays_of(std::string_view text, const MatrixParameters& parameters = {}) {
  return {topologies::parse_latency_matrix(text, "m.txt"), parameters, "m.txt"};
}

std::string refusal_of(std::string_view text, NotMeasured not_measured) {
  MatrixParameters parameters;
  parameters.not_measured = not_measured;
  try {
    delays_of(text, parameters);
  } catch (const registry::InputError& error) {
    return error.what();
  }
  return {};
}

MatrixParameters filling() {
  MatrixParameters parameters;
  parameters.not_measured = NotMeasured::fill;
  return parameters;
}

/// Every cell of a file, read without the project's reader.
std::vector<double> cells_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<double> cells;
  for (double cell = 0; stream >> cell;) cells.push_back(cell);
  return cells;
}

}  // namespace

TEST_CASE("matrix: a delay is half the round trip that its sender measured") {
  MatrixParameters parameters;
  parameters.local_latency_ms = 0.25;
  const MatrixDelays delays = delays_of("7 1.5 100\n2 0 30\n4 0.001 0\n", parameters);
  CHECK(delays.hosts() == 3);
  CHECK(delays.delay(0, 1) == 750'000);
  CHECK(delays.delay(1, 0) == 1'000'000);
  CHECK(delays.delay(0, 2) == 50'000'000);
  CHECK(delays.delay(2, 0) == 2'000'000);
  CHECK(delays.delay(1, 2) == 15'000'000);
  CHECK(delays.delay(2, 1) == 500);
  for (SiteId host = 0; host < 3; ++host) CHECK(delays.delay(host, host) == 250'000);
  CHECK(delays.notes().empty());
}

TEST_CASE("matrix: a file may be in seconds, and nothing takes longer than ten years") {
  MatrixParameters parameters;
  parameters.unit = RttUnit::s;
  const MatrixDelays delays = delays_of("0 0.13\n1e9 0\n", parameters);
  CHECK(delays.delay(0, 1) == 65'000'000);
  CHECK(delays.delay(1, 0) == core::from_seconds(core::longest_s));
}

TEST_CASE("matrix: pairs that were not measured are refused, with their number and a way out") {
  CHECK(refusal_of("0 1 0\n0 0 3\n4 5 0\n", NotMeasured::error) ==
        "m.txt: error: expected a round-trip time above 0 between any two hosts, got 0 for 2 of 6 "
        "ordered pairs, the first from host 0 to host 2; \"not_measured\": \"fill\" in the "
        "underlay fills them in");
  CHECK(refusal_of("0 1 2\n3 0 4\n5 6 0\n", NotMeasured::error).empty());
  CHECK(refusal_of("0\n", NotMeasured::error).empty());
  CHECK(refusal_of("0 0\n0 0\n", NotMeasured::fill) ==
        "m.txt: error: expected some round-trip times above 0 between hosts, got none");
}

TEST_CASE(
    "matrix: missing pairs get the other direction, or else the median of what was measured") {
  // Measured: 2, 10, 20 and 40, whose median is 15; neither 0-2 nor 2-0 was.
  const MatrixDelays even = delays_of("0 10 0\n2 0 20\n0 40 0\n", filling());
  CHECK(even.delay(0, 2) == 7'500'000);
  CHECK(even.delay(2, 0) == 7'500'000);
  REQUIRE(even.notes().size() == 1);
  CHECK(even.notes()[0] ==
        "m.txt: 2 of 6 ordered pairs of hosts were not measured; 0 got the round trip of the other "
        "direction, 2 the median of all measured ones, 15 ms");
  // Measured: 2, 10 and 20; only one direction between 1 and 2.
  const MatrixDelays odd = delays_of("0 10 0\n2 0 20\n0 0 0\n", filling());
  CHECK(odd.delay(2, 1) == 10'000'000);
  CHECK(odd.delay(1, 2) == 10'000'000);
  CHECK(odd.delay(0, 2) == 5'000'000);
  REQUIRE(odd.notes().size() == 1);
  CHECK(odd.notes()[0] ==
        "m.txt: 3 of 6 ordered pairs of hosts were not measured; 1 got the round trip of the other "
        "direction, 2 the median of all measured ones, 10 ms");
}

TEST_CASE("matrix: a single missing pair is told in the singular") {
  const MatrixDelays delays = delays_of("0 10\n0 0\n", filling());
  REQUIRE(delays.notes().size() == 1);
  CHECK(delays.notes()[0].find("m.txt: 1 of 2 ordered pairs of hosts was not measured; 1 got") ==
        0);
}

TEST_CASE("matrix: all pairs of PlanetLab's hosts together take half of what the files say") {
  for (const char* name : {"PlanetLabData_1.txt", "PlanetLabData_18.txt"}) {
    const auto file = tests::data_file(std::string("rtt-matrices/") + name);
    if (!file) continue;
    const MatrixDelays delays(topologies::read_latency_matrix({name, *file}), {}, name);
    const std::vector<double> cells = cells_of(*file);
    REQUIRE(delays.hosts() == 490);
    REQUIRE(cells.size() == 490 * 490);
    std::int64_t delay_sum = 0;
    std::int64_t file_sum_ns = 0;
    for (SiteId from = 0; from < 490; ++from) {
      for (SiteId to = 0; to < 490; ++to) {
        if (from == to) continue;
        delay_sum += 2 * delays.delay(from, to);
        file_sum_ns += std::llround(cells[std::size_t{from} * 490 + to] * 1e6);
      }
    }
    CHECK(delay_sum == file_sum_ns);  // no file states tenths of a nanosecond: halves are whole
    CHECK(delays.notes().empty());
  }
}

TEST_CASE("matrix: Seattle's files are in seconds and have pairs to be filled in") {
  struct Expected {
    const char* name;
    int missing;
    int reversed;
    double median;
  };
  for (const Expected& expected : {Expected{"SeattleData_1.txt", 65, 21, 0.21},
                                   Expected{"SeattleData_688.txt", 53, 27, 0.22}}) {
    const auto file = tests::data_file(std::string("rtt-matrices/") + expected.name);
    if (!file) continue;
    MatrixParameters parameters = filling();
    parameters.unit = RttUnit::s;
    const auto matrix = topologies::read_latency_matrix({expected.name, *file});
    CHECK_THROWS_AS(MatrixDelays(matrix, {}, "f"), registry::InputError);
    const MatrixDelays delays(matrix, parameters, "f");
    const std::vector<double> cells = cells_of(*file);
    REQUIRE(cells.size() == 99 * 99);
    for (SiteId from = 0; from < 99; ++from) {
      for (SiteId to = 0; to < 99; ++to) {
        if (from == to) continue;
        double rtt_s = cells[std::size_t{from} * 99 + to];
        if (rtt_s == 0) rtt_s = cells[std::size_t{to} * 99 + from];
        if (rtt_s == 0) rtt_s = expected.median;
        REQUIRE(delays.delay(from, to) == std::llround(rtt_s * 1000) * 500'000);
      }
    }
    REQUIRE(delays.notes().size() == 1);
    std::ostringstream note;
    note << "f: " << expected.missing << " of 9702 ordered pairs of hosts were not measured; "
         << expected.reversed << " got the round trip of the other direction, "
         << expected.missing - expected.reversed << " the median of all measured ones, "
         << expected.median << " s";
    CHECK(delays.notes()[0] == note.str());
  }
}

}  // namespace matrix_test
