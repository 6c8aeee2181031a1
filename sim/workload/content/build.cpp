// Puts content together.
#include "sim/workload/content/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/workload/content/placement.hpp"
#include "sim/workload/content/popularity.hpp"
#include "sim/workload/content/replication.hpp"
#include "sim/workload/content/sharing.hpp"

namespace rippletank::workload {
namespace {

constexpr double largest_size_bytes = 1e15;

[[noreturn]] void refuse(const char* pointer, std::string message) {
  throw registry::InputError(registry::Diagnostic{"", 0, pointer, std::move(message)});
}

std::uint64_t whole_bytes(double size) {
  return static_cast<std::uint64_t>(std::clamp(std::floor(size + 0.5), 1.0, largest_size_bytes));
}

std::vector<std::uint64_t> draw_sizes(const core::Distribution& size_bytes, core::ItemId items,
                                      std::uint64_t seed) {
  constexpr core::Purpose purpose("content/size_bytes");
  if (const auto* constant = std::get_if<core::Constant>(&size_bytes.model())) {
    return {whole_bytes(constant->value)};
  }
  std::vector<std::uint64_t> sizes(items);
  for (core::ItemId item = 0; item < items; ++item) {
    core::Substream stream(seed, purpose, item);
    sizes[item] = whole_bytes(size_bytes.sample(stream));
  }
  return sizes;
}

PopularityTable read_popularity(const ContentParameters& parameters) {
  const registry::FilePath& file = popularity_file(parameters.popularity);
  PopularityTable table = parse_popularity(registry::read_input_file(file), file.shown());
  if (parameters.items && *parameters.items != table.names.count()) {
    refuse("/content/items", fmt::format("expected {}, as {} names so many, got {}; leave it out",
                                         table.names.count(), file.shown(), *parameters.items));
  }
  return table;
}

overlay::HolderRows draw_holders(const ContentParameters& parameters, const ContentSetUp& set_up,
                                 const overlay::Popularity& popularity) {
  const Sharing sharing = draw_sharing(set_up.peers.count, set_up.servers, set_up.free_riders,
                                       parameters.files_per_peer, set_up.seed);
  if (sharing.peers.empty()) {
    refuse(
        set_up.free_riders > 0 ? "/peers/free_riders" : "/content/files_per_peer",
        fmt::format("expected at least one peer that shares, got none of {}", set_up.peers.count));
  }
  const auto sharers = static_cast<core::PeerId>(sharing.peers.size());
  return place_copies(copies_per_item(parameters.replication, popularity, sharers), sharing,
                      set_up.seed);
}

}  // namespace

Items build_items(const ContentParameters& parameters, const ContentSetUp& set_up) {
  Items items;
  std::optional<overlay::Popularity> popularity;
  if (parameters.popularity_is_a_file()) {
    PopularityTable table = read_popularity(parameters);
    items.names = std::move(table.names);
    popularity = overlay::Popularity::weighted(table.weights);
  } else if (parameters.items) {
    items.names = overlay::ItemNames(*parameters.items);
  }
  overlay::HolderRows rows;
  if (parameters.replication_is_a_file()) {
    const registry::FilePath& file = replication_file(parameters.replication);
    const bool names_are_open = !popularity && !parameters.items;
    rows = parse_holders(registry::read_input_file(file), file.shown(), set_up.peers, items.names,
                         names_are_open);
  }
  if (!popularity) popularity = make_popularity(parameters.popularity, items.names.count());
  if (!parameters.replication_is_a_file()) rows = draw_holders(parameters, set_up, *popularity);
  items.content.emplace(std::move(*popularity),
                        draw_sizes(parameters.size_bytes, items.names.count(), set_up.seed),
                        std::move(rows), set_up.peers.count);
  return items;
}

}  // namespace rippletank::workload
