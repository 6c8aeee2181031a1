// The summary of a sweep, as JSON and for people.
#include <fmt/format.h>

#include <algorithm>

#include "sim/registry/counts.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/readable.hpp"
#include "sim/sweep/results.hpp"
#include "sim/sweep/stopping.hpp"

namespace rippletank::sweep {
namespace {

using registry::Json;

constexpr std::size_t screen = 80;

/// What is shown if nobody asks for anything: the first of these that differ between points.
constexpr const char* usually_shown[] = {
    "reach_mean", "coverage_mean", "messages_per_query", "answered_share", "first_hit_ms_mean",
    "messages",   "bytes"};

std::optional<std::size_t> metric_called(const Results& results, const std::string& name) {
  for (std::size_t i = 0; i < results.metrics.size(); ++i) {
    if (results.metrics[i].name == name) return i;
  }
  return {};
}

const Group* group_of(const PointResults& point, std::size_t metric) {
  const auto found = std::find_if(point.groups.begin(), point.groups.end(),
                                  [metric](const Group& group) { return group.metric == metric; });
  return found == point.groups.end() ? nullptr : &*found;
}

bool differs(const Results& results, std::size_t metric) {
  std::optional<double> first;
  for (const PointResults& point : results.points) {
    const Group* group = group_of(point, metric);
    if (group == nullptr || !group->sample.mean) continue;
    if (first && *first != *group->sample.mean) return true;
    first = group->sample.mean;
  }
  return first && results.points.size() == 1;
}

/// The metrics of the table, in their order.
std::vector<std::size_t> shown_metrics(const Outline& outline, const Results& results) {
  std::vector<std::size_t> chosen;
  const auto choose = [&](const std::string& name) {
    const auto metric = metric_called(results, name);
    const bool is_new = metric && std::find(chosen.begin(), chosen.end(), *metric) == chosen.end();
    if (is_new) chosen.push_back(*metric);
  };
  if (outline.until) choose(outline.until->metric);
  for (const std::string& name : outline.show) choose(name);
  if (!outline.show.empty()) return chosen;
  for (const char* const name : usually_shown) {
    const auto metric = metric_called(results, name);
    if (metric && differs(results, *metric)) choose(name);
  }
  if (chosen.empty()) choose(usually_shown[0]);
  return chosen;
}

using Row = std::vector<std::string>;

Row row_of(const Outline& outline, const Results& results, std::size_t point,
           const std::vector<std::size_t>& metrics) {
  Row row;
  for (const Json& value : outline.points[point].values) row.push_back(text_of_value(value));
  const PointResults& found = results.points[point];
  row.push_back(registry::count_text(found.runs - found.failed));
  for (const std::size_t metric : metrics) {
    const Group* group = group_of(found, metric);
    if (group == nullptr || !group->sample.mean) {
      row.push_back("-");
      continue;
    }
    std::string text = run::readable_count(*group->sample.mean);
    if (group->sample.half_width) text += " ± " + run::readable_count(*group->sample.half_width);
    row.push_back(std::move(text));
  }
  return row;
}

/// How wide each column has to be, the gap before it included.
std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], registry::display_columns(row[i]) + 2);
    }
  }
  return widths;
}

/// As many columns as fit on a screen, the first `least` anyway.
std::size_t columns_that_fit(const std::vector<std::size_t>& widths, std::size_t least) {
  std::size_t width = 0;
  std::size_t count = 0;
  for (; count < widths.size(); ++count) {
    width += widths[count];
    if (count >= least && width > screen) break;
  }
  return count;
}

std::string laid_out(const std::vector<Row>& rows, std::size_t columns,
                     const std::vector<std::size_t>& widths) {
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < columns; ++i) {
      line += std::string(widths[i] - registry::display_columns(row[i]), ' ') + row[i];
    }
    text += line + "\n";
  }
  return text;
}

