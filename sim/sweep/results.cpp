// Makes runs.csv and groups.csv.
#include "sim/sweep/results.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "analysis/statistics/quantiles.hpp"
#include "sim/io/csv_file.hpp"
#include "sim/run/headline.hpp"
#include "sim/sweep/stopping.hpp"
#include "sim/sweep/table_columns.hpp"

namespace rippletank::sweep {
namespace {

using registry::Json;

/// Calls `visit(task, record)` for each run that is there, point by point.
void for_each_run(const Outline& outline, const Store& store, const Shard& shard,
                  const std::function<void(Task, const RunRecord&)>& visit) {
  for (std::uint32_t point = 0; point < outline.points.size(); ++point) {
    const std::uint64_t wanted = wanted_repetitions(outline, [&](std::uint64_t repetition) {
      return find_run(outline, &store, {point, repetition});
    });
    for (std::uint64_t repetition = 0; repetition < wanted; ++repetition) {
      const Task task{point, repetition};
      if (!shard.has(outline, task)) continue;
      if (const auto record = find_run(outline, &store, task)) visit(task, *record);
    }
  }
}

/// The metrics that some run has a value of, and the figures that some run has, in their order.
std::vector<Definition> metrics_of(const Outline& outline, const Store& store, const Shard& shard) {
  std::vector<Definition> metrics;
  std::set<std::string> known;
  for (const run::Metric& metric : run::metrics()) {
    metrics.push_back({metric.name, metric.unit, metric.definition});
    known.insert(metric.name);
  }
  std::map<std::string, Definition> figures;
  for (Definition& figure : store.figures()) figures[figure.name] = std::move(figure);
  for_each_run(outline, store, shard, [&](Task, const RunRecord& record) {
    for (const auto& [name, value] : record.values.items()) {
      if (known.insert(name).second) metrics.push_back(figures[name]);
    }
  });
  return metrics;
}

void write_value(const Json& value, io::CsvFile& csv) {
  if (value.is_number_unsigned()) {
    csv.value(value.get<std::uint64_t>());
  } else if (value.is_number_integer()) {
    csv.value(value.get<std::int64_t>());
  } else if (value.is_number_float()) {
    csv.value(value.get<double>());
  } else if (value.is_boolean()) {
    csv.value(value.get<bool>());
  } else if (value.is_string()) {
    csv.value(value.get<std::string>());
  } else {
    csv.value(std::optional<double>());
  }
}

/// The numbers of one point, by metric.
class Gathering {
 public:
  explicit Gathering(std::size_t metrics) : values_(metrics), is_there_(metrics) {}

  void add(std::size_t metric, const Json& value) {
    is_there_[metric] = true;
    if (value.is_number()) values_[metric].push_back(value.get<double>());
  }

  std::vector<Group> take() {
    std::vector<Group> groups;
    for (std::size_t metric = 0; metric < values_.size(); ++metric) {
      if (!is_there_[metric]) continue;
      Group group{metric, statistics::describe(values_[metric]), std::move(values_[metric])};
      std::sort(group.ascending.begin(), group.ascending.end());
      groups.push_back(std::move(group));
    }
    values_.assign(values_.size(), {});
    is_there_.assign(is_there_.size(), false);
    return groups;
  }

 private:
  std::vector<std::vector<double>> values_;
  std::vector<bool> is_there_;
};

/// A figure may happen to be called like a column of what is varied.
std::string column_of(const Outline& outline, const Definition& metric) {
  const bool is_taken = std::find(outline.columns.begin(), outline.columns.end(), metric.name) !=
                        outline.columns.end();
  return (is_taken ? "protocol_" : "") + metric.name;
}

std::vector<std::string> run_column_names(const Outline& outline,
                                          const std::vector<Definition>& metrics) {
  std::vector<std::string> names = {"run_id", "status"};
  names.insert(names.end(), outline.columns.begin(), outline.columns.end());
  for (const char* const name : {"repetition", "seed", "fingerprint"}) names.emplace_back(name);
  for (const Definition& metric : metrics) names.push_back(column_of(outline, metric));
  names.emplace_back("message");
  return names;
}

}  // namespace

std::uint64_t Results::runs() const {
  std::uint64_t total = 0;
  for (const PointResults& point : points) total += point.runs;
  return total;
}

std::uint64_t Results::failed() const {
  std::uint64_t total = 0;
  for (const PointResults& point : points) total += point.failed;
  return total;
}

Results write_runs(const Outline& outline, const Store& store, const Shard& shard,
                   const std::filesystem::path& file) {
  Results results;
  results.metrics = metrics_of(outline, store, shard);
  results.points.resize(outline.points.size());
  Gathering numbers(results.metrics.size());
  std::uint32_t current = 0;
  const auto finish = [&] { results.points[current].groups = numbers.take(); };
  const std::vector<std::string> names = run_column_names(outline, results.metrics);
  io::CsvFile csv(file, {names.begin(), names.end()});
  for_each_run(outline, store, shard, [&](Task task, const RunRecord& record) {
    if (task.point != current) finish();
    current = task.point;
    ++results.points[current].runs;
    if (record.status != Status::done) ++results.points[current].failed;
    csv.value(record.run_id);
    csv.value(registry::Codec<Status>::write(record.status).get<std::string>());
    for (const Json& value : outline.points[task.point].values) write_value(value, csv);
    csv.value(task.repetition);
    csv.value(record.seed);
    csv.value(record.fingerprint);
    for (std::size_t i = 0; i < results.metrics.size(); ++i) {
      const auto value = record.values.find(results.metrics[i].name);
      const bool is_there = value != record.values.end();
      write_value(is_there ? *value : Json(), csv);
      if (is_there) numbers.add(i, *value);
    }
    csv.value(record.message);
    csv.end_row();
  });
  if (!results.points.empty()) finish();
  csv.close();
  return results;
}

void write_groups(const Outline& outline, const Results& results,
                  const std::filesystem::path& file) {
  std::vector<std::string_view> names(outline.columns.begin(), outline.columns.end());
  for (const std::string_view name : groups_columns().names()) names.push_back(name);
  io::CsvFile csv(file, names);
  for (std::size_t point = 0; point < outline.points.size(); ++point) {
    for (const Group& group : results.points[point].groups) {
      const statistics::Description& sample = group.sample;
      const auto quantile = [&group](double probability) {
        return statistics::quantile(group.ascending, probability);
      };
      const auto median = statistics::quantile_interval(group.ascending, 0.5);
      for (const Json& value : outline.points[point].values) write_value(value, csv);
      csv.row(column_of(outline, results.metrics[group.metric]), results.metrics[group.metric].unit,
              sample.n, sample.mean, sample.sd, sample.half_width, sample.min, quantile(0.25),
              quantile(0.5), median ? std::optional(median->low) : std::nullopt,
              median ? std::optional(median->high) : std::nullopt, quantile(0.75), sample.max,
              statistics::labels(sample.warnings));
    }
  }
  csv.close();
}

}  // namespace rippletank::sweep
