// Runs repetitions on threads and sums them up.
#include "sim/run/repetitions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "analysis/statistics/description.hpp"
#include "sim/io/csv_file.hpp"
#include "sim/registry/counts.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/headline.hpp"
#include "sim/run/readable.hpp"
#include "sim/run/summary.hpp"

namespace rippletank::run {
namespace {

using registry::Json;

Repetition run_one(const scenario::Scenario& scenario, const Json& inputs, std::uint64_t number,
                   const std::filesystem::path& folder, const AddToSummary& add) {
  const Outcome outcome = run(scenario, repetition_seed(scenario.seed, number));
  const std::filesystem::path own = folder / fmt::format("repetition_{:04}", number);
  std::filesystem::create_directory(own);
  const Json summary = write_result(scenario, outcome, inputs, own, add);
  Repetition repetition;
  repetition.seed = outcome.seed;
  repetition.notes = outcome.network.notes;
  repetition.fingerprint = summary["provenance"]["fingerprint"].get<std::string>();
  for (const Metric& metric : metrics()) repetition.values.push_back(metric.value(outcome));
  repetition.figures = outcome.measures.figures;
  return repetition;
}

/// A number that each repetition has.
struct Number {
  const char* name;
  const char* unit;
  const char* definition;
  std::vector<Json> values;  ///< [repetition]
};

std::vector<Number> headline_numbers(const std::vector<Repetition>& repetitions) {
  std::vector<Number> numbers;
  for (std::size_t i = 0; i < metrics().size(); ++i) {
    const Metric& metric = metrics()[i];
    Number& number = numbers.emplace_back(Number{metric.name, metric.unit, metric.definition, {}});
    for (const Repetition& repetition : repetitions) number.values.push_back(repetition.values[i]);
  }
  return numbers;
}

std::vector<Number> figures_of_protocol(const std::vector<Repetition>& repetitions) {
  std::vector<Number> numbers;
  for (std::size_t i = 0; i < repetitions.front().figures.size(); ++i) {
    const measure::Figure& figure = repetitions.front().figures[i];
    Number& number = numbers.emplace_back(Number{figure.name, figure.unit, figure.definition, {}});
    for (const Repetition& repetition : repetitions) {
      number.values.push_back(value_of(repetition.figures.at(i)));
    }
  }
  return numbers;
}

std::vector<Number> all_numbers(const std::vector<Repetition>& repetitions) {
  std::vector<Number> numbers = headline_numbers(repetitions);
  for (Number& number : figures_of_protocol(repetitions)) numbers.push_back(std::move(number));
  return numbers;
}

/// Over those repetitions in which the number has a value.
statistics::Description described(const Number& number) {
  std::vector<double> values;
  for (const Json& value : number.values) {
    if (!value.is_null()) values.push_back(value.get<double>());
  }
  return statistics::describe(values);
}

Json statistics_json(const Number& number) {
  const statistics::Description found = described(number);
  if (found.n == 0) return nullptr;
  return {{"n", found.n},
          {"mean", registry::number_or_null(found.mean)},
          {"sd", registry::number_or_null(found.sd)},
          {"half_width_95", registry::number_or_null(found.half_width)},
          {"min", registry::number_or_null(found.min)},
          {"max", registry::number_or_null(found.max)}};
}

}  // namespace

std::vector<Repetition> run_repetitions(const scenario::Scenario& scenario, const Json& inputs,
                                        std::uint64_t count, unsigned threads,
                                        const std::filesystem::path& folder,
                                        const std::function<void(double)>& progress,
                                        const AddToSummary& add) {
  std::vector<Repetition> done(count);
  std::vector<std::exception_ptr> failures(count);
  std::atomic<std::uint64_t> next = 0;
  std::atomic<bool> failed = false;
  std::mutex reporting;
  std::uint64_t finished = 0;
  const auto work = [&] {
    // Whatever number is taken is run: so no failure hides one of a smaller number.
    while (!failed) {
      const std::uint64_t number = next++;
      if (number >= count) break;
      try {
        done[number] = run_one(scenario, inputs, number, folder, add);
        const std::lock_guard<std::mutex> lock(reporting);
        if (progress) progress(static_cast<double>(++finished) / static_cast<double>(count));
      } catch (...) {
        failures[number] = std::current_exception();
        failed = true;
      }
    }
  };
  std::vector<std::thread> others;
  try {
    for (unsigned i = 1; i < std::min<std::uint64_t>(threads, count); ++i) {
      others.emplace_back(work);
    }
  } catch (const std::exception&) {
    // No more threads are to be had; the work is done by those there are, at least by this one.
  }
  work();
  for (std::thread& other : others) other.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return done;
}

void write_runs(const std::vector<Repetition>& repetitions, const std::filesystem::path& file) {
  std::vector<std::string_view> columns = {"repetition", "seed", "fingerprint"};
  const std::vector<Number> numbers = all_numbers(repetitions);
  for (const Number& number : numbers) columns.emplace_back(number.name);
  io::CsvFile csv(file, columns);
  for (std::size_t repetition = 0; repetition < repetitions.size(); ++repetition) {
    csv.value(repetition);
    csv.value(repetitions[repetition].seed);
    csv.value(repetitions[repetition].fingerprint);
    for (const Number& number : numbers) {
      const Json& value = number.values[repetition];
      csv.value(value.is_null() ? std::optional<double>() : value.get<double>());
    }
    csv.end_row();
  }
  csv.close();
}

Json repetitions_json(const scenario::Scenario& scenario, const Json& inputs,
                      const std::vector<Repetition>& repetitions) {
  Json json;
  json["name"] = scenario.name;
  json["description"] = scenario.description;
  json["repetitions"] = repetitions.size();
  for (const Number& number : headline_numbers(repetitions)) {
    json["results"][number.name] = statistics_json(number);
  }
  for (const Number& number : figures_of_protocol(repetitions)) {
    json["protocol"][number.name] = statistics_json(number);
  }
  for (const Number& number : all_numbers(repetitions)) {
    json["definitions"][number.name] = {{"unit", number.unit}, {"definition", number.definition}};
  }
  json["provenance"] = provenance(scenario, scenario.seed, {});
  json["provenance"]["inputs"] = inputs;
  json["provenance"]["fingerprints"] = Json::array();
  for (const Repetition& repetition : repetitions) {
    json["provenance"]["fingerprints"].push_back(repetition.fingerprint);
  }
  return json;
}

std::string repetitions_text(const scenario::Scenario& scenario,
                             const std::vector<Repetition>& repetitions) {
  const std::string set_up = fmt::format(
      "{}, root seed {}", registry::count_in_words(repetitions.size(), "repetition", "repetitions"),
      scenario.seed);
  std::string text = scenario.name + ": " + set_up + "\n";
  if (text.size() > 80) text = registry::wrapped(scenario.name, 0, 80) + "  " + set_up + "\n";
  for (const std::string& note : repetitions.front().notes) {
    text += registry::wrapped("note: " + note, 2, 80);
  }
  text += '\n';
  text += fmt::format("  {:<20}{:>14}{:>14}{:>14}{:>14}\n", "", "mean", "sd", "least", "greatest");
  for (const Number& number : all_numbers(repetitions)) {
    const statistics::Description found = described(number);
    if (found.n == 0) continue;
    text +=
        fmt::format("  {:<20}{:>14}{:>14}{:>14}{:>14}\n", number.name, count_or_dash(found.mean),
                    count_or_dash(found.sd), count_or_dash(found.min), count_or_dash(found.max));
  }
  return text;
}

}  // namespace rippletank::run
