// Which queries are fetched: a share of them, the same in every query model, the rest as before.
#include <cmath>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/workload/workload_shared.hpp"

namespace downloading_test {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

namespace {

std::vector<bool> fetched(const std::vector<overlay::Query>& queries) {
  std::vector<bool> flags;
  for (const overlay::Query& query : queries) flags.push_back(query.download);
  return flags;
}

}  // namespace

TEST_CASE("so many queries are fetched as the share says, more of it fetch the same and others") {
  constexpr std::size_t n = 20'000;
  Json list = {{"model", "list"}, {"origins", Json(n, "p1")}};
  const auto plain = queries_of(list, set_up(5));
  list["download_share"] = 0.3;
  CHECK(fetched(queries_of(list, set_up(5))) == std::vector<bool>(n, false));
  list["download"] = true;
  const auto few = queries_of(list, set_up(5));
  list["download_share"] = 0.6;
  const auto more = queries_of(list, set_up(5));
  list["download_share"] = 1;
  const auto all = queries_of(list, set_up(5));
  double count = 0;
  for (std::size_t i = 0; i < n; ++i) {
    CHECK(plain[i].start == few[i].start);
    CHECK(plain[i].origin == few[i].origin);
    CHECK((more[i].download || !few[i].download));
    CHECK(all[i].download);
    count += few[i].download ? 1 : 0;
  }
  // Binomial; five deviations, passed by chance once in 1.7 million.
  CHECK(std::abs(count - 0.3 * n) < 5 * std::sqrt(0.3 * 0.7 * n));
}

TEST_CASE("which queries are fetched depends on their number and the seed, not on the model") {
  const auto at_random = fetched(queries_of(
      {{"model", "poisson"}, {"rate_per_min", 60}, {"download", true}, {"download_share", 0.5}},
      set_up(5, 1, 100 * core::second)));
  REQUIRE(at_random.size() > 300);
  Json list = {{"model", "list"},
               {"origins", Json(at_random.size(), "p1")},
               {"download", true},
               {"download_share", 0.5}};
  CHECK(fetched(queries_of(list, set_up(5))) == at_random);
  CHECK(fetched(queries_of(list, set_up(5, 2))) != at_random);
}

}  // namespace downloading_test
