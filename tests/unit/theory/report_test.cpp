// Predictions as text and JSON, and their rounding.
#include "analysis/theory/report.hpp"

#include <cmath>
#include <set>
#include <sstream>
#include <utility>

#include "analysis/theory/laws.hpp"
#include "sim/registry/wrap.hpp"
#include "tests/catch.hpp"

namespace report_test {

using namespace rippletank::theory;

namespace {

Findings example() {
  Findings findings;
  findings.law = "example";
  findings.title = "An example";
  findings.assumptions = {"All is well."};
  findings.sources = {"a book"};
  return findings;
}

std::string table_of(const Prediction& prediction, bool played = true) {
  Findings findings = example();
  findings.predictions = {prediction};
  return to_text({findings}, played);
}

}  // namespace

TEST_CASE("values have nine significant digits, and whole numbers all of theirs") {
  CHECK(rounded(1.0 / 3) == 0.333333333);
  CHECK(rounded(-2.0 / 3e7) == -6.66666667e-8);
  CHECK(rounded(123456789.123) == 123456789.0);
  CHECK(rounded(123456789012.0) == 123456789012.0);
  CHECK(rounded(123456789012.5) == 123456789000.0);
  CHECK(rounded(1.0 / 3, 6) == 0.333333);
  CHECK(rounded(0) == 0);
  CHECK(std::isinf(rounded(1 / rounded(0))));
}

TEST_CASE("the difference is told as it fits the strength of a law") {
  CHECK(table_of({"a", "value", "", 40, Strength::exact, 40}).find("none\n") != std::string::npos);
  CHECK(table_of({"a", "value", "", 40, Strength::exact, 41}).find("+2.50 %\n") !=
        std::string::npos);
  CHECK(table_of({"a", "value", "", 0, Strength::exact, 3}).find("+3\n") != std::string::npos);
  CHECK(table_of({"a", "value", "", 1, Strength::asymptotic, 0.99999}).find("< 0.01 %\n") !=
        std::string::npos);
  for (const auto& [strength, holds_above] :
       {std::pair{Strength::lower_bound, true}, std::pair{Strength::upper_bound, false}}) {
    CHECK(table_of({"a", "value", "", 5, strength, holds_above ? 6 : 4}).find("     holds\n") !=
          std::string::npos);
    CHECK(table_of({"a", "value", "", 5, strength, holds_above ? 4 : 6}).find("does not hold\n") !=
          std::string::npos);
  }
}

TEST_CASE("a bound on a mean may be missed by as much as chance moves it") {
  Prediction prediction{"a", "value", "", 5, Strength::lower_bound, 4.8};
  prediction.standard_error = 0.1;
  CHECK(table_of(prediction).find("within chance\n") != std::string::npos);
  prediction.standard_error = 0.05;
  CHECK(table_of(prediction).find("does not hold\n") != std::string::npos);
}

TEST_CASE("what was not counted has a reason, if there was a run") {
  Prediction prediction{"a", "value", "", 40};
  prediction.why_not = "nobody looked";
  CHECK(table_of(prediction).find("Not counted: nobody looked.") != std::string::npos);
  CHECK(table_of(prediction, false).find("Not counted") == std::string::npos);
  CHECK(table_of(prediction, false).find("counted") == std::string::npos);
  prediction.simulated = 37;
  CHECK(table_of(prediction, false).find("37") == std::string::npos);
  CHECK(table_of(prediction, false).find("percent") == std::string::npos);
  prediction.simulated.reset();
  CHECK(to_json({[&] {
          Findings findings = example();
          findings.predictions = {prediction};
          return findings;
        }()})[0]["predictions"][0]["not_counted_as"] == "nobody looked");
}

TEST_CASE("no line of a table is wider than a terminal") {
  Prediction prediction{"a",        std::string(70, 'x'),  "ms",
                        1234567.89, Strength::upper_bound, 1234567.0};
  prediction.standard_error = 12.5;
  Findings findings = example();
  findings.predictions = {prediction};
  findings.assumptions = {std::string(30, 'a') + " " + std::string(60, 'b')};
  std::istringstream lines(to_text({findings}, true) + nothing_applies());
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(rippletank::registry::display_columns(line) <= 80);
  }
}

TEST_CASE("every law has a name of its own and says what it predicts") {
  std::set<std::string> names;
  for (const Law& law : laws()) {
    CHECK(names.insert(law.name).second);
    CHECK(std::string(law.predicts).back() == '.');
  }
  CHECK(nothing_applies().find(laws().front().name) != std::string::npos);
}

}  // namespace report_test
