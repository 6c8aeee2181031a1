// Conditions: what holds for which values, and what is no condition.
#include "sim/sweep/condition.hpp"

#include "sim/registry/diagnostics.hpp"
#include "tests/catch.hpp"

namespace condition_test {

using namespace rippletank;
using registry::Json;
using sweep::Condition;

namespace {

const std::vector<std::string>& columns() {
  static const std::vector<std::string> all = {"ttl_hops", "fraction", "model", "on", "größe"};
  return all;
}

bool holds(const std::string& text) {
  return Condition(text, columns()).holds({5, 0.25, "flood", true, 3});
}

std::string mistake_of(const std::string& text) {
  try {
    holds(text);
  } catch (const registry::InputError& error) {
    return error.diagnostics().front().message;
  }
  return "";
}

}  // namespace

TEST_CASE("conditions compare columns with values and with each other") {
  CHECK(holds("ttl_hops <= 5"));
  CHECK_FALSE(holds("ttl_hops < 5"));
  CHECK(holds("ttl_hops=5 and fraction!=1"));
  CHECK(holds("ttl_hops == 5"));
  CHECK(holds("model = \"flood\""));
  CHECK(holds("model != 'irc'"));
  CHECK(holds("model < 'irc'"));
  CHECK(holds("on"));
  CHECK_FALSE(holds("not on"));
  CHECK(holds("on = true"));
  CHECK(holds("fraction < ttl_hops"));
  CHECK_FALSE(holds("model = 5"));
  CHECK(holds("größe > 2"));
}

TEST_CASE("products come before sums, sums before comparisons, not before and before or") {
  CHECK(holds("1 + 2 * 3 = 7"));
  CHECK(holds("(1 + 2) * 3 = 9"));
  CHECK(holds("8 / 4 / 2 = 1"));
  CHECK(holds("10 - 4 - 3 = 3"));
  CHECK(holds("-ttl_hops + 6 = 1"));
  CHECK(holds("2 * -3 = -6"));
  CHECK(holds("1e-2 * 100 = 1"));
  CHECK(holds("0.5 > fraction"));
  CHECK(holds("true or false and false"));
  CHECK_FALSE(holds("(true or false) and false"));
  CHECK(holds("not false and true"));
  CHECK(holds("not (ttl_hops > 5 or fraction > 0.5)"));
}

TEST_CASE("what is no condition says what was expected") {
  CHECK(mistake_of("tll_hops < 3") ==
        "\"tll_hops < 3\": there is no column \"tll_hops\"; did you mean \"ttl_hops\"?");
  CHECK(mistake_of("peers < 3") ==
        "\"peers < 3\": there is no column \"peers\"; expected one of: ttl_hops, fraction, "
        "model, on, größe");
  CHECK(mistake_of("ttl_hops <") == "\"ttl_hops <\": expected a column or a value, got the end");
  CHECK(mistake_of("ttl_hops < 3 4") ==
        "\"ttl_hops < 3 4\": expected and, or, or the end, got \"4\"");
  CHECK(mistake_of("(on") == "\"(on\": expected \")\", got the end");
  CHECK(mistake_of("") != "");
  CHECK(mistake_of("model < 3") == "\"model < 3\": expected two numbers or two texts around <");
  CHECK(mistake_of("model + 3 = 4") == "\"model + 3 = 4\": expected numbers around +");
  CHECK(mistake_of("ttl_hops") == "\"ttl_hops\": expected something true or false with \"where\"");
  CHECK(mistake_of("on && on") != "");
  CHECK(mistake_of("model = 'x") == "\"model = 'x\": a text without its closing quote");
  CHECK(mistake_of(std::string(5000, '(')).find("too deeply nested") != std::string::npos);
  CHECK(mistake_of(std::string(5000, '-') + "1").find("too deeply nested") != std::string::npos);
}

}  // namespace condition_test
