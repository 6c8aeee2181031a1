// Numbers in texts against the C library's, and the numbering of ids against a slow one.
#include "topologies/readers/numbers.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <limits>
#include <map>

#include "tests/catch.hpp"

namespace readers_numbers_test {

namespace {

using namespace rippletank;
using topologies::decimal_in;
using topologies::Link;

/// Ranks by a sorted map, one id at a time: slow and obvious.
std::map<std::uint64_t, topologies::NodeId> slow_ranks(const std::vector<std::uint64_t>& ends) {
  std::map<std::uint64_t, topologies::NodeId> ranks;
  for (const std::uint64_t id : ends) ranks[id] = 0;
  topologies::NodeId next = 0;
  for (auto& [id, rank] : ranks) rank = next++;
  return ranks;
}

/// A sequence of bits that is the same everywhere.
class Bits {
 public:
  explicit Bits(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return state_ ^ (state_ >> 29);
  }

 private:
  std::uint64_t state_;
};

}  // namespace

TEST_CASE("whole numbers have digits only and fit into 64 bits") {
  using topologies::whole_number_in;
  CHECK(whole_number_in("0") == std::uint64_t{0});
  CHECK(whole_number_in("007") == std::uint64_t{7});
  CHECK(whole_number_in("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
  for (const char* wrong : {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1e3", "18446744073709551616",
                            "99999999999999999999999"}) {
    CAPTURE(wrong);
    CHECK_FALSE(whole_number_in(wrong).has_value());
  }
}

TEST_CASE("decimals are read, and nothing else") {
  CHECK(decimal_in("12") == 12.0);
  CHECK(decimal_in("-.5") == -0.5);
  CHECK(decimal_in("+5.") == 5.0);
  CHECK(decimal_in("1e3") == 1000.0);
  CHECK(decimal_in("2.5E-3") == 0.0025);
  CHECK(decimal_in("1e+2") == 100.0);
  CHECK(decimal_in("0e9999") == 0.0);
  CHECK(decimal_in("1e-9999") == 0.0);
  for (const char* wrong : {"",
                            "-",
                            ".",
                            "e5",
                            "1e",
                            "1e+",
                            "1e+-5",
                            "1e--5",
                            "nan",
                            "inf",
                            "INFINITY",
                            "0x10",
                            "1 2",
                            " 1",
                            "1 ",
                            "1,5",
                            "--1",
                            "1e400",
                            "1.2.3",
                            "1e99999999999",
                            "1e10000",
                            "1e-10000",
                            "1.5e-2147483648",
                            "1e-2147483647",
                            "1e2147483647"}) {
    CAPTURE(wrong);
    CHECK_FALSE(decimal_in(wrong).has_value());
  }
}

TEST_CASE("decimals are rounded as the C library rounds them") {
  Bits bits(4);
  int inexact_path = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::size_t digits = 1 + bits.next() % 22;
    std::string text;
    for (std::size_t k = 0; k < digits; ++k) text += static_cast<char>('0' + bits.next() % 10);
    const std::size_t point = bits.next() % (digits + 1);
    text = fmt::format("{}.{}", text.substr(0, point), text.substr(point));
    if (bits.next() % 2 == 0) {
      text += fmt::format("e{}", static_cast<int>(bits.next() % 60) - 30);
    }
    if (digits > 16) ++inexact_path;
    const std::optional<double> number = decimal_in(text);
    if (number != std::strtod(text.c_str(), nullptr)) FAIL_CHECK("differs: " << text);
  }
  CHECK(inexact_path > 10'000);
}

TEST_CASE("very long decimals are read") {
  CHECK(decimal_in(std::string(400, '0') + "1") == 1.0);
  CHECK(decimal_in("0." + std::string(400, '0') + "1e401") == 1.0);
  CHECK(decimal_in("1" + std::string(300, '0')) == 1e300);
  CHECK_FALSE(decimal_in("1" + std::string(400, '0')).has_value());
}

TEST_CASE("latencies are limited and rounded to nanoseconds") {
  using topologies::latency_in;
  CHECK(latency_in("1.5", 1) == core::Time{1500});
  CHECK(latency_in("7", 1000) == 7 * core::millisecond);
  CHECK(latency_in("0.3", 1000) == core::Time{300'000});
  CHECK(latency_in("-0", 1) == core::Time{0});
  CHECK(latency_in("1e12", 1) == 1'000'000 * core::second);
  CHECK_FALSE(latency_in("1.0001e12", 1).has_value());
  CHECK_FALSE(latency_in("1.0001e9", 1000).has_value());
  CHECK_FALSE(latency_in("-1", 1).has_value());
}

TEST_CASE("names that are 0 … n-1 cost nothing, other numbers stay numbers") {
  using topologies::names_of_nodes;
  CHECK(names_of_nodes({"0", "1", "2"}).find("1", 3) == topologies::NodeId{1});
  CHECK(names_of_nodes({"1", "0"}).are_numbers());
  CHECK(names_of_nodes({"1", "0"}).name(0) == "1");
  CHECK_FALSE(names_of_nodes({"0", "01"}).are_numbers());
  CHECK_FALSE(names_of_nodes({"0", "x"}).are_numbers());
}

TEST_CASE("ids are numbered as a slow map numbers them, dense or sparse") {
  Bits bits(9);
  for (const std::uint64_t spread : {1ull, 2ull, 50ull, 1000ull, 5'000'000ull, 1ull << 40, 0ull}) {
    CAPTURE(spread);
    std::vector<std::uint64_t> ends;
    for (int i = 0; i < 2000; ++i) ends.push_back(spread == 0 ? bits.next() : bits.next() % spread);
    const auto expected = slow_ranks(ends);
    const auto numbered = topologies::number_nodes(ends, 1'000'000);
    REQUIRE(numbered.has_value());
    CHECK(numbered->node_count == expected.size());
    REQUIRE(numbered->links.size() == 1000);
    for (std::size_t i = 0; i < 1000; ++i) {
      CHECK(numbered->links[i] == Link{expected.at(ends[2 * i]), expected.at(ends[2 * i + 1])});
    }
    for (const auto& [id, rank] : expected) {
      CHECK(numbered->names.name(rank) == std::to_string(id));
    }
  }
}

TEST_CASE("more ids than fit are refused") {
  CHECK(topologies::number_nodes({0, 1, 2, 1}, 3).has_value());
  CHECK_FALSE(topologies::number_nodes({0, 1, 2, 3}, 3).has_value());
  CHECK_FALSE(topologies::number_nodes({1ull << 60, 1, 2, 3}, 3).has_value());
}

}  // namespace readers_numbers_test
