// Reads the tables of content.
#include "sim/workload/content/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/registry/input_table.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/reader.hpp"
#include "sim/workload/items.hpp"

namespace rippletank::workload {
namespace {

using registry::CsvTable;
using registry::found;
using registry::read_table;
using registry::RowMistakes;

constexpr char no_name[] = "item: expected a name, got an empty field";

struct Copy {
  core::ItemId item = 0;
  core::PeerId peer = 0;
  int line = 0;
};

/// Every copy by item, peer and line; those that are told again are mistakes.
void sort_copies(std::vector<Copy>& copies, const overlay::ItemNames& names,
                 RowMistakes& mistakes) {
  std::sort(copies.begin(), copies.end(), [](const Copy& a, const Copy& b) {
    return std::tie(a.item, a.peer, a.line) < std::tie(b.item, b.peer, b.line);
  });
  for (std::size_t i = 1; i < copies.size() && !mistakes.are_many(); ++i) {
    const Copy& before = copies[i - 1];
    if (copies[i].item != before.item || copies[i].peer != before.peer) continue;
    mistakes.add(copies[i].line,
                 fmt::format("this peer holds item {} already, by line {}; remove one of the two",
                             found(names.name(before.item)), before.line));
  }
}

[[noreturn]] void refuse_empty(const std::string& file) {
  throw registry::InputError(
      registry::Diagnostic{file, 1, "", "expected at least one item, got none below the header"});
}

}  // namespace

PopularityTable parse_popularity(std::string_view text, const std::string& file) {
  const CsvTable table = read_table(text, file, {.needed = {"item", "weight"}, .optional = {}});
  const std::size_t item = *table.find("item");
  const std::size_t weight_column = *table.find("weight");
  if (table.rows.empty()) refuse_empty(file);
  PopularityTable result;
  RowMistakes mistakes(file);
  for (const CsvTable::Row& row : table.rows) {
    if (mistakes.are_many()) break;
    const std::string& name = row.fields[item];
    const auto weight = registry::number_in(row.fields[weight_column]);
    if (name.empty()) mistakes.add(row.line, no_name);
    if (!weight || !(*weight >= 0 && std::isfinite(*weight))) {
      mistakes.add(row.line, fmt::format("weight: expected a number, at least 0, got {}",
                                         found(row.fields[weight_column])));
      continue;
    }
    if (result.names.find_or_add(name) != result.weights.size()) {
      mistakes.add(row.line,
                   fmt::format("item {} has a weight already; remove one of the two", found(name)));
      continue;
    }
    result.weights.push_back(*weight);
  }
  mistakes.throw_if_any();
  const bool is_asked_for = std::any_of(result.weights.begin(), result.weights.end(),
                                        [](double weight) { return weight > 0; });
  if (!is_asked_for) {
    throw registry::InputError(registry::Diagnostic{
        file, 1, "", "expected a weight above 0, as nothing is asked for otherwise, got only 0"});
  }
  return result;
}

overlay::HolderRows parse_holders(std::string_view text, const std::string& file,
                                  const PeerNames& peers, overlay::ItemNames& names,
                                  bool names_are_open) {
  const CsvTable table = read_table(text, file, {.needed = {"item", "peer"}, .optional = {}});
  const std::size_t item_column = *table.find("item");
  const std::size_t peer_column = *table.find("peer");
  if (table.rows.empty() && names_are_open) refuse_empty(file);
  std::vector<Copy> copies;
  copies.reserve(table.rows.size());
  RowMistakes mistakes(file);
  for (const CsvTable::Row& row : table.rows) {
    if (mistakes.are_many()) break;
    const std::string& name = row.fields[item_column];
    const auto peer = peers.find(row.fields[peer_column]);
    std::optional<core::ItemId> item;
    if (name.empty()) {
      mistakes.add(row.line, no_name);
    } else {
      item = names_are_open ? names.find_or_add(name) : names.find(name);
      if (!item) mistakes.add(row.line, "item: " + unknown_item(names, name));
    }
    if (!peer) {
      mistakes.add(row.line, "peer: " + peers.unknown(row.fields[peer_column]));
    }
    if (item && peer) copies.push_back({*item, *peer, row.line});
  }
  sort_copies(copies, names, mistakes);
  mistakes.throw_if_any();
  overlay::HolderRows rows;
  rows.holders.reserve(copies.size());
  rows.offsets.assign(names.count() + std::size_t{1}, 0);
  for (const Copy& copy : copies) {
    ++rows.offsets[copy.item + std::size_t{1}];
    rows.holders.push_back(copy.peer);
  }
  for (std::size_t i = 1; i < rows.offsets.size(); ++i) rows.offsets[i] += rows.offsets[i - 1];
  return rows;
}

}  // namespace rippletank::workload
