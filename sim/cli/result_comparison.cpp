// Pairs what belongs together in two results and compares it.
#include "sim/cli/result_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/registry/counts.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::cli {
namespace {

using registry::count_in_words;
using registry::Json;
using statistics::Warning;
using Rows = std::vector<std::size_t>;

[[noreturn]] void refuse_comparison(std::string reason) {
  throw registry::InputError(registry::Diagnostic{"", 0, "", std::move(reason)});
}

/// Runs of the same number in pairs if all that both have were played with the same seeds.
Rivals matched_runs(const StoredResult& a, const StoredResult& b, const Rows& rows_a,
                    const Rows& rows_b) {
  std::map<std::string, std::size_t> of_b;
  const std::vector<std::string>& numbers_a = a.texts.at("repetition");
  const std::vector<std::string>& numbers_b = b.texts.at("repetition");
  const std::vector<std::string>& seeds_a = a.texts.at("seed");
  const std::vector<std::string>& seeds_b = b.texts.at("seed");
  for (const std::size_t row : rows_b) of_b[numbers_b[row]] = row;
  Rivals pairs{{}, {}, true};
  for (const std::size_t row : rows_a) {
    const auto partner = of_b.find(numbers_a[row]);
    if (partner == of_b.end()) continue;
    if (seeds_a[row] != seeds_b[partner->second]) return {rows_a, rows_b, false};
    pairs.a.push_back(row);
    pairs.b.push_back(partner->second);
  }
  if (pairs.a.empty()) return {rows_a, rows_b, false};
  return pairs;
}

/// All queries in pairs if both runs were asked for the same by the same peers at the same time;
/// how far and in which way they were passed on may be what is compared.
Rivals matched_queries(const StoredResult& a, const StoredResult& b) {
  Rivals all;
  for (std::size_t row = 0; row < a.rows; ++row) all.a.push_back(row);
  for (std::size_t row = 0; row < b.rows; ++row) all.b.push_back(row);
  all.in_pairs = a.askings == b.askings;
  return all;
}

/// Numbers that are equal are one value, however they are written.
std::string value_key(const std::string& text) {
  const std::optional<double> number = registry::number_in(text);
  return number ? fmt::format("{}", *number) : text;
}

using Point = std::vector<std::string>;

struct PointRows {
  Point key;
  Rows rows;
};

/// The runs of each point that are done, in the order of the table, and how many are not.
std::vector<PointRows> points_of(const StoredResult& result, const std::vector<std::string>& varied,
                                 std::size_t& undone) {
  std::vector<PointRows> points;
  std::map<Point, std::size_t> places;
  for (std::size_t row = 0; row < result.rows; ++row) {
    if (result.kind == ResultKind::sweep && result.texts.at("status")[row] != "done") {
      ++undone;
      continue;
    }
    Point key;
    for (const std::string& column : varied) {
      key.push_back(value_key(result.texts.at(column)[row]));
    }
    const auto [place, is_new] = places.emplace(key, points.size());
    if (is_new) points.push_back({key, {}});
    points[place->second].rows.push_back(row);
  }
  return points;
}

std::string described(const Rivals& rivals) {
  if (rivals.in_pairs) {
    return fmt::format("{} in each, in pairs of equal seed",
                       count_in_words(rivals.a.size(), "run", "runs"));
  }
  return fmt::format("{} and {}, seeds differ", count_in_words(rivals.a.size(), "run", "runs"),
                     registry::count_text(rivals.b.size()));
}

/// A note that something of A or B was left out, if it was.
void note_left_out(std::size_t count, const StoredResult& result, const char* one, const char* many,
                   ResultComparison& comparison) {
  if (count == 0) return;
  comparison.notes.push_back(
      fmt::format("left out of {}: {}", result.folder, count_in_words(count, one, many)));
}

void add_runs(const std::vector<std::string>& metrics, ResultComparison& comparison) {
  const StoredResult& a = comparison.a;
  const StoredResult& b = comparison.b;
  std::size_t undone_a = 0;
  std::size_t undone_b = 0;
  const std::vector<PointRows> points_a = points_of(a, a.varied, undone_a);
  const std::vector<PointRows> points_b = points_of(b, a.varied, undone_b);
  std::size_t single_a = 0;
  std::size_t single_b = 0;
  for (const PointRows& of_a : points_a) {
    const auto of_b = std::find_if(points_b.begin(), points_b.end(),
                                   [&](const PointRows& other) { return other.key == of_a.key; });
    if (of_b == points_b.end()) continue;
    const Rivals rivals = matched_runs(a, b, of_a.rows, of_b->rows);
    single_a += of_a.rows.size() - rivals.a.size();
    single_b += of_b->rows.size() - rivals.b.size();
    GroupComparison group{{}, described(rivals), {}};
    for (const std::string& column : a.varied) {
      group.at.emplace_back(column, a.texts.at(column)[of_a.rows.front()]);
    }
    for (const std::string& metric : metrics) {
      group.metrics.push_back(compare_metric(a, b, rivals, metric));
    }
    comparison.groups.push_back(std::move(group));
  }
  if (comparison.groups.empty()) {
    refuse_comparison(fmt::format("{} and {} have no runs with the same values of what is varied",
                                  a.folder, b.folder));
  }
  note_left_out(undone_a, a, "run that failed", "runs that failed", comparison);
  note_left_out(undone_b, b, "run that failed", "runs that failed", comparison);
  note_left_out(single_a, a, "run without a partner", "runs without a partner", comparison);
  note_left_out(single_b, b, "run without a partner", "runs without a partner", comparison);
  const std::size_t both = comparison.groups.size();
  note_left_out(points_a.size() - both, a, "point that only it has", "points that only it has",
                comparison);
  note_left_out(points_b.size() - both, b, "point that only it has", "points that only it has",
                comparison);
}

/// A note of pairs of which only one has a value, such as the hops of a hit: those are left out.
void note_one_sided(const GroupComparison& group, std::size_t pairs, ResultComparison& comparison) {
  std::vector<std::string> metrics;
  for (const MetricComparison& one : group.metrics) {
    if (one.one_sided == 0) continue;
    metrics.push_back(fmt::format("{} {}", one.metric, registry::count_text(one.one_sided)));
  }
  if (metrics.empty()) return;
  comparison.notes.push_back(
      fmt::format("of {} pairs so many have a value on one side only, and are not compared: {}",
                  registry::count_text(pairs), fmt::join(metrics, ", ")));
}

void add_queries(const std::vector<std::string>& metrics, ResultComparison& comparison) {
  const Rivals rivals = matched_queries(comparison.a, comparison.b);
  GroupComparison group;
  group.what = rivals.in_pairs ? fmt::format("per query, in pairs: {} in each, asked alike",
                                             count_in_words(rivals.a.size(), "query", "queries"))
                               : fmt::format("per query: {} and {}, asked differently",
                                             count_in_words(rivals.a.size(), "query", "queries"),
                                             registry::count_text(rivals.b.size()));
  bool independent = false;
  for (const std::string& metric : metrics) {
    MetricComparison& one =
        group.metrics.emplace_back(compare_metric(comparison.a, comparison.b, rivals, metric));
    const bool by_values = one.method == Method::pairs || one.method == Method::samples;
    independent = independent || (by_values && one.found.half_width && !one.is_alike());
  }
  if (independent) {
    comparison.notes.emplace_back(
        "of fewer than 200 queries the intervals hold only if these do not depend on each other");
  }
  note_one_sided(group, rivals.a.size(), comparison);
  comparison.groups.push_back(std::move(group));
}

/// The headline numbers of single runs.
void add_headline(const std::vector<std::string>& metrics, ResultComparison& comparison) {
  GroupComparison group{{}, "headline numbers, one value each: without intervals", {}};
  for (const std::string& metric : metrics) {
    MetricComparison& one = group.metrics.emplace_back();
    one.metric = metric;
    one.unit = comparison.a.about(metric, "unit");
    one.definition = comparison.a.about(metric, "definition");
    const auto take = [&](const StoredResult& result, std::size_t& n) -> std::optional<double> {
      for (const char* part : {"results", "protocol"}) {
        const Json& values = result.summary.value(part, Json::object());
        if (!values.contains(metric) || !values[metric].is_number()) continue;
        n = 1;
        return values[metric].get<double>();
      }
      return {};
    };
    one.found.mean_a = take(comparison.a, one.n_a);
    one.found.mean_b = take(comparison.b, one.n_b);
    if (one.n_a == 1 && one.n_b == 1) {
      one.found.difference = *one.found.mean_b - *one.found.mean_a;
      one.found.warnings = {Warning::one_value};
    }
  }
  comparison.groups.push_back(std::move(group));
}

std::vector<std::string> headline_names(const StoredResult& result) {
  std::vector<std::string> names;
  for (const char* part : {"results", "protocol"}) {
    const Json values = result.summary.value(part, Json::object());
    for (const auto& [name, ignored] : values.items()) names.push_back(name);
  }
  return names;
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// Those of A that B has as well, and that are wanted.
std::vector<std::string> common(const std::vector<std::string>& of_a,
                                const std::vector<std::string>& of_b,
                                const std::vector<std::string>& wanted) {
  std::vector<std::string> both;
  for (const std::string& metric : of_a) {
    if (contains(of_b, metric) && (wanted.empty() || contains(wanted, metric))) {
      both.push_back(metric);
    }
  }
  return both;
}

/// All names that may be asked for.
std::vector<std::string> all_names(const StoredResult& result) {
  std::vector<std::string> names = result.metrics;
  if (result.kind != ResultKind::run) return names;
  for (const std::string& name : headline_names(result)) names.push_back(name);
  return names;
}

void check_comparable(const StoredResult& a, const StoredResult& b) {
  if (a.kind != b.kind) {
    refuse_comparison(fmt::format("{} is {}, {} is {}; compare two of one kind", a.folder,
                                  kind_in_words(a.kind), b.folder, kind_in_words(b.kind)));
  }
  if (std::set<std::string>(a.varied.begin(), a.varied.end()) !=
      std::set<std::string>(b.varied.begin(), b.varied.end())) {
    refuse_comparison(fmt::format("the sweeps vary different things: {} {}, {} {}", a.folder,
                                  fmt::join(a.varied, ", "), b.folder, fmt::join(b.varied, ", ")));
  }
}

void check_wanted(const StoredResult& a, const StoredResult& b,
                  const std::vector<std::string>& wanted) {
  const std::vector<std::string> both = common(all_names(a), all_names(b), {});
  if (both.empty()) {
    refuse_comparison(fmt::format("{} and {} have no metric in common", a.folder, b.folder));
  }
  std::vector<registry::Diagnostic> mistakes;
  for (const std::string& name : wanted) {
    if (contains(both, name)) continue;
    const bool in_one = contains(all_names(a), name) || contains(all_names(b), name);
    mistakes.push_back(
        {"", 0, "",
         in_one ? fmt::format("--metric: only {} has {}",
                              contains(all_names(a), name) ? a.folder : b.folder,
                              registry::in_quotes(name))
                : fmt::format("--metric: no metric {} in these results{}",
                              registry::in_quotes(name), registry::suggestion(name, both))});
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
}

void note_what_only_one_has(ResultComparison& comparison) {
  const auto note = [&](const StoredResult& one, const StoredResult& other) {
    std::vector<std::string> only;
    for (const std::string& name : all_names(one)) {
      if (!contains(all_names(other), name)) only.push_back(name);
    }
    if (only.empty()) return;
    comparison.notes.push_back(fmt::format("only in {}: {}", one.folder, fmt::join(only, ", ")));
  };
  note(comparison.a, comparison.b);
  note(comparison.b, comparison.a);
}

void note_versions(ResultComparison& comparison) {
  const auto version = [](const StoredResult& result) {
    const Json provenance = result.summary["provenance"];
    return provenance.value("version", "?") + " (" + provenance.value("git_describe", "?") + ")";
  };
  if (version(comparison.a) == version(comparison.b)) return;
  comparison.notes.push_back(fmt::format("written by different versions of rippletank: {} and {}",
                                         version(comparison.a), version(comparison.b)));
}

}  // namespace

std::pair<std::size_t, std::size_t> ResultComparison::differing() const {
  std::pair<std::size_t, std::size_t> counts;
  for (const GroupComparison& group : groups) {
    for (const MetricComparison& one : group.metrics) {
      if (!one.found.half_width || one.is_alike()) continue;
      ++counts.first;
      if (one.found.excludes_zero()) ++counts.second;
    }
  }
  return counts;
}

ResultComparison compare_results(StoredResult a, StoredResult b,
                                 const std::vector<std::string>& metrics) {
  check_comparable(a, b);
  check_wanted(a, b, metrics);
  ResultComparison comparison{std::move(a), std::move(b), {}, {}};
  const std::vector<std::string> in_tables =
      common(comparison.a.metrics, comparison.b.metrics, metrics);
  note_versions(comparison);
  if (metrics.empty()) note_what_only_one_has(comparison);
  if (comparison.a.kind != ResultKind::run) {
    add_runs(in_tables, comparison);
    return comparison;
  }
  const bool has_both = comparison.a.rows > 0 && comparison.b.rows > 0;
  if (has_both && !in_tables.empty()) add_queries(in_tables, comparison);
  const std::vector<std::string> headline =
      common(headline_names(comparison.a), headline_names(comparison.b), metrics);
  if (!headline.empty()) add_headline(headline, comparison);
  return comparison;
}

}  // namespace rippletank::cli
