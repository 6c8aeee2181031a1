// Words comparisons.
#include "sim/cli/comparison_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/registry/counts.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/readable.hpp"

namespace rippletank::cli {
namespace {

using registry::Json;
using registry::wrapped;
using statistics::Warning;

constexpr std::size_t screen = 80;

/// What the two scenarios say differently: JSON pointer, value in A, value in B.
struct ScenarioDifference {
  std::string pointer;
  Json a;
  Json b;
};

Json scenario_of(const StoredResult& result) {
  const Json& provenance = result.summary["provenance"];
  for (const char* key : {"scenario", "sweep"}) {
    if (provenance.contains(key)) return provenance[key];
  }
  return nullptr;
}

Json seed_of(const StoredResult& result) { return result.summary["provenance"]["seed"]; }

std::vector<ScenarioDifference> scenario_differences(const ResultComparison& comparison) {
  const Json a = scenario_of(comparison.a).flatten();
  const Json b = scenario_of(comparison.b).flatten();
  std::vector<ScenarioDifference> differences;
  for (const auto& [pointer, value] : a.items()) {
    const Json other = b.value(pointer, Json());
    // What a scenario says of itself changes nothing.
    if (pointer == "/description") continue;
    if (value != other) differences.push_back({pointer, value, other});
  }
  for (const auto& [pointer, value] : b.items()) {
    if (!a.contains(pointer) && pointer != "/description")
      differences.push_back({pointer, nullptr, value});
  }
  return differences;
}

/// In at most 9 columns.
std::string narrow(double size) {
  if (size >= 1e7) return fmt::format("{:.3e}", size);
  if (size > 0 && size < 1e-4) return fmt::format("{:.2e}", size);
  return run::readable_count(size);
}

std::string signed_number(double value) {
  return (value < 0 ? "-" : value > 0 ? "+" : "") + narrow(std::abs(value));
}

std::string number_text(const std::optional<double>& value) {
  if (!value) return "-";
  return (*value < 0 ? "-" : "") + narrow(std::abs(*value));
}

/// With the number of values where there is room for it; the title of the group has it as well.
std::string method_text(const MetricComparison& one) {
  constexpr std::size_t room = 12;
  const auto fitting = [](const std::string& count, const std::string& word) {
    return count.size() + 1 + word.size() <= room ? count + " " + word : word;
  };
  switch (one.method) {
    case Method::pairs:
      return fitting(std::to_string(one.n_a), "pairs");
    case Method::samples:
      return fitting(fmt::format("{}+{}", one.n_a, one.n_b), "Welch");
    case Method::pair_batches:
      return "pair batches";
    case Method::batches:
      return "batches";
    case Method::single:
      break;
  }
  return "";
}

constexpr std::size_t name_width = 20;

std::string comparison_row(const MetricComparison& one) {
  std::string text;
  std::string label = one.metric;
  const bool may_steer = std::any_of(label.begin(), label.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e;
  });
  if (label.size() > name_width || may_steer) {
    text += wrapped(label, 2, screen);
    label.clear();
  }
  const statistics::Difference& found = one.found;
  std::string row = fmt::format(
      "  {:<20}{:>11}{:>11}{:>11}{:>10}{}  {}", label, number_text(found.mean_a),
      number_text(found.mean_b), found.difference ? signed_number(*found.difference) : "-",
      number_text(found.half_width), found.excludes_zero() ? "*" : " ", method_text(one));
  row.erase(row.find_last_not_of(' ') + 1);
  return text + row + "\n";
}

std::string group_text(const GroupComparison& group) {
  std::string title;
  for (const auto& [column, value] : group.at) {
    title += (title.empty() ? "" : ", ") + column + " = " + value;
  }
  if (!title.empty()) title += ": ";
  std::string text = "\n" + wrapped(title + group.what, 2, screen);
  std::string rows;
  std::string alike;
  std::size_t count = 0;
  for (const MetricComparison& one : group.metrics) {
    if (!one.is_alike()) {
      rows += comparison_row(one);
    } else if (one.n_a > 0) {
      alike += (alike.empty() ? "" : ", ") + one.metric;
      ++count;
    }
  }
  if (!rows.empty()) {
    text += fmt::format("  {:<20}{:>11}{:>11}{:>11}{:>10}\n", "", "A", "B", "B - A", "± 95 %");
    text += rows;
  }
  // At each of many points they would be the same names again.
  if (!group.at.empty()) alike = registry::count_in_words(count, "metric", "metrics");
  if (count > 0) text += wrapped("the same in both: " + alike, 2, screen);
  return text;
}

/// Each warning once, with the metrics that it is about.
std::string warnings_text(const ResultComparison& comparison) {
  std::map<Warning, std::vector<std::string>> about;
  for (const GroupComparison& group : comparison.groups) {
    for (const MetricComparison& one : group.metrics) {
      if (one.is_alike() || one.method == Method::single) continue;
      for (const Warning warning : one.found.warnings) {
        std::vector<std::string>& metrics = about[warning];
        if (std::find(metrics.begin(), metrics.end(), one.metric) == metrics.end()) {
          metrics.push_back(one.metric);
        }
      }
    }
  }
  std::string text;
  for (const auto& [warning, metrics] : about) {
    text +=
        wrapped(fmt::format("note: {} ({})", statistics::words(warning), fmt::join(metrics, ", ")),
                2, screen);
  }
  return text;
}

/// What intervals do not tell: how many would leave out 0 by chance and, of single runs, what
/// differs from one network to the next.
std::string limits_text(const ResultComparison& comparison, std::size_t compared) {
  if (comparison.a.kind == ResultKind::run) {
    return fmt::format(
        " These intervals are about the queries of two single runs{}; how far other seeds would "
        "lead elsewhere, only runs with --repetitions tell.",
        seed_of(comparison.a) == seed_of(comparison.b)
            ? ""
            : ", whose networks and contents differ with their seeds");
  }
  const auto by_chance = static_cast<std::uint64_t>((compared + 10) / 20);
  return by_chance == 0
             ? " One in twenty would by chance, if nothing differed."
             : fmt::format(" One in twenty would by chance, if nothing differed: about {} here.",
                           registry::count_text(by_chance));
}

/// How many differ, and what that does not tell.
std::string count_text_of(const ResultComparison& comparison) {
  const auto [compared, differing] = comparison.differing();
  if (compared == 0) {
    const bool same = std::all_of(
        comparison.groups.begin(), comparison.groups.end(), [](const GroupComparison& group) {
          return std::all_of(group.metrics.begin(), group.metrics.end(),
                             [](const MetricComparison& one) { return one.is_alike(); });
        });
    return same ? "  Nothing differs.\n" : "  No difference has an interval.\n";
  }
  const std::string text =
      fmt::format("{} compared with an interval, {} of which {} out 0 (*).",
                  registry::count_in_words(compared, "difference", "differences"),
                  registry::count_text(differing), differing == 1 ? "leaves" : "leave");
  return wrapped(text + limits_text(comparison, compared), 2, screen);
}

std::string differences_text(const ResultComparison& comparison) {
  constexpr std::size_t most = 8;
  const std::vector<ScenarioDifference> differences = scenario_differences(comparison);
  if (differences.empty()) return "  The scenarios are the same.\n";
  std::string text;
  for (std::size_t i = 0; i < std::min(most, differences.size()); ++i) {
    const ScenarioDifference& one = differences[i];
    const auto shown = [](const Json& value) {
      return value.is_null() ? std::string("-")
                             : value.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    text += wrapped(fmt::format("{}: {} → {}", one.pointer, shown(one.a), shown(one.b)), 2, screen);
  }
  if (differences.size() > most) {
    text += fmt::format("  … and {} more differences of the scenarios\n",
                        registry::count_text(differences.size() - most));
  }
  return text;
}

Json metric_json(const GroupComparison& group, const MetricComparison& one) {
  Json json;
  if (!group.at.empty()) {
    for (const auto& [column, value] : group.at) json["at"][column] = value;
  }
  json["metric"] = one.metric;
  json["unit"] = one.unit;
  json["definition"] = one.definition;
  json["method"] = name(one.method);
  json["n_a"] = one.n_a;
  json["n_b"] = one.n_b;
  json["a"] = registry::number_or_null(one.found.mean_a);
  json["b"] = registry::number_or_null(one.found.mean_b);
  json["difference"] = registry::number_or_null(one.found.difference);
  json["half_width_95"] = registry::number_or_null(one.found.half_width);
  json["excludes_zero"] = one.found.half_width ? Json(one.found.excludes_zero()) : Json();
  json["warnings"] = Json::array();
  for (const Warning warning : one.found.warnings) {
    json["warnings"].push_back(statistics::name(warning));
  }
  return json;
}

}  // namespace

std::string comparison_text(const ResultComparison& comparison) {
  const auto side = [](const char* letter, const StoredResult& result) {
    return wrapped(fmt::format("{}: {}, {} of {}", letter, result.folder,
                               kind_in_words(result.kind), result.summary.value("name", "?")),
                   0, screen);
  };
  std::string text = side("A", comparison.a) + side("B", comparison.b);
  text += differences_text(comparison);
  for (const GroupComparison& group : comparison.groups) text += group_text(group);
  text += "\n" + count_text_of(comparison) + warnings_text(comparison);
  for (const std::string& note : comparison.notes) text += wrapped("note: " + note, 2, screen);
  return text;
}

Json comparison_json(const ResultComparison& comparison) {
  const auto side = [](const StoredResult& result) -> Json {
    return {{"folder", result.folder},
            {"kind", name(result.kind)},
            {"name", result.summary.value("name", "")}};
  };
  const auto [compared, differing] = comparison.differing();
  Json json = {{"a", side(comparison.a)},
               {"b", side(comparison.b)},
               {"confidence", statistics::usual_level},
               {"scenario_differences", Json::array()},
               {"with_interval", compared},
               {"excluding_zero", differing},
               {"notes", comparison.notes},
               {"comparisons", Json::array()}};
  for (const ScenarioDifference& one : scenario_differences(comparison)) {
    json["scenario_differences"].push_back({{"pointer", one.pointer}, {"a", one.a}, {"b", one.b}});
  }
  for (const GroupComparison& group : comparison.groups) {
    for (const MetricComparison& one : group.metrics) {
      json["comparisons"].push_back(metric_json(group, one));
    }
  }
  return json;
}

}  // namespace rippletank::cli
