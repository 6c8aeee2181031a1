// Replication, presence and pairs: published figures, and counting one by one.
#include <cmath>

#include "analysis/theory/pairs.hpp"
#include "analysis/theory/presence.hpp"
#include "analysis/theory/replication.hpp"
#include "tests/catch.hpp"

namespace small_laws_test {

using namespace rippletank;
using namespace rippletank::theory;

namespace {

std::vector<double> zipf(core::ItemId items, double exponent) {
  return probabilities(overlay::Popularity::zipf(items, exponent));
}

}  // namespace

TEST_CASE("square-root replication needs the published number of probes") {
  CHECK(probes_square_root(zipf(50, 1.2), 1) == Approx(30.515).epsilon(2e-5));
  CHECK(probes_square_root(zipf(100, 1.2), 1) == Approx(53.261).epsilon(2e-5));
  CHECK(probes_square_root(zipf(1000, 1.2), 1) == Approx(327.417).epsilon(2e-6));
  CHECK(probes_square_root(zipf(100, 1), 1) == Approx(66.618).epsilon(2e-5));
  CHECK(probes_uniform(50, 2) == 25);
}

TEST_CASE("probes of an allocation are the mean of one over its shares") {
  const std::vector<double> asked = zipf(50, 1.2);
  constexpr double peers = 1000;
  constexpr double copies = 2500;  // in all
  std::vector<double> uniform(50, copies / 50);
  std::vector<double> proportional;
  std::vector<double> square_root;
  double roots = 0;
  for (const double q : asked) roots += std::sqrt(q);
  for (const double q : asked) {
    proportional.push_back(copies * q);
    square_root.push_back(copies * std::sqrt(q) / roots);
  }
  CHECK(expected_probes(asked, uniform, peers) == Approx(probes_uniform(50, copies / peers)));
  CHECK(expected_probes(asked, proportional, peers) == Approx(probes_uniform(50, copies / peers)));
  CHECK(expected_probes(asked, square_root, peers) ==
        Approx(probes_square_root(asked, copies / peers)));
}

TEST_CASE("so many probes find an item unless all of them miss it") {
  CHECK(found_within(0.1, 1) == Approx(0.1));
  CHECK(found_within(0.1, 20) == Approx(1 - std::pow(0.9, 20)));
  CHECK(found_within(1e-9, 1) == Approx(1e-9));
}

TEST_CASE("sessions of measured networks have the published means and medians") {
  CHECK(weibull_mean(0.34, 21.3) == Approx(118.8).epsilon(5e-4));
  CHECK(weibull_mean(0.38, 42.4) == Approx(163.4).epsilon(5e-4));
  CHECK(weibull_mean(0.59, 41.9) == Approx(64.5).epsilon(1e-3));
  CHECK(weibull_median(0.34, 21.3) == Approx(7.2).epsilon(1e-2));
  CHECK(weibull_median(0.38, 42.4) == Approx(16.2).epsilon(5e-3));
  CHECK(weibull_median(0.59, 41.9) == Approx(22.5).epsilon(2e-3));
  CHECK(availability(60, 30) == Approx(2.0 / 3));
  CHECK(departures_per_s(90, 60, 30) == Approx(1));
}

TEST_CASE("pairs past firewalls are those that are counted one by one") {
  CHECK(fetch_pairs(100, 60) == FetchPairs{3960, 6360, 3540});
  for (int peers = 1; peers <= 9; ++peers) {
    for (int refusing = 0; refusing <= peers; ++refusing) {
      FetchPairs counted;
      for (int to = 0; to < peers; ++to) {
        for (int from = 0; from < peers; ++from) {
          if (from == to) continue;
          const bool from_refuses = from < refusing;
          const bool both = from_refuses && to < refusing;
          if (!from_refuses) ++counted.direct;
          ++(both ? counted.need_relay : counted.direct_or_push);
        }
      }
      CHECK(fetch_pairs(peers, refusing) == counted);
    }
  }
}

TEST_CASE("a mesh of super-peers has a link per pair and a copy per super-peer") {
  CHECK(mesh_query_copies(10) == 10);
  CHECK(mesh_links(10) == 45);
  CHECK(mesh_links(1) == 0);
}

}  // namespace small_laws_test
