// Listed queries: who asks when, and origins that do not exist.
#include <limits>
#include <string>

#include "tests/unit/workload/workload_shared.hpp"

namespace list_test {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

namespace {

Json list(const Json& origins, double start_s, double interval_s) {
  return {
      {"model", "list"}, {"origins", origins}, {"start_s", start_s}, {"interval_s", interval_s}};
}

}  // namespace

TEST_CASE("list: the named peers ask one after the other") {
  const auto queries = queries_of(list({"p3", "p0", "p3"}, 1.5, 0.25), set_up(4));
  REQUIRE(queries.size() == 3);
  CHECK(queries[0].start == 1'500'000'000);
  CHECK(queries[1].start == 1'750'000'000);
  CHECK(queries[2].start == 2'000'000'000);
  CHECK(queries[0].origin == 3);
  CHECK(queries[1].origin == 0);
  CHECK(queries[2].origin == 3);
  CHECK_FALSE(queries[0].item);
}

TEST_CASE("list: no interval, no peers, many years") {
  for (const auto& query : queries_of(list({"p0", "p1"}, 2, 0), set_up(2))) {
    CHECK(query.start == 2'000'000'000);
  }
  CHECK(queries_of(list(Json::array(), 0, 1), set_up(2)).empty());
  const Json origins(40, "p0");
  const auto queries = queries_of(list(origins, core::longest_s, core::longest_s), set_up(1));
  REQUIRE(queries.size() == 40);
  CHECK(ascend(queries));
  CHECK(queries[28].start == 29 * core::from_seconds(core::longest_s));
  CHECK(queries[29].start == core::never);  // 300 years do not fit
  CHECK(queries[39].start == core::never);
}

TEST_CASE("list: the number of queries is known beforehand") {
  const registry::Model model = model_of(list({"p0", "p0"}, 0, 1));
  const workload::QueryModel& queries = workload::query_model(model);
  CHECK(queries.count(model.parameters.get()) == std::uint64_t{2});
  CHECK_FALSE(queries.endless);
  CHECK(workload::query_model(model_of({{"model", "poisson"}})).endless);
}

TEST_CASE("list: every origin that is no peer is named, at its place") {
  try {
    queries_of(list({"p0", "p9", 7, "p1"}, 0, 1), set_up(2));
    FAIL("expected mistakes");
  } catch (const registry::InputError& error) {
    REQUIRE(error.diagnostics().size() == 2);
    CHECK(error.diagnostics()[0].pointer == "/queries/origins/1");
    CHECK(error.diagnostics()[1].pointer == "/queries/origins/2");
    CHECK(error.diagnostics()[0].message.find("p9") != std::string::npos);
    CHECK(error.diagnostics()[1].message.find("p0, p1, …") != std::string::npos);
  }
}

}  // namespace list_test
