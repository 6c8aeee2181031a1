// Draws items, and words what is wrong with their names.
#include "sim/workload/items.hpp"

#include <fmt/format.h>

#include "sim/core/random.hpp"
#include "sim/registry/reader.hpp"
#include "sim/registry/suggest.hpp"

namespace rippletank::workload {

std::optional<core::ItemId> Items::draw(std::uint64_t seed, std::uint64_t query) const {
  if (!content) return {};
  constexpr core::Purpose purpose("queries/item");
  core::Substream stream(seed, purpose, query);
  return content->popularity().draw(stream);
}

std::string unknown_item(const overlay::ItemNames& names, std::string_view name) {
  // Among very many names the nearest is dear to find; so many are no longer known by heart.
  constexpr std::size_t most_compared = 10'000;
  constexpr std::size_t most_listed = 5;
  std::string text = fmt::format("no item {} in this content", registry::found(std::string(name)));
  const std::string nearest = registry::nearest_name(name, names.first_texts(most_compared));
  if (!nearest.empty()) return text + fmt::format("; did you mean \"{}\"?", nearest);
  const auto listed = names.first_texts(most_listed);
  if (listed.empty()) return text + fmt::format("; expected 0 to {}", names.count() - 1);
  const char* const more = names.count() > listed.size() ? ", …" : "";
  return text + fmt::format("; expected one of {}{}", fmt::join(listed, ", "), more);
}

}  // namespace rippletank::workload
