// Grids: combinations, axes that move together, the names of columns, what results show.
#include "sim/sweep/grid.hpp"

#include "tests/catch.hpp"

namespace grid_test {

using namespace rippletank;
using registry::Json;
using sweep::Axes;
using sweep::Axis;
using sweep::Choice;

namespace {

Axis axis(std::vector<Json> values) { return {"", std::move(values), {}}; }

std::string mistake_of(const Axes& axes, const sweep::Zip& zip) {
  try {
    sweep::all_choices(axes, zip);
  } catch (const registry::InputError& error) {
    return error.diagnostics().front().message;
  }
  return "";
}

std::vector<std::string> names(const std::vector<std::string>& pointers,
                               const std::vector<std::string>& taken = {}) {
  Axes axes;
  for (const std::string& pointer : pointers) axes.emplace_back(pointer, axis({1}));
  return sweep::column_names(axes, taken);
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("all combinations, the first axis slowest") {
  const Axes axes = {{"/a", axis({1, 2})}, {"/b", axis({"x", "y", "z"})}};
  CHECK(sweep::all_choices(axes, {}) ==
        std::vector<Choice>{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}});
  CHECK(sweep::all_choices({}, {}) == std::vector<Choice>{{}});
}

TEST_CASE("axes that are zipped move together, at the place of the first") {
  const Axes axes = {{"/a", axis({1, 2})}, {"/b", axis({3, 4, 5})}, {"/c", axis({6, 7})}};
  CHECK(sweep::all_choices(axes, {{{"/c", "/a"}}}) ==
        std::vector<Choice>{{0, 0, 0}, {0, 1, 0}, {0, 2, 0}, {1, 0, 1}, {1, 1, 1}, {1, 2, 1}});
}

TEST_CASE("a zip names varied pointers with as many values, each once") {
  const Axes axes = {{"/ttl", axis({1, 2})}, {"/b", axis({3, 4, 5})}, {"/c", axis({1, 2})}};
  CHECK(mistake_of(axes, {{{"/ttl", "/b"}}}) ==
        "expected as many values for each, got 2 for /ttl and 3 for /b");
  CHECK(mistake_of(axes, {{{"/tll", "/b"}}}) == "\"/tll\" is not varied; did you mean \"/ttl\"?");
  CHECK(mistake_of(axes, {{{"/ttl", "/c"}, {"/c"}}}) ==
        "each pointer may stand once, got \"/c\" again");
}

TEST_CASE("more combinations than can be meant are refused before they are made") {
  std::vector<Json> many;
  for (int i = 0; i < 2000; ++i) many.emplace_back(i);
  CHECK(mistake_of({{"/a", axis(many)}, {"/b", axis(many)}, {"/c", axis(many)}}, {})
            .find("more than 1000000 combinations") == 0);
}

TEST_CASE("a column is called by the end of its pointer, as long as that takes") {
  CHECK(names({"/overlay/protocol/ttl_hops", "/seed"}) == Names{"ttl_hops", "seed"});
  CHECK(names({"/firewalls/fraction", "/failures/0/peers/fraction"}) ==
        Names{"firewalls_fraction", "peers_fraction"});
  CHECK(names({"/failures/0/at_s", "/failures/1/at_s"}) ==
        Names{"failures_0_at_s", "failures_1_at_s"});
  CHECK(names({"/queries/origins/0"}) == Names{"origins_0"});
  CHECK(names({"/overlay/queries"}, {"queries"}) == Names{"overlay_queries"});
  CHECK(names({"/seed"}, {"seed"}) == Names{"scenario_seed"});
}

TEST_CASE("results show labels, models, or values as they are") {
  const Json flood = {{"model", "flood"}, {"ttl_hops", 3}};
  const Json deeper = {{"model", "flood"}, {"ttl_hops", 4}};
  const Json irc = {{"model", "irc"}};
  CHECK(sweep::shown(axis({1, "x", true}), 1) == "x");
  CHECK(sweep::shown(axis({flood, irc}), 0) == "flood");
  CHECK(sweep::shown(axis({flood, deeper}), 0) == flood.dump());
  CHECK(sweep::shown(axis({Json::array({1, 2})}), 0) == "[1,2]");
  CHECK(sweep::shown({"", {flood, irc}, {"old", "new"}}, 1) == "new");
}

}  // namespace grid_test
