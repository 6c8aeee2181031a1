// Replication strategies against theory: how many peers blind search asks until one holds the item.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/workload/content/build.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace replication_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

/// So many copies of each item on average as to make their rounding small beside them: one per peer
/// in all for 50 items, two for 100.
constexpr core::PeerId peers = 10'000;
constexpr double replicas_per_item = 200;

overlay::Content content_of(core::ItemId items, double exponent, const std::string& replication) {
  const Json json = {
      {"overlay", {{"protocol", {{"model", "flood"}}}, {"topology", {{"model", "ring"}}}}},
      {"content",
       {{"items", items},
        {"popularity", {{"model", "zipf"}, {"exponent", exponent}}},
        {"replication", {{"model", replication}, {"replicas_per_item", replicas_per_item}}}}}};
  workload::Items items_and_names =
      workload::build_items(*scenario_of(json).content, {{peers, {}, {}}, 0, {}, 1});
  return std::move(*items_and_names.content);
}

/// Probes of one query: peers are asked at random, the same one perhaps again, until one has it.
std::uint64_t probes_for(const overlay::Content& content, core::ItemId item,
                         core::Substream& stream) {
  std::uint64_t probes = 1;
  while (!content.holds(static_cast<core::PeerId>(stream.below(peers)), item)) ++probes;
  return probes;
}

/// Mean and variance of the probes of a query: geometric for each item, mixed by popularity.
struct Expected {
  double mean = 0;
  double variance = 0;

  explicit Expected(const overlay::Content& content) {
    double square = 0;
    for (core::ItemId item = 0; item < content.items(); ++item) {
      const double q = content.popularity().probability(item);
      const double success = static_cast<double>(content.holders(item).size()) / peers;
      mean += q / success;
      square += q * (2 - success) / (success * success);
    }
    variance = square - mean * mean;
  }
};

double square_root_sum(core::ItemId items, double exponent) {
  double sum = 0;
  double roots = 0;
  for (core::ItemId item = 1; item <= items; ++item) {
    sum += std::pow(item, -exponent);
    roots += std::sqrt(std::pow(item, -exponent));
  }
  return roots * roots / sum;
}

void check_search_size(core::ItemId items, double exponent, const std::string& replication,
                       double per_copy_and_peer) {
  INFO(replication << " replication of " << items << " items, exponent " << exponent);
  const overlay::Content content = content_of(items, exponent, replication);
  REQUIRE(content.copies() == static_cast<std::uint32_t>(items * replicas_per_item));
  const double rho = static_cast<double>(content.copies()) / peers;
  const double closed_form = per_copy_and_peer / rho;
  const Expected expected(content);
  // Copies are whole, which the closed form does not know.
  CHECK(std::abs(expected.mean / closed_form - 1) < 0.02);
  const std::uint64_t queries = 100'000;
  core::Substream stream(1, "replication_test");
  double probes = 0;
  for (std::uint64_t query = 0; query < queries; ++query) {
    const core::ItemId item = content.popularity().draw(stream);
    probes += static_cast<double>(probes_for(content, item, stream));
  }
  const double mean = probes / static_cast<double>(queries);
  const double standard_error = std::sqrt(expected.variance / static_cast<double>(queries));
  INFO("measured " << mean << ", expected " << expected.mean << " +- " << standard_error);
  CHECK(std::abs(mean - expected.mean) < 3 * standard_error);
  CHECK(std::abs(mean / closed_form - 1) < 0.02);
}

}  // namespace

// Cohen & Shenker, Replication strategies in unstructured peer-to-peer networks, SIGCOMM 2002: with
// rho copies per peer, m / rho for uniform and proportional replication alike, whatever the
// popularity; (sum of sqrt(q))^2 / rho for square-root replication, the least there is.

TEST_CASE("uniform and proportional replication: m / rho probes, whatever is asked for",
          "[statistics]") {
  for (const char* replication : {"uniform", "proportional"}) {
    check_search_size(50, 1.2, replication, 50);
    check_search_size(100, 1.0, replication, 100);
    check_search_size(100, 0.6, replication, 100);
  }
}

TEST_CASE("square-root replication: (sum sqrt q)^2 / rho probes, the least there is") {
  CHECK(square_root_sum(50, 1.2) == Approx(30.515).epsilon(2e-5));
  CHECK(square_root_sum(100, 1.2) == Approx(53.261).epsilon(2e-5));
  CHECK(square_root_sum(100, 1.0) == Approx(66.618).epsilon(2e-5));
  check_search_size(50, 1.2, "square_root", 30.515);
  check_search_size(100, 1.2, "square_root", 53.261);
  check_search_size(100, 1.0, "square_root", 66.618);
}

}  // namespace replication_test
