// Finds and words what a run says of the time after its warm-up.
#include "sim/run/steady_state.hpp"

#include <fmt/format.h>

#include "sim/registry/wrap.hpp"
#include "sim/run/readable.hpp"

namespace rippletank::run {
namespace {

using registry::Json;
using statistics::Warning;

Json names_of(const std::vector<Warning>& warnings) {
  Json names = Json::array();
  for (const Warning warning : warnings) names.push_back(statistics::name(warning));
  return names;
}

std::string steady_row(const SteadyMeasure& one) {
  const statistics::BatchMeans& rest = one.found.rest;
  const std::string label = statistics::labels(rest.warnings);
  return fmt::format("  {:<16}{:>11}{:>10}{:>12}{:>11}{}{}\n", one.measure->name,
                     one.from ? readable_number(core::to_seconds(*one.from), 1) : "-",
                     readable_count(static_cast<double>(one.found.n - one.found.truncated)),
                     count_or_dash(rest.mean), count_or_dash(rest.half_width),
                     label.empty() ? "" : "  ", label);
}

}  // namespace

std::vector<SteadyMeasure> steady_measures(const Outcome& outcome) {
  std::vector<SteadyMeasure> all;
  for (const QueryMeasure& measure : query_measures()) {
    std::vector<double> values;
    std::vector<core::Time> starts;
    for (const measure::QueryRecord& query : outcome.measures.queries) {
      const std::optional<double> value = measure.value(query);
      if (!value) continue;
      values.push_back(*value);
      starts.push_back(query.start);
    }
    SteadyMeasure& one = all.emplace_back();
    one.measure = &measure;
    one.found = statistics::steady_state(values);
    if (!values.empty()) one.from = starts[one.found.truncated];
  }
  return all;
}

Json steady_state_json(const Outcome& outcome) {
  Json json = Json::object();
  for (const SteadyMeasure& one : steady_measures(outcome)) {
    Json& entry = json[one.measure->name];
    if (one.found.n == 0) continue;
    const statistics::BatchMeans& rest = one.found.rest;
    entry = {{"unit", one.measure->unit},
             {"definition", one.measure->definition()},
             {"n", one.found.n},
             {"queries_left_out", one.found.truncated},
             {"from_s", core::to_seconds(*one.from)},
             {"mean", registry::number_or_null(rest.mean)},
             {"half_width_95", registry::number_or_null(rest.half_width)},
             {"batches", rest.batches},
             {"queries_per_batch", rest.batch_size},
             {"lag_1", registry::number_or_null(rest.lag_1)},
             {"warnings", names_of(rest.warnings)}};
  }
  return json;
}

std::string steady_state_text(const Outcome& outcome) {
  std::string rows;
  std::vector<Warning> warnings;
  for (const SteadyMeasure& one : steady_measures(outcome)) {
    if (one.found.n == 0) continue;
    rows += steady_row(one);
    warnings.insert(warnings.end(), one.found.rest.warnings.begin(), one.found.rest.warnings.end());
  }
  if (rows.empty()) return {};
  std::string text = fmt::format("\n  {:<16}{:>11}{:>10}{:>12}{:>11}\n", "after warm-up", "from s",
                                 "queries", "mean", "± 95 %") +
                     rows;
  for (const Warning warning : statistics::all_warnings()) {
    if (!statistics::has(warnings, warning)) continue;
    text += registry::wrapped(
        fmt::format("{}: {}", statistics::label(warning), statistics::words(warning)), 2, 80);
  }
  return text;
}

}  // namespace rippletank::run
