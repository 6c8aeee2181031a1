// Counts as people read them: groups of three digits, and nouns in the right number.
#include "sim/registry/counts.hpp"

#include "tests/catch.hpp"

namespace counts_test {

using namespace rippletank::registry;

TEST_CASE("digits are grouped by threes before the point") {
  CHECK(grouped("") == "");
  CHECK(grouped("999") == "999");
  CHECK(grouped("1000") == "1,000");
  CHECK(grouped("-100") == "-100");
  CHECK(grouped("-1000.5") == "-1,000.5");
  CHECK(grouped("1234567.8901") == "1,234,567.8901");
  CHECK(count_text(0) == "0");
  CHECK(count_text(18446744073709551615U) == "18,446,744,073,709,551,615");
}

TEST_CASE("one is singular, none and several are plural") {
  CHECK(count_in_words(0, "link", "links") == "0 links");
  CHECK(count_in_words(1, "link", "links") == "1 link");
  CHECK(count_in_words(2, "link", "links") == "2 links");
  CHECK(count_in_words(10876, "node", "nodes") == "10,876 nodes");
}

}  // namespace counts_test
