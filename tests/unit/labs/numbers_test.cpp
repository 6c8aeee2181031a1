// Numbers follow from the name alone, are the same everywhere, and stand in texts as people read.
#include "analysis/labs/numbers.hpp"

#include <map>

#include "tests/catch.hpp"
#include "tests/unit/labs/shipped.hpp"

namespace numbers_test {

using namespace rippletank;
using namespace rippletank::labs;
using rippletank::tests::shipped_labs;

namespace {

const Lab& lab(const std::string& name) {
  for (const Lab& one : shipped_labs()) {
    if (one.name == name) return one;
  }
  throw std::runtime_error("no lab " + name);
}

}  // namespace

TEST_CASE("the numbers of a name never change") {
  CHECK(numbers_json(numbers_for(lab("06_flooding_and_ttl"), "Zoë Łukasz")).dump() ==
        R"({"degree":4,"ttl":4,"pairs":20,"seed":488083,"peers":40,"longer_ttl":5,)"
        R"("wider_degree":5})");
  CHECK(numbers_json(
            drawn_numbers(lab("01_star_bus_ring"), numbers_for(lab("01_star_bus_ring"), "ann")))
            .dump() == R"({"stations":24,"sender":4,"cut":5})");
}

TEST_CASE("numbers are those that the lab allows, each about as often") {
  const Lab& one = lab("01_star_bus_ring");
  std::map<double, int> stations;
  for (int i = 0; i < 1500; ++i) {
    const Numbers numbers = numbers_for(one, "student " + std::to_string(i));
    ++stations[*find(numbers, "stations")];
    CHECK(*find(numbers, "next") == *find(numbers, "cut") + 1);
  }
  CHECK(stations.size() == 15);
  CHECK(stations.begin()->first == 10);
  CHECK(stations.rbegin()->first == 24);
  // Each is binomial with mean 100 and standard deviation 9.7.
  for (const auto& [number, times] : stations) CHECK(std::abs(times - 100) < 45);
}

TEST_CASE("names of students are texts that files and tables can hold") {
  for (const char* name : {"ann", "Zoë Łukasz", "李雷", "2026-0417", "o'Neill", "a,b", "a\"b"}) {
    CHECK(why_no_student(name).empty());
  }
  for (const std::string name :
       {"", " ann", "ann ", "a\nb", "a\x1b[31m", "\xff", "=1+1", "+1", "-1", "@a"}) {
    CHECK_FALSE(why_no_student(name).empty());
  }
  CHECK(why_no_student(std::string(64, 'x')).empty());
  CHECK_FALSE(why_no_student(std::string(65, 'x')).empty());
}

TEST_CASE("texts have numbers in groups, scenarios have them plain") {
  const Numbers numbers = {{"n", 12345}, {"half", 6.5}};
  CHECK(filled(std::string("{n} of {half}."), numbers) == "12,345 of 6.5.");
  CHECK(filled_plainly("file_{n}.csv", numbers) == "file_12345.csv");
  const registry::Json json = {"{n}", {{"a", "{half}"}, {"b", "x{n}"}}, 3, nullptr};
  CHECK(filled(json, numbers).dump() == R"([12345,{"a":6.5,"b":"x12345"},3,null])");
  CHECK(placeholders("{a} b {c}{d}") == std::vector<std::string>{"a", "c", "d"});
  CHECK(placeholders("no").empty());
  CHECK(number_json(3).dump() == "3");
  CHECK(number_json(0.5).dump() == "0.5");
}

}  // namespace numbers_test