std::string table_of(const Outline& outline, const Results& results) {
  constexpr std::size_t most_rows = 40;
  const std::vector<std::size_t> metrics = shown_metrics(outline, results);
  Row titles(outline.columns.begin(), outline.columns.end());
  titles.emplace_back("n");
  for (const std::size_t metric : metrics) titles.push_back(results.metrics[metric].name);
  std::vector<Row> rows = {titles};
  std::size_t left_out = 0;
  for (std::size_t point = 0; point < outline.points.size(); ++point) {
    if (results.points[point].runs == 0) continue;
    if (rows.size() > most_rows) {
      ++left_out;
      continue;
    }
    rows.push_back(row_of(outline, results, point, metrics));
  }
  const std::vector<std::size_t> widths = widths_of(rows);
  const std::size_t columns = columns_that_fit(widths, outline.columns.size() + 2);
  std::string text = laid_out(rows, columns, widths);
  if (left_out > 0) {
    text += fmt::format("  … and {} more\n", registry::count_text(left_out));
  }
  // What was asked for by name, and has not come.
  if (!outline.show.empty() && columns < titles.size()) {
    const std::vector<std::string> hidden(titles.begin() + static_cast<std::ptrdiff_t>(columns),
                                          titles.end());
    text += registry::wrapped(
        fmt::format("not shown for want of room: {}", fmt::join(hidden, ", ")), 2, screen);
  }
  return text;
}

/// How many points have runs, but do not know what they were repeated for well enough.
std::uint64_t points_short_of_until(const Outline& outline, const Results& results) {
  const auto metric = metric_called(results, outline.until->metric);
  if (!metric) return 0;
  const auto count =
      std::count_if(results.points.begin(), results.points.end(), [&](const PointResults& point) {
        const Group* group = group_of(point, *metric);
        return point.runs > 0 &&
               (group == nullptr || !is_known_well(*outline.until, group->sample));
      });
  return static_cast<std::uint64_t>(count);
}

/// Whether repeating has led to what was wanted.
std::string words_on_until(const Outline& outline, const Results& results) {
  if (!outline.until) return {};
  if (!metric_called(results, outline.until->metric)) {
    return registry::wrapped(
        fmt::format("note: no run has a measure \"{}\", so that nothing was repeated until it was "
                    "known",
                    outline.until->metric),
        2, screen);
  }
  const std::uint64_t points = points_short_of_until(outline, results);
  if (points == 0) return {};
  return registry::wrapped(
      fmt::format("note: at {} {} is not known as well as \"until\" wants (\"at_most\": {})",
                  registry::count_in_words(points, "point", "points"), outline.until->metric,
                  outline.until->at_most),
      2, screen);
}

/// Whether some shown interval rests on few values, or on none that differ.
std::string words_on_warnings(const Outline& outline, const Results& results) {
  std::vector<statistics::Warning> found;
  for (const std::size_t metric : shown_metrics(outline, results)) {
    for (const PointResults& point : results.points) {
      const Group* group = group_of(point, metric);
      if (group == nullptr) continue;
      found.insert(found.end(), group->sample.warnings.begin(), group->sample.warnings.end());
    }
  }
  std::string text = words_on_until(outline, results);
  for (const statistics::Warning warning : statistics::all_warnings()) {
    if (!statistics::has(found, warning)) continue;
    text += registry::wrapped(std::string("note: ") + statistics::words(warning), 2, screen);
  }
  return text;
}

}  // namespace

Json summary_json(const Outline& outline, const Results& results) {
  Json json = {{"name", outline.name}, {"description", outline.description}};
  json["points"] = outline.points.size();
  json["runs"] = {{"done", results.runs() - results.failed()}, {"failed", results.failed()}};
  json["columns"] = outline.columns;
  if (outline.until) json["points_short_of_until"] = points_short_of_until(outline, results);
  for (const Definition& metric : results.metrics) {
    json["definitions"][metric.name] = {{"unit", metric.unit}, {"definition", metric.definition}};
  }
  json["provenance"] = outline.provenance;
  return json;
}

std::string summary_text(const Outline& outline, const Results& results) {
  const std::uint64_t failed = results.failed();
  std::string text = fmt::format(
      "{}: {}, {}{}\n", outline.name,
      registry::count_in_words(outline.points.size(), "point", "points"),
      registry::count_in_words(results.runs(), "run", "runs"),
      failed == 0 ? "" : fmt::format(", {} of them failed", registry::count_text(failed)));
  if (results.runs() == 0) return text;
  text += "\n" + table_of(outline, results);
  text += "\n  mean ± 95 % half-width (Student t) over n runs; all measures in groups.csv\n";
  return text + words_on_warnings(outline, results);
}

}  // namespace rippletank::sweep
