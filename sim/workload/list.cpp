// list: the named peers ask one after the other, at a fixed interval.
#include <fmt/format.h>

#include "sim/workload/model.hpp"

namespace rippletank::workload {
namespace {

struct Parameters {
  std::vector<registry::Id> origins;
  double start_s = 0;
  double interval_s = 10;
};

std::vector<core::PeerId> resolve(const Parameters& parameters, const SetUp& set_up) {
  std::vector<core::PeerId> origins;
  std::vector<registry::Diagnostic> mistakes;
  for (std::size_t i = 0; i < parameters.origins.size(); ++i) {
    const std::string& name = parameters.origins[i].text;
    if (const auto peer = set_up.find_peer(name)) {
      origins.push_back(*peer);
    } else {
      mistakes.push_back(
          {"", 0, fmt::format("/queries/origins/{}", i),
           fmt::format("no peer {} in this overlay; expected {}",
                       parameters.origins[i].is_number ? name : registry::found(name),
                       set_up.peer_names)});
    }
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return origins;
}

overlay::QueryStream start(const Parameters& parameters, const SetUp& set_up) {
  return [origins = resolve(parameters, set_up), next = std::size_t{0},
          start = core::from_seconds(parameters.start_s),
          interval = core::from_seconds(
              parameters.interval_s)]() mutable -> std::optional<overlay::Query> {
    if (next == origins.size()) return {};
    overlay::Query query;
    query.origin = origins[next];
    // A start beyond all virtual time is as good as never, and does not overflow.
    const auto position = static_cast<core::Time>(next);
    const bool representable = interval == 0 || position <= (core::never - start) / interval;
    query.start = representable ? start + position * interval : core::never;
    ++next;
    return query;
  };
}

}  // namespace

RIPPLETANK_QUERIES(list) {
  using registry::between;
  QueryModel model;
  model.entry = registry::describe<Parameters>(
      "list", "The named peers ask one after the other, at a fixed interval.", "",
      registry::Table<Parameters>{}
          .required("origins", &Parameters::origins,
                    {.description = "Peers that ask, in the names of the input; a peer may come "
                                    "more than once."})
          .field("start_s", &Parameters::start_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "When the first of them asks."})
          .field("interval_s", &Parameters::interval_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "Time from one query to the next."}),
      {{"origins", {0, 3}}, {"start_s", 1}, {"interval_s", 10}});
  model.count = [](const void* parameters) -> std::optional<std::uint64_t> {
    return static_cast<const Parameters*>(parameters)->origins.size();
  };
  model.start = [](const void* parameters, const SetUp& set_up) {
    return start(*static_cast<const Parameters*>(parameters), set_up);
  };
  return model;
}

}  // namespace rippletank::workload
