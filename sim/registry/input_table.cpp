// Reads tables of known columns.
#include "sim/registry/input_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/registry/reader.hpp"
#include "sim/registry/suggest.hpp"

namespace rippletank::registry {
namespace {

std::string headers_of(const TableForm& form) {
  std::string header = fmt::format("{}", fmt::join(form.needed, ","));
  std::string all = header;
  for (const std::string& column : form.optional) all += fmt::format(" or {},{}", header, column);
  return all;
}

}  // namespace

CsvTable read_table(std::string_view text, const std::string& file, const TableForm& form) {
  CsvTable table = parse_csv(text, file);
  std::vector<std::string> known = form.needed;
  known.insert(known.end(), form.optional.begin(), form.optional.end());
  std::vector<Diagnostic> mistakes;
  for (const std::string& column : table.columns) {
    if (std::find(known.begin(), known.end(), column) != known.end()) continue;
    mistakes.push_back(
        {file, 1, "",
         fmt::format("unknown column {}{}", found(column), suggestion(column, known))});
  }
  for (const std::string& needed : form.needed) {
    if (table.find(needed)) continue;
    mistakes.push_back(
        {file, 1, "",
         fmt::format("missing column \"{}\"; expected the header {}", needed, headers_of(form))});
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return table;
}

void RowMistakes::add(int line, std::string message) {
  mistakes_.push_back({file_, line, "", std::move(message)});
}

bool RowMistakes::are_many() const {
  constexpr std::size_t most_told = 20;
  return mistakes_.size() >= most_told;
}

void RowMistakes::throw_if_any() {
  if (mistakes_.empty()) return;
  sort_by_line(mistakes_);
  throw InputError(std::move(mistakes_));
}

}  // namespace rippletank::registry
