// The answers of the tutorial on servers, held against the theory of queues.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/golden/answers.hpp"

namespace tutorial_servers_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr double service_ms = 20;

struct Served {
  double response;  ///< in services, mean
  double requests;
  double utilisation;
};

Served served(const Settings& settings) {
  const run::Outcome outcome = play_tutorial("16_broker", settings);
  REQUIRE(outcome.measures.servers.size() == 1);
  const measure::ServerRecord& server = outcome.measures.servers.front();
  return {*server.response_ms_mean() / service_ms, static_cast<double>(server.count.served),
          *server.utilisation(outcome.measures.end)};
}

/// Fifty clients, each asking so often in a minute.
double load(int rate_per_min) { return 50 * rate_per_min / 60.0 * service_ms / 1000; }

/// Of a mean over n customers of an M/M/1, in services: Daley, The serial correlation coefficients
/// of waiting times in a stationary single server queue, J. Austral. Math. Soc. 8 (1968).
double standard_error(double rho, double n) {
  const double variance =
      rho * (2 + 5 * rho - 4 * rho * rho + rho * rho * rho) / std::pow(1 - rho, 4);
  return std::sqrt((variance + 1) / n);  // of the wait, and of the service
}

}  // namespace

TEST_CASE("16_broker: an answer takes 1 / (1 - load) services", "[tutorial]") {
  for (const int rate : {30, 48, 54}) {
    const double rho = load(rate);
    const Served found = served({"/queries/rate_per_min=" + std::to_string(rate)});
    INFO("load " << rho << ", response " << found.response);
    CHECK(std::abs(found.response - 1 / (1 - rho)) < 3 * standard_error(rho, found.requests));
    CHECK(std::abs(found.utilisation - rho) < 3 * std::sqrt(2 * rho / found.requests));
  }
}

TEST_CASE("16_broker: two workers, constant services", "[tutorial]") {
  const double rho = load(54) / 2;
  const Served two = served({"/queries/rate_per_min=54", "/overlay/protocol/server/workers=2"});
  CHECK(std::abs(two.response - 1 / (1 - rho * rho)) < 3 * standard_error(rho, two.requests));
  const Served constant = served({"/overlay/protocol/server/service_ms=20"});
  CHECK(std::abs(constant.response - 1.5) < 3 * standard_error(load(30), constant.requests));
}

TEST_CASE("17_outage: nobody finds anything while the server is down", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("17_outage", {});
  constexpr core::Time down = 60 * core::second;
  constexpr core::Time back = 120 * core::second;
  constexpr core::Time to_server = 25 * core::millisecond;
  std::uint64_t meanwhile = 0;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    INFO("asked at " << core::to_seconds(query.start) << " s by " << query.origin);
    const bool is_server = query.origin == 0;
    // The first clients to log in may know more of what is there than has been told.
    if (query.start > 5 * core::second && query.start < down - to_server) CHECK(query.hits > 0);
    if (query.start >= down - to_server && query.start < back) {
      CHECK(query.hits == 0);
      CHECK_FALSE(is_server);
      ++meanwhile;
    }
    // A client that asked in vain tries again every 20 s.
    if (query.start > back + 20 * core::second) CHECK(query.hits > 0);
  }
  // Forty clients ask six times a minute each.
  CHECK(std::abs(static_cast<double>(meanwhile) - 240) < 3 * std::sqrt(240.0));
  CHECK(outcome.measures.attendance.time_online(0, outcome.online) == 180 * core::second);
}

namespace {

std::uint64_t figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name == name) return std::get<std::uint64_t>(figure.value);
  }
  FAIL("there is no figure " << name);
  return 0;
}

std::uint64_t messages(const run::Outcome& outcome, const std::string& type) {
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (count.type == type) return count.messages;
  }
  FAIL("there is no message " << type);
  return 0;
}

}  // namespace

TEST_CASE("18_netsplit: each half hears itself, and all hear all before and after", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("18_netsplit", {});
  const std::vector<std::uint64_t> reach = {8, 2, 5, 2, 8, 8};
  REQUIRE(outcome.measures.queries.size() == reach.size());
  for (std::size_t i = 0; i < reach.size(); ++i) {
    INFO("line " << i);
    CHECK(outcome.measures.queries[i].reach == reach[i]);
  }
  CHECK(figure(outcome, "readings_missed") == 6 + 3 + 6);
  CHECK(figure(outcome, "splits") == 1);
  CHECK(figure(outcome, "merges") == 2 + 1);
  // Six see three leave, and three see six.
  CHECK(messages(outcome, "netsplit_to_client") == 6 * 3 + 3 * 6);
}

TEST_CASE("20_napster: the index is lost with the server, the file is not", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("20_napster", {});
  const overlay::Measures& measures = outcome.measures;
  REQUIRE(measures.queries.size() == 3);
  CHECK(measures.queries[0].hits == 1);
  CHECK(measures.queries[1].hits == 0);
  CHECK(measures.queries[2].hits == 1);
  REQUIRE(measures.downloads.size() == 2);
  constexpr core::Time step = 25 * core::millisecond;
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(measures.downloads[i].start == (i == 0 ? 10 : 200) * core::second + 9 * step);
    CHECK(*measures.downloads[i].duration == 40 * core::second + step);
  }
}

}  // namespace tutorial_servers_test
