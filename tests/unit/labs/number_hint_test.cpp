// Numbers as people write them are told as JSON has them.
#include "analysis/labs/number_hint.hpp"

#include "tests/catch.hpp"

namespace number_hint_test {

using rippletank::labs::number_hint;

TEST_CASE("decimal commas, fractions, groups and units get what to write instead") {
  CHECK(number_hint("0,5") == "write 0.5");
  CHECK(number_hint("-12,25") == "write -12.25");
  CHECK(number_hint("0,125") == "write 0.125");
  CHECK(number_hint(",5") == "write 0.5");
  CHECK(number_hint(".5") == "write 0.5");
  CHECK(number_hint("+5.") == "write 5");
  CHECK(number_hint("1/4") == "write 0.25");
  CHECK(number_hint("1 / 3") == "write 0.3333333333333333");
  CHECK(number_hint("6/3") == "write 2");
  CHECK(number_hint("1,234") == "write 1234, or 1.234 if the comma is a decimal one");
  CHECK(number_hint("1,234,567") == "write 1234567");
  CHECK(number_hint("1,234,567.5") == "write 1234567.5");
  CHECK(number_hint("1.234.567") == "write 1234567");
  CHECK(number_hint("1.234,5") == "write 1234.5");
  CHECK(number_hint("1 234 567") == "write 1234567");
  CHECK(number_hint("1'234") == "write 1234");
  CHECK(number_hint("1\u202f234") == "write 1234");
  CHECK(number_hint("1\u2019234") == "write 1234");
  CHECK(number_hint("12 ms") == "write 12, if that is in the unit asked for");
  CHECK(number_hint("12ms") == "write 12, if that is in the unit asked for");
  CHECK(number_hint("0,81 µs") == "write 0.81, if that is in the unit asked for");
  CHECK(number_hint("1,5e3") == "write 1.5e3");
  CHECK(number_hint("48 %") == "write 0.48 for a share of 1, 48 for percent");
}

TEST_CASE("what is written as it should be, or is no number, gets no hint") {
  for (const char* text :
       {"",      " ",       "52",  "-1.5e3", "many",  "about 5 or 6", "1/0",      "1/",
        "/",     ",",       ".",   "-",      "1,2,3", "1,23,456",     "%",        "ms",
        "1.2.3", "\"0,5\"", "5-6", "3.5 10", "5 2",   "2 1/2",        "12 34 567"}) {
    INFO(text);
    CHECK(number_hint(text).empty());
  }
}

}  // namespace number_hint_test
