// Axes: lists, named values and ranges, from files and from command lines.
#include "sim/sweep/axis.hpp"

#include "tests/catch.hpp"

namespace axis_test {

using namespace rippletank;
using registry::Json;
using sweep::Axis;
using sweep::range_values;
using sweep::Scale;

namespace {

std::string mistake_of(const std::string& text) {
  try {
    sweep::read_axis("/a", text);
  } catch (const registry::InputError& error) {
    return to_string(error.diagnostics().front());
  }
  return "";
}

Json values_of(const std::string& text) { return sweep::read_axis("/a", text).values; }

}  // namespace

TEST_CASE("a range has both ends, and numbers as people write them") {
  CHECK(Json(range_values(0, 0.9, 10, Scale::linear, false)).dump() ==
        "[0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9]");
  CHECK(Json(range_values(1, 7, 7, Scale::linear, false)).dump() == "[1,2,3,4,5,6,7]");
  CHECK(Json(range_values(3, 1, 3, Scale::linear, false)).dump() == "[3,2,1]");
  CHECK(Json(range_values(5, 5, 1, Scale::linear, false)).dump() == "[5]");
  CHECK(Json(range_values(100, 100'000, 4, Scale::logarithmic, false)).dump() ==
        "[100,1000,10000,100000]");
  CHECK(Json(range_values(0.001, 1000, 7, Scale::logarithmic, false)).dump() ==
        "[0.001,0.01,0.1,1,10,100,1000]");
}

TEST_CASE("the ends of a range are as they were written, to the last digit") {
  CHECK(Json(range_values(1234567890123, 1234567890993, 2, Scale::linear, false)).dump() ==
        "[1234567890123,1234567890993]");
  CHECK(Json(range_values(0.1234567890123456, 1, 2, Scale::linear, false))[0] ==
        0.1234567890123456);
  CHECK(values_of("-1.7e308:1.7e308:3")[1] == 0);
  CHECK(values_of("1e-310:1:3").size() == 3);
}

TEST_CASE("whole numbers of a range stand once each") {
  CHECK(Json(range_values(1, 10, 6, Scale::logarithmic, true)).dump() == "[1,2,3,4,6,10]");
  CHECK(Json(range_values(1, 3, 9, Scale::linear, true)).dump() == "[1,2,3]");
}

TEST_CASE("a command line names values, or the ends of a range and their number") {
  CHECK(values_of("1,2,3").dump() == "[1,2,3]");
  CHECK(values_of("5").dump() == "[5]");
  CHECK(values_of("flood,gnutella_0_4").dump() == R"(["flood","gnutella_0_4"])");
  CHECK(values_of("true,1.5,x").dump() == R"([true,1.5,"x"])");
  CHECK(values_of("0:1:3").dump() == "[0,0.5,1]");
  CHECK(values_of(R"([{"model":"flood"}, 3])").dump() == R"([{"model":"flood"},3])");
  CHECK(values_of(R"({"from":10,"to":1000,"steps":3,"scale":"logarithmic"})").dump() ==
        "[10,100,1000]");
}

TEST_CASE("mistakes in an axis say what was expected") {
  CHECK(mistake_of("1,1") == "--vary: error: /a: expected each value once, got 1 again");
  CHECK(mistake_of("0:1:x").find("expected a whole number, 1 to") != std::string::npos);
  CHECK(mistake_of("0:1:1").find("both ends are values") != std::string::npos);
  CHECK(mistake_of("{\"from\":0,\"to\":1,\"steps\":3,\"scale\":\"logarithmic\"}")
            .find("positive ends") != std::string::npos);
  CHECK(mistake_of("{\"from\":0,\"too\":1,\"steps\":3}").find("did you mean \"to\"?") !=
        std::string::npos);
  CHECK(mistake_of("[1,") != "");
  CHECK(mistake_of("[]") == "--vary: error: /a: expected at least one value, got none");
  CHECK(mistake_of("{\"values\":[1,2],\"labels\":[\"x\"]}").find("expected one for each of 2") !=
        std::string::npos);
}

}  // namespace axis_test
