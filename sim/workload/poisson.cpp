// poisson: every peer asks at random moments, independently of all others.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/pinned_math.hpp"
#include "sim/core/random.hpp"
#include "sim/registry/counts.hpp"
#include "sim/workload/downloading.hpp"
#include "sim/workload/model.hpp"

namespace rippletank::workload {
namespace {

struct PoissonParameters : Downloading {
  double rate_per_min = 0.3;
  double start_s = 0;
};

/// Until its row is written a query costs some 400 bytes, and 24 more for each hop beyond a few.
constexpr double most_queries = 1e7;

void check_number(const PoissonParameters& parameters, const SetUp& set_up) {
  const double minutes = (core::to_seconds(set_up.horizon) - parameters.start_s) / 60;
  const double expected = parameters.rate_per_min * set_up.peers.count * minutes;
  if (expected <= most_queries) return;
  throw registry::InputError(registry::Diagnostic{
      "", 0, "/queries/rate_per_min",
      fmt::format("expected at most {:.0f} queries, got about {:.0f} ({}, {} queries/min "
                  "each, {:.6g} min); lower rate_per_min or horizon_s",
                  most_queries, expected,
                  registry::count_in_words(set_up.peers.count, "peer", "peers"),
                  parameters.rate_per_min, minutes)});
}

/// The superposition of n Poisson processes of one rate is one of n times the rate, each of whose
/// events is equally likely to belong to any of the n: O(1) memory instead of a timer per peer.
overlay::QueryStream start(const PoissonParameters& parameters, const SetUp& set_up) {
  check_number(parameters, set_up);
  constexpr double ns_per_min = 6e10;
  const double rate_per_ns = parameters.rate_per_min * set_up.peers.count / ns_per_min;
  return
      [rate_per_ns, downloading = Downloading(parameters), peers = set_up.peers.count,
       horizon = set_up.horizon, &items = set_up.items, seed = set_up.seed, next = std::uint64_t{0},
       time_ns = parameters.start_s * 1e9, gaps = core::Substream(set_up.seed, "queries/gap"),
       origins = core::Substream(set_up.seed,
                                 "queries/origin")]() mutable -> std::optional<overlay::Query> {
        time_ns += -core::log(gaps.uniform_open()) / rate_per_ns;
        if (!(time_ns <= static_cast<double>(horizon))) return {};
        overlay::Query query;
        query.start = std::llround(time_ns);
        query.origin = static_cast<core::PeerId>(origins.below(peers));
        query.item = items.draw(seed, next);
        query.download = downloading.fetches(seed, next++);
        return query;
      };
}

}  // namespace

RIPPLETANK_QUERIES(poisson) {
  using registry::between;
  using registry::more_than_up_to;
  QueryModel model;
  model.entry = registry::describe<PoissonParameters>(
      "poisson",
      "Every peer asks at random moments, independently of all others, until the horizon: the "
      "scenario needs \"horizon_s\".",
      "0.3 per minute and peer: 1,146,782 queries of 12,805 peers in five hours, "
      "Sripanidkulchai, The popularity of Gnutella queries (2001)",
      with_downloading(
          registry::Table<PoissonParameters>{}
              .field("rate_per_min", &PoissonParameters::rate_per_min,
                     {.unit = "queries/min",
                      .range = more_than_up_to(0, 1e9),
                      .description = "Mean number of queries per minute of each peer."})
              .field("start_s", &PoissonParameters::start_s,
                     {.unit = "s",
                      .range = between(0, core::longest_s),
                      .description = "Nobody asks before."})),
      {{"rate_per_min", 6}});
  model.count = [](const void*) { return std::optional<std::uint64_t>{}; };
  model.endless = true;
  model.downloads = downloads<PoissonParameters>;
  model.start = [](const void* parameters, const SetUp& set_up) {
    return start(*static_cast<const PoissonParameters*>(parameters), set_up);
  };
  return model;
}

}  // namespace rippletank::workload
