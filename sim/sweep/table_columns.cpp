// Defines the columns of the tables of sweeps.
#include "sim/sweep/table_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/registry/diagnostics.hpp"
#include "sim/registry/reader.hpp"
#include "sim/run/headline.hpp"

namespace rippletank::sweep {

const run::TableColumns& runs_columns() {
  static const run::TableColumns table = {
      "runs",
      "run of a sweep: a repetition of a point of its grid",
      {{"run_id",
        "A hash of the resolved scenario, its seed, its input files and the version of the model."},
       {"status", "done; failed; time_limit, if the run took longer than it may."},
       {"repetition", "From 0; the same number has the same random numbers at all points."},
       {"seed", "Of this run."},
       {"fingerprint", "A hash of all that happened in it."},
       {"message", "Why the run failed."}}};
  return table;
}

const run::TableColumns& groups_columns() {
  static const run::TableColumns table = {
      "groups",
      "point of a sweep's grid and measure",
      {{"metric", "A measure or a figure of the protocol, as runs.csv has it."},
       {"unit", "Of the metric."},
       {"n", "Runs that have a value."},
       {"mean", "Of these values."},
       {"sd", "Standard deviation of a sample (n - 1)."},
       {"half_width_95",
        "The mean lies within so much of the true one with 95 % confidence (Student t)."},
       {"min", "The least value."},
       {"q25", "A quarter of the values lies below; between two in proportion."},
       {"median", "Half of them does."},
       {"median_low_95",
        "Lower end of the interval of the median, at least 95 % confident, whatever the "
        "distribution; there is none of fewer than 6 values."},
       {"median_high_95", "Its upper end."},
       {"q75", "Three quarters of the values lie below."},
       {"max", "The greatest value."},
       {"warning", "What to mind with these figures; empty: nothing."}}};
  return table;
}

const std::vector<std::string>& fixed_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const run::TableColumns* table : {&runs_columns(), &groups_columns()}) {
      for (const run::Column& column : table->columns) all.push_back(column.name);
    }
    for (const run::Metric& metric : run::metrics()) all.emplace_back(metric.name);
    return all;
  }();
  return names;
}

namespace {

/// Whether a name can stand in the first line of a table, and in a condition.
bool is_plain(const std::string& name) {
  return std::none_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || c == '"' || c == '\'';
  });
}

}  // namespace

void check_columns(const Axes& axes, const std::vector<std::string>& columns) {
  const std::vector<std::string>& fixed = fixed_columns();
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::string pointer = "/vary/" + registry::escape_pointer_token(axes[i].first);
    std::set<std::string> known;
    for (std::uint32_t value = 0; value < axes[i].second.values.size(); ++value) {
      const std::string text = text_of_value(shown(axes[i].second, value));
      if (known.insert(text).second) continue;
      throw registry::InputError(registry::Diagnostic{
          "", 0, pointer,
          fmt::format("results would call two of its values {}; leave one out, or give them "
                      "\"labels\"",
                      registry::found(text))});
    }
    if (!is_plain(columns[i])) {
      throw registry::InputError(registry::Diagnostic{
          "", 0, pointer,
          fmt::format("expected a name of one line and without quotes for a column, got {}",
                      registry::found(columns[i]))});
    }
    const bool is_taken = std::find(fixed.begin(), fixed.end(), columns[i]) != fixed.end() ||
                          std::count(columns.begin(), columns.end(), columns[i]) > 1;
    if (!is_taken) continue;
    throw registry::InputError(registry::Diagnostic{
        "", 0, pointer,
        fmt::format("another column of the results is called {}; give this one another \"name\": "
                    "{{ \"name\": \"…\", \"values\": […] }}",
                    registry::found(columns[i]))});
  }
}

}  // namespace rippletank::sweep
