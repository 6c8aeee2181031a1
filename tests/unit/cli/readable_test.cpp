// Numbers, sizes and bars as the summaries show them.
#include "sim/run/readable.hpp"

#include "tests/catch.hpp"

namespace readable_test {

using namespace rippletank::run;

TEST_CASE("counts: grouped when whole or large, else with few digits") {
  CHECK(readable_count(0) == "0");
  CHECK(readable_count(999) == "999");
  CHECK(readable_count(1000) == "1,000");
  CHECK(readable_count(1234567) == "1,234,567");
  CHECK(readable_count(9999999999.0) == "9,999,999,999");
  CHECK(readable_count(0.5) == "0.500");
  CHECK(readable_count(12.345) == "12.35");
  CHECK(readable_count(123.45) == "123.5");
  CHECK(readable_count(1234.5) == "1,234");
  CHECK(readable_count(1e12) == "1.0000e+12");
}

TEST_CASE("bytes: decimal units with three digits") {
  CHECK(readable_bytes(0) == "0 B");
  CHECK(readable_bytes(999) == "999 B");
  CHECK(readable_bytes(9'994) == "9.99 kB");
  CHECK(readable_bytes(9'999) == "10.0 kB");
  CHECK(readable_bytes(999'499) == "999 kB");
  CHECK(readable_bytes(999'999) == "1.00 MB");
  CHECK(readable_bytes(1000) == "1.00 kB");
  CHECK(readable_bytes(1550000) == "1.55 MB");
  CHECK(readable_bytes(15500000) == "15.5 MB");
  CHECK(readable_bytes(155e9) == "155 GB");
  CHECK(readable_bytes(1e18) == "1000 PB");
}

TEST_CASE("small numbers show three digits, and others keep their decimals") {
  CHECK(readable_number(0, 1) == "0.0");
  CHECK(readable_number(12.345, 1) == "12.3");
  CHECK(readable_number(0.05, 1) == "0.1");
  CHECK(readable_number(0.04, 1) == "0.0400");
  CHECK(readable_number(0.01234, 1) == "0.0123");
  CHECK(readable_number(0.0009996, 1) == "0.00100");
  CHECK(readable_number(1e-9, 3) == "0.00000000100");
  CHECK(readable_number(0.0004, 3) == "0.000400");
  CHECK(readable_number(1e-17, 3) == "0.000");
  CHECK(readable_count(0.0004) == "0.000400");
  CHECK(readable_count(1e-17) == "0.000");
}

TEST_CASE("bars: to an eighth of a column") {
  CHECK(bar(0).empty());
  CHECK(bar(0.06).empty());
  CHECK(bar(0.125) == "\u258f");
  CHECK(bar(1) == "\u2588");
  CHECK(bar(2.5) == "\u2588\u2588\u258c");
}

}  // namespace readable_test
