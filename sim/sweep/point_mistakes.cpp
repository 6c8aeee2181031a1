// Finds where the mistakes of points stand.
#include "sim/sweep/point_mistakes.hpp"

#include <fmt/format.h>

#include "sim/registry/reader.hpp"

namespace rippletank::sweep {

using registry::Diagnostic;
using registry::Json;

std::string point_words(const std::vector<std::string>& columns, const std::vector<Json>& values) {
  std::string words;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    words +=
        fmt::format("{}{} = {}", words.empty() ? "" : ", ", columns[i], text_of_value(values[i]));
  }
  return words;
}

/// The value in the sweep file; empty where a command line says it.
std::string PointMistakes::place_of_value(std::size_t axis, std::uint32_t value) const {
  const Json document = Json::parse(loaded_.origin.text, nullptr, false);
  const std::string at = "/vary/" + registry::escape_pointer_token(loaded_.sweep.vary[axis].first);
  for (const std::string& place :
       {fmt::format("{}/values/{}", at, value), fmt::format("{}/{}", at, value), at}) {
    if (document.contains(Json::json_pointer(place))) return place;
  }
  return {};
}

void PointMistakes::add(const Choice& choice, const std::vector<Json>& values,
                        const std::vector<std::string>& columns,
                        const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    Found found{diagnostic, point_words(columns, values), 1, false};
    // A pointer that leads nowhere is told as one of --set, which nobody wrote.
    if (found.diagnostic.file == "--set") found.diagnostic.file.clear();
    for (std::size_t axis = 0; axis < choice.size(); ++axis) {
      const std::string& pointer = loaded_.sweep.vary[axis].first;
      if (!found.diagnostic.file.empty() || !scenario::at_or_below(diagnostic.pointer, pointer))
        continue;
      const std::string place = place_of_value(axis, choice[axis]);
      const std::string rest = diagnostic.pointer.substr(pointer.size());
      found.in_value = true;
      found.diagnostic.file = place.empty() ? "--vary" : "";
      found.diagnostic.pointer = place.empty() ? diagnostic.pointer : place + rest;
    }
    const auto [entry, is_new] =
        index_.try_emplace({found.diagnostic.pointer, found.diagnostic.message}, found_.size());
    if (is_new) {
      found_.push_back(std::move(found));
    } else {
      ++found_[entry->second].count;
    }
  }
}

void PointMistakes::throw_if_any() const {
  if (found_.empty()) return;
  std::vector<Diagnostic> in_sweep;
  std::vector<Diagnostic> in_scenario;
  for (const Found& found : found_) {
    Diagnostic diagnostic = found.diagnostic;
    const bool is_of_some = found.count < points_ && !are_many();
    if (is_of_some && !found.in_value && !found.first_point.empty()) {
      diagnostic.message +=
          fmt::format(" (with {}{})", found.first_point, found.count > 1 ? ", among others" : "");
    }
    (found.in_value ? in_sweep : in_scenario).push_back(std::move(diagnostic));
  }
  std::vector<Diagnostic> all = loaded_.origin.located(std::move(in_sweep));
  for (Diagnostic& one : loaded_.scenario.origin.located(std::move(in_scenario))) {
    all.push_back(std::move(one));
  }
  if (loaded_.scenario.origin.file == loaded_.origin.file) registry::sort_by_line(all);
  throw registry::InputError(std::move(all));
}

}  // namespace rippletank::sweep
