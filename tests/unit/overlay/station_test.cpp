// Servers by hand: who is served when, what waits, what is refused and what is lost.
#include "sim/overlay/station.hpp"

#include "tests/catch.hpp"

namespace station_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;
namespace overlay = rippletank::overlay;

namespace {

constexpr core::Time ms = core::millisecond;

overlay::Station::Request request(core::PeerId from) { return {from, {}}; }

overlay::Station station(std::uint32_t workers, std::optional<std::uint32_t> places = {}) {
  return overlay::Station({workers, core::Distribution{core::Constant{10}}, places, 20 * ms, 0}, 1,
                          0);
}

}  // namespace

TEST_CASE("a worker serves one request after the other") {
  overlay::Station server = station(1);
  const auto first = server.arrive(0, request(1));
  REQUIRE(first.started);
  CHECK(first.started->end == 10 * ms);
  const auto second = server.arrive(4 * ms, request(2));
  CHECK(second.taken);
  CHECK(!second.started);
  const auto finished = server.finish(10 * ms, first.started->job);
  REQUIRE(finished);
  CHECK(finished->request.from == 1);
  REQUIRE(finished->next);
  CHECK(finished->next->end == 20 * ms);
  const auto last = server.finish(20 * ms, finished->next->job);
  REQUIRE(last);
  CHECK(last->request.from == 2);
  CHECK(!last->next);
  const measure::ServerRecord record = server.record(40 * ms);
  CHECK(record.count.arrived == 2);
  CHECK(record.count.served == 2);
  CHECK(record.response_ms_mean() == 13.0);  // 10 and 16
  CHECK(record.count.longest_response == 16 * ms);
  CHECK(record.utilisation(40 * ms) == 0.5);
  CHECK(record.waiting_mean(40 * ms) == 6.0 / 40);  // from 4 to 10
  CHECK(record.waiting.greatest() == 1);
  REQUIRE(record.busy.bins().size() == 2);
  CHECK(record.busy.bins()[0].integral_ns == 20.0 * ms);
  CHECK(record.busy.bins()[1].integral_ns == 0);
}

TEST_CASE("several workers serve at a time, in the order of arrival") {
  overlay::Station server = station(2);
  const auto a = server.arrive(0, request(1));
  const auto b = server.arrive(1 * ms, request(2));
  REQUIRE(a.started);
  REQUIRE(b.started);
  CHECK(!server.arrive(2 * ms, request(3)).started);
  CHECK(!server.arrive(3 * ms, request(4)).started);
  const auto after_a = server.finish(10 * ms, a.started->job);
  REQUIRE(after_a->next);
  CHECK(after_a->next->end == 20 * ms);
  const auto after_b = server.finish(11 * ms, b.started->job);
  REQUIRE(after_b->next);
  CHECK(server.finish(20 * ms, after_a->next->job)->request.from == 3);
  CHECK(server.finish(21 * ms, after_b->next->job)->request.from == 4);
  CHECK(server.record(21 * ms).utilisation(21 * ms) == 40.0 / 42);
}

TEST_CASE("without a place a request is refused") {
  overlay::Station server = station(1, 2);
  const auto first = server.arrive(0, request(1));
  CHECK(server.arrive(1, request(2)).taken);
  CHECK(!server.arrive(2, request(3)).taken);
  server.finish(10 * ms, first.started->job);
  CHECK(server.arrive(11 * ms, request(4)).taken);
  const measure::ServiceCount count = server.record(11 * ms).count;
  CHECK(count.arrived == 4);
  CHECK(count.refused == 1);
  CHECK(count.inside == 2);
}

TEST_CASE("a server that fails loses what is inside, and begins anew") {
  overlay::Station server = station(1);
  const auto first = server.arrive(0, request(1));
  server.arrive(1 * ms, request(2));
  server.fail(5 * ms);
  CHECK(!server.finish(10 * ms, first.started->job));
  const auto again = server.arrive(20 * ms, request(3));
  REQUIRE(again.started);
  CHECK(server.finish(30 * ms, again.started->job)->request.from == 3);
  const measure::ServerRecord record = server.record(30 * ms);
  CHECK(record.count.lost == 2);
  CHECK(record.count.served == 1);
  CHECK(record.busy.integral_ns() == 15.0 * ms);
  CHECK(record.waiting.integral_ns() == 4.0 * ms);
}

TEST_CASE("what comes before the end of the warm-up is served and counted nowhere") {
  overlay::Station server({1, core::Distribution{core::Constant{10}}, 2, core::never, 5 * ms}, 1,
                          0);
  const auto before = server.arrive(0, request(1));
  const auto within = server.arrive(6 * ms, request(2));
  CHECK(within.taken);
  CHECK(!server.arrive(7 * ms, request(3)).taken);
  const auto first = server.finish(10 * ms, before.started->job);
  REQUIRE(first->next);
  server.finish(20 * ms, first->next->job);
  const measure::ServerRecord record = server.record(25 * ms);
  CHECK(record.count.arrived == 2);
  CHECK(record.count.refused == 1);
  CHECK(record.count.served == 1);
  CHECK(record.response_ms_mean() == 14.0);
  CHECK(record.utilisation(25 * ms) == 15.0 / 20);  // from 5 to 20, of 5 to 25
  CHECK(record.waiting_mean(25 * ms) == 4.0 / 20);  // from 6 to 10
}

TEST_CASE("a request may take several services of one worker, one after the other") {
  overlay::Station server = station(1);
  const auto first = server.arrive(0, {1, {}, 3});
  REQUIRE(first.started);
  CHECK(first.started->end == 30 * ms);
  CHECK_FALSE(server.arrive(5 * ms, request(2)).started);
  const auto finished = server.finish(30 * ms, first.started->job);
  REQUIRE(finished->next);
  CHECK(finished->next->end == 40 * ms);
  CHECK(server.record(40 * ms).count.arrived == 2);
}

}  // namespace station_test
