// Outages from a file: what they say, and what is wrong with them.
#include "sim/failures/outages.hpp"

#include <cmath>
#include <string>

#include "tests/catch.hpp"

namespace outages_test {

using namespace rippletank;
using failures::Eligible;
using failures::Outage;
using failures::Plant;

namespace {

/// Hosts a to e and a device f.
Plant plant() {
  Plant plant;
  plant.is_device = {false, false, false, false, false, true};
  plant.find = [](std::string_view name) -> std::optional<std::uint32_t> {
    if (name.size() != 1 || name[0] < 'a' || name[0] > 'f') return {};
    return static_cast<std::uint32_t>(name[0] - 'a');
  };
  plant.advise = [](std::string_view) { return std::string("expected a to f"); };
  return plant;
}

std::vector<Outage> outages(const std::string& text, Eligible eligible = Eligible::all) {
  return failures::parse_outages(text, "down.csv", plant(), eligible);
}

std::string refusal_of(const std::string& text, Eligible eligible = Eligible::all) {
  try {
    outages(text, eligible);
  } catch (const registry::InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("outages come in the order of time, those of one span together") {
  const std::vector<Outage> read =
      outages("up_s,id,down_s\n20,c,10\n9.5,b,1\n20,a,10\n,e,3\n20,a,10\n");
  REQUIRE(read.size() == 3);
  CHECK((read[0].down_s == 1 && read[0].up_s == 9.5));
  CHECK(read[0].nodes == std::vector<std::uint32_t>{1});
  CHECK((read[1].down_s == 3 && std::isinf(read[1].up_s)));
  CHECK(read[2].nodes == std::vector<std::uint32_t>{0, 2});
  CHECK(outages("id,down_s,up_s\n").empty());
}

TEST_CASE("mistakes in a file of outages are told with their lines") {
  const std::string told = refusal_of("id,down_s,up_s\na,1,2\nx,1,2\nb,-1,2\nc,5,5\nd,1,soon\n");
  CHECK_THAT(told, Catch::Contains("down.csv:3: error: id: no node \"x\" in the underlay; "
                                   "expected a to f"));
  CHECK_THAT(told, Catch::Contains("down.csv:4: error: down_s: expected a number like 0.5, 0 to"));
  CHECK_THAT(told,
             Catch::Contains("down.csv:5: error: up_s: expected more than down_s (5), got 5"));
  CHECK_THAT(told, Catch::Contains("down.csv:6: error: up_s: expected a number like 0.5"));
  CHECK_THAT(refusal_of("id,down_s\na,1\n"),
             Catch::Contains("missing column \"up_s\"; expected the header id,down_s,up_s"));
  CHECK_THAT(refusal_of("id,down_s,up_s,state\na,1,2,0\n"),
             Catch::Contains("unknown column \"state\""));
  CHECK_THAT(refusal_of("id,down_s,up_s\nf,1,2\n", Eligible::hosts),
             Catch::Contains("down.csv:2: error: id: expected a host, and \"f\" is a device"));
  CHECK_THAT(refusal_of("id,down_s,up_s\na,1,2\n", Eligible::devices),
             Catch::Contains("id: expected a device, and \"a\" is a host"));
}

}  // namespace outages_test
