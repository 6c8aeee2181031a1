// Suggestions: the distance against its slow definition, and the names that slips mean.
#include "sim/registry/suggest.hpp"

#include <algorithm>

#include "tests/catch.hpp"

namespace suggest_test {

using namespace rippletank::registry;

namespace {

/// The definition as a recursion, with every prefix computed anew.
std::size_t slow_distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const auto but_last = [](std::string_view text, std::size_t count) {
    return text.substr(0, text.size() - count);
  };
  std::size_t least =
      slow_distance(but_last(a, 1), but_last(b, 1)) + (a.back() == b.back() ? 0 : 1);
  least = std::min(least, slow_distance(but_last(a, 1), b) + 1);
  least = std::min(least, slow_distance(a, but_last(b, 1)) + 1);
  if (a.size() > 1 && b.size() > 1 && a.back() == b[b.size() - 2] && b.back() == a[a.size() - 2]) {
    least = std::min(least, slow_distance(but_last(a, 2), but_last(b, 2)) + 1);
  }
  return least;
}

const std::vector<std::string>& keys() {
  static const std::vector<std::string> names = {"name",    "seed",     "horizon_s", "warm_up_s",
                                                 "overlay", "underlay", "queries",   "ttl_hops"};
  return names;
}

}  // namespace

TEST_CASE("the distance of two words is that of the recursive definition") {
  const std::vector<std::string> words = {"",     "a",    "b",   "ab",   "ba",    "abc",
                                          "acb",  "cab",  "bca", "abab", "baba",  "aabb",
                                          "seed", "sede", "sed", "deed", "seeds", "ese"};
  for (const std::string& a : words) {
    for (const std::string& b : words) {
      INFO(a << " and " << b);
      CHECK(edit_distance(a, b) == slow_distance(a, b));
    }
  }
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("ca", "abc") == 3);  // optimal string alignment; Damerau's own would be 2
}

TEST_CASE("slips of the keyboard, other cases and abbreviations are understood") {
  CHECK(nearest_name("sede", keys()) == "seed");
  CHECK(nearest_name("SEED", keys()) == "seed");
  CHECK(nearest_name("horizonS", keys()) == "horizon_s");
  CHECK(nearest_name("horizon", keys()) == "horizon_s");
  CHECK(nearest_name("ttl", keys()) == "ttl_hops");
  CHECK(nearest_name("tll_hops", keys()) == "ttl_hops");
  CHECK(nearest_name("overlay_network", keys()) == "overlay");
  CHECK(nearest_name("tree_mesh", {"tree", "true_mesh"}) == "true_mesh");
}

TEST_CASE("what is near to nothing gets no suggestion") {
  CHECK(nearest_name("colour", keys()).empty());
  CHECK(nearest_name("", keys()).empty());
  CHECK(nearest_name("x", keys()).empty());
  CHECK(nearest_name("seed", {}).empty());
  CHECK(nearest_name(std::string(65, 's'), {std::string(64, 's')}).empty());
  CHECK(nearest_name("under", {"underlay", "underpass"}).empty());  // the beginning of both
}

TEST_CASE("a suggestion ends a message, or lists what there is") {
  CHECK(suggestion("sede", {"seed", "name"}) == "; did you mean \"seed\"?");
  CHECK(suggestion("colour", {"seed", "name"}) == "; expected one of: seed, name");
  CHECK(suggestion("colour", {}).empty());
}

}  // namespace suggest_test
