// Finds the known name that is nearest to a misspelt one.
#include "sim/registry/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rippletank::registry {

namespace {

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// The only known name of which the word is the beginning or the other way round, or empty: "ttl"
/// and "latency_ms_mean" are meant so.
std::string abbreviated(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t shortest = 3;
  std::string whole;
  for (const std::string& name : known) {
    const std::size_t common = std::min(name.size(), word.size());
    if (common < shortest || name.compare(0, common, word.substr(0, common)) != 0) continue;
    if (!whole.empty()) return {};
    whole = name;
  }
  return whole;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string nearest_name(std::string_view misspelt, const std::vector<std::string>& known) {
  constexpr std::size_t longest_name = 64;  // a longer word is no slip of the keyboard
  if (misspelt.size() > longest_name) return {};
  const std::string lower_case = in_lower_case(misspelt);
  const std::size_t limit = std::max<std::size_t>(2, misspelt.size() / 3);
  std::string nearest;
  std::size_t least = limit + 1;
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(lower_case, name);
    if (distance < least && distance < name.size()) {
      least = distance;
      nearest = name;
    }
  }
  constexpr std::size_t slip = 2;
  if (least <= slip) return nearest;
  const std::string whole = abbreviated(lower_case, known);
  return whole.empty() ? nearest : whole;
}

std::string suggestion(std::string_view misspelt, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(misspelt, known);
  if (!nearest.empty()) return fmt::format("; did you mean \"{}\"?", nearest);
  if (known.empty()) return {};
  return fmt::format("; expected one of: {}", fmt::join(known, ", "));
}

}  // namespace rippletank::registry
