// list: the named peers ask one after the other, at a fixed interval.
#include <fmt/format.h>

#include "sim/registry/counts.hpp"
#include "sim/workload/downloading.hpp"
#include "sim/workload/model.hpp"

namespace rippletank::workload {
namespace {

struct ListParameters : Downloading {
  std::vector<registry::Id> origins;
  std::optional<std::vector<registry::Id>> items;
  double start_s = 0;
  double interval_s = 10;
};

/// Who asks for what; nothing is asked for where no items are listed.
struct Resolved {
  std::vector<core::PeerId> origins;
  std::vector<core::ItemId> items;
};

Resolved resolve(const ListParameters& parameters, const SetUp& set_up) {
  Resolved resolved;
  std::vector<registry::Diagnostic> mistakes;
  resolved.origins = set_up.peers.resolve(parameters.origins, "/queries/origins", mistakes);
  for (std::size_t i = 0; parameters.items && i < parameters.items->size(); ++i) {
    const registry::Id& id = (*parameters.items)[i];
    if (const auto item = set_up.items.find(id.text)) {
      resolved.items.push_back(*item);
    } else {
      mistakes.push_back(
          {"", 0, fmt::format("/queries/items/{}", i), unknown_item(set_up.items.names, id.text)});
    }
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return resolved;
}

void check(const ListParameters& parameters, registry::Reader& reader) {
  const std::size_t origins = parameters.origins.size();
  if (!parameters.items || parameters.items->size() == origins) return;
  reader.error_at("items", fmt::format("expected {}, one for each of the origins, got {}",
                                       registry::count_in_words(origins, "item", "items"),
                                       parameters.items->size()));
}

overlay::QueryStream start(const ListParameters& parameters, const SetUp& set_up) {
  return [asked = resolve(parameters, set_up), downloading = Downloading(parameters),
          &items = set_up.items, seed = set_up.seed, next = std::size_t{0},
          start = core::from_seconds(parameters.start_s),
          interval = core::from_seconds(
              parameters.interval_s)]() mutable -> std::optional<overlay::Query> {
    if (next == asked.origins.size()) return {};
    overlay::Query query;
    query.origin = asked.origins[next];
    query.download = downloading.fetches(seed, next);
    query.item = asked.items.empty() ? items.draw(seed, next) : asked.items[next];
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
  model.entry = registry::describe<ListParameters>(
      "list", "The named peers ask one after the other, at a fixed interval.", "",
      with_downloading(
          registry::Table<ListParameters>{}
              .required(
                  "origins", &ListParameters::origins,
                  {.description = "Peers that ask, in the names of the input; a peer may come "
                                  "more than once."})
              .field(
                  "items", &ListParameters::items,
                  {.description = "What each of them asks for, one item for each origin; left out, "
                                  "chosen by popularity if the scenario has `content`."})
              .field("start_s", &ListParameters::start_s,
                     {.unit = "s",
                      .range = between(0, core::longest_s),
                      .description = "When the first of them asks."})
              .field("interval_s", &ListParameters::interval_s,
                     {.unit = "s",
                      .range = between(0, core::longest_s),
                      .description = "Time from one query to the next."})
              .check(check)),
      {{"origins", {0, 3}}, {"start_s", 1}, {"interval_s", 10}});
  model.count = [](const void* parameters) -> std::optional<std::uint64_t> {
    return static_cast<const ListParameters*>(parameters)->origins.size();
  };
  model.downloads = downloads<ListParameters>;
  model.start = [](const void* parameters, const SetUp& set_up) {
    return start(*static_cast<const ListParameters*>(parameters), set_up);
  };
  return model;
}

}  // namespace rippletank::workload
