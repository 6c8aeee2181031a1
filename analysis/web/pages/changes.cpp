// Holds result folders against what their runs give.
#include "analysis/web/pages/changes.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "sim/run/table_columns.hpp"

namespace rippletank::pages {
namespace {

namespace fs = std::filesystem;
using registry::Json;

/// False for what is no file, too: opening a pipe would wait for ever.
bool are_same_bytes(const fs::path& one, const fs::path& other) {
  std::error_code unknown;
  if (!fs::is_regular_file(one, unknown)) return false;
  if (fs::file_size(one, unknown) != fs::file_size(other, unknown) || unknown) return false;
  std::ifstream first(one, std::ios::binary);
  std::ifstream second(other, std::ios::binary);
  constexpr std::size_t block = std::size_t{1} << 16U;
  std::vector<char> read_first(block);
  std::vector<char> read_second(block);
  while (first && second) {
    first.read(read_first.data(), block);
    second.read(read_second.data(), block);
    if (first.gcount() != second.gcount() ||
        !std::equal(read_first.begin(), read_first.begin() + first.gcount(), read_second.begin())) {
      return false;
    }
  }
  return first.eof() && second.eof();
}

/// Names, definitions and notes may be worded differently by another version.
bool have_same_numbers(const Json& one, const Json& other) {
  constexpr std::array<const char*, 4> parts = {"results", "protocol", "steady_state", "theory"};
  return std::all_of(parts.begin(), parts.end(), [&](const char* part) {
    // As text, since what is no number in memory is null in a file.
    return one.value(part, Json()).dump() == other.value(part, Json()).dump();
  });
}

}  // namespace

Changes changes_of(const Result& stored, const Result& played_again) {
  Changes changes;
  for (const run::TableColumns* table : run::all_columns()) {
    const std::string name = table->name + ".csv";
    std::error_code unknown;
    const bool is_there = fs::exists(stored.folder / name, unknown);
    const bool is_given = fs::exists(played_again.folder / name, unknown);
    if (!is_there && is_given) changes.missing.push_back(name);
    if (is_there && !are_same_bytes(stored.folder / name, played_again.folder / name)) {
      changes.changed.push_back(name);
    }
  }
  if (!have_same_numbers(stored.summary, played_again.summary)) {
    changes.changed.emplace_back("summary.json");
  }
  return changes;
}

}  // namespace rippletank::pages
