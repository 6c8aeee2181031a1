// What is expected, in words, for every form of a parameter.
#include "sim/registry/type.hpp"

#include "sim/core/distributions.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"
#include "tests/catch.hpp"

namespace type_test {

using namespace rippletank::registry;

namespace {

enum class Colour { red, blue };

struct Inner {
  std::uint32_t n = 1;
  static const Section& section() {
    static const Section table = Table<Inner>{}.field("n", &Inner::n, {.description = "N."});
    return table;
  }
};

template <class T>
std::string words(Field field = {}) {
  return Codec<T>::type(field).text();
}

}  // namespace

}  // namespace type_test

template <>
struct rippletank::registry::ChoiceNames<type_test::Colour> {
  static constexpr std::array<std::pair<const char*, type_test::Colour>, 2> names = {
      {{"red", type_test::Colour::red}, {"blue", type_test::Colour::blue}}};
};

namespace type_test {

TEST_CASE("a range says what it allows, and allows what it says") {
  CHECK(between(0, 1).text() == "0 to 1");
  CHECK(at_least(3).text() == "at least 3");
  CHECK(more_than(0).text() == "more than 0");
  CHECK(more_than_up_to(0, 0.5).text() == "more than 0, at most 0.5");
  CHECK(Range{-1e300 * 1e300, 7}.text() == "at most 7");
  CHECK(Range{}.text().empty());
  CHECK(between(0, two_to_64).text() == "0 to 18446744073709551615");
  CHECK(between(0, 100'000'000).text() == "0 to 100000000");

  CHECK(between(0, 1).contains(0));
  CHECK(between(0, 1).contains(1));
  CHECK_FALSE(between(0, 1).contains(1.0000000000000002));
  CHECK_FALSE(more_than(0).contains(0));
  CHECK(more_than(0).contains(5e-324));
  CHECK_FALSE(more_than_up_to(0, 1).contains(2));
  CHECK_FALSE(Range{}.contains(std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("every form of a parameter is named in words") {
  CHECK(words<std::uint32_t>({.unit = "peers", .range = at_least(1)}) ==
        "a whole number, 1 to 4294967295 [peers]");
  CHECK(words<std::uint64_t>() == "a whole number, 0 to 18446744073709551615");
  CHECK(words<std::int64_t>() == "a whole number");
  CHECK(words<double>({.unit = "ms", .range = more_than(0)}) == "a number, more than 0 [ms]");
  CHECK(words<bool>() == "true or false");
  CHECK(words<std::string>() == "a text");
  CHECK(words<Colour>() == "one of red, blue");
  CHECK(words<FilePath>() == "a file path");
  CHECK(words<Id>() == "an id (a whole number or a name)");
  CHECK(words<rippletank::core::Distribution>({.unit = "ms", .range = at_least(0)}) ==
        "a number or a distribution, at least 0 [ms]");
  CHECK(words<std::vector<double>>({.unit = "s"}) == "a list of: a number [s]");
  CHECK(words<Inner>() == "an object");
  CHECK(words<std::optional<bool>>() == "true or false");
  CHECK(words<Model>({.catalogue = &distributions()}) ==
        "an object with a \"model\", one of the distributions");
}

}  // namespace type_test
