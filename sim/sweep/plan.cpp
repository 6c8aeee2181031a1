// Makes the plan of a sweep.
#include "sim/sweep/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "build_info.hpp"
#include "sim/io/sha256.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/run/model_version.hpp"
#include "sim/scenario/setting.hpp"
#include "sim/sweep/condition.hpp"
#include "sim/sweep/point_mistakes.hpp"
#include "sim/sweep/table_columns.hpp"

namespace rippletank::sweep {
namespace {

using registry::Json;

/// More are read again when they are needed, as each takes some kilobytes.
constexpr std::size_t most_kept = 20'000;

std::vector<Json> values_of(const Axes& axes, const Choice& choice) {
  std::vector<Json> values;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    values.push_back(shown(axes[i].second, choice[i]));
  }
  return values;
}

/// The choices for which the condition of the sweep holds.
std::vector<Choice> wanted_choices(const Sweep& sweep, const std::vector<std::string>& columns) {
  std::vector<Choice> choices = all_choices(sweep.vary, sweep.zip);
  if (sweep.where.empty()) return choices;
  const Condition condition(sweep.where, columns);
  std::vector<Choice> wanted;
  for (Choice& choice : choices) {
    if (condition.holds(values_of(sweep.vary, choice))) wanted.push_back(std::move(choice));
  }
  if (wanted.empty()) {
    throw registry::InputError(registry::Diagnostic{
        "", 0, "/where", fmt::format("it holds for none of {} combinations", choices.size())});
  }
  return wanted;
}

/// A scenario but for what does not change the numbers of its runs.
Json essence(const scenario::Scenario& scenario) {
  Json json = scenario::resolved(scenario);
  for (const char* const key : {"$schema", "name", "description", "seed"}) json.erase(key);
  return json;
}

Json provenance_of(const LoadedSweep& loaded) {
  return {{"program", "rippletank"},
          {"version", build_info::version},
          {"git_describe", build_info::git_describe},
          {"model_version", run::model_version},
          {"sweep", resolved(loaded)}};
}

}  // namespace

Plan::Plan(LoadedSweep loaded) : loaded_(std::move(loaded)) {
  const Sweep& sweep = loaded_.sweep;
  outline_.name = sweep.name;
  outline_.description = sweep.description;
  outline_.repetitions = sweep.repetitions;
  outline_.until = sweep.until;
  outline_.show = sweep.show;
  outline_.columns = column_names(sweep.vary, fixed_columns());
  outline_.provenance = provenance_of(loaded_);
  try {
    check_columns(sweep.vary, outline_.columns);
    choices_ = wanted_choices(sweep, outline_.columns);
  } catch (const registry::InputError& error) {
    throw registry::InputError(loaded_.origin.located(error.diagnostics()));
  }
  PointMistakes mistakes(loaded_, choices_.size());
  for (const Choice& choice : choices_) {
    Point& point = outline_.points.emplace_back();
    point.values = values_of(sweep.vary, choice);
    try {
      const auto scenario = std::make_shared<const scenario::Scenario>(read(choice));
      point.seed = scenario->seed;
      Json identity = {{"model_version", run::model_version}, {"scenario", essence(*scenario)}};
      for (const registry::FilePath& file :
           scenario::input_files(*scenario, loaded_.scenario.origin.base_directory())) {
        Input& input = inputs_[file.resolved.string()];
        if (input.checksum.empty()) {
          input.written = std::filesystem::last_write_time(file.resolved);
          input.bytes = std::filesystem::file_size(file.resolved);
          input.checksum = io::sha256(registry::read_input_file(file));
        }
        identity["inputs"].push_back(input.checksum);
      }
      point.identity = io::sha256(identity.dump());
      if (kept_.size() < most_kept) kept_.push_back(scenario);
    } catch (const registry::InputError& error) {
      mistakes.add(choice, point.values, outline_.columns, error.diagnostics());
      if (mistakes.are_many()) break;
    }
  }
  mistakes.throw_if_any();
}

scenario::Scenario Plan::read(const Choice& choice) const {
  scenario::Draft draft = loaded_.scenario;
  for (std::size_t i = 0; i < choice.size(); ++i) {
    const auto& [pointer, axis] = loaded_.sweep.vary[i];
    scenario::apply({pointer, axis.values[choice[i]]}, draft.document);
  }
  scenario::Scenario scenario = scenario::read(draft);
  scenario::require_input_files(scenario, draft.origin.base_directory());
  return scenario;
}

std::shared_ptr<const scenario::Scenario> Plan::scenario(std::uint32_t point) const {
  if (point < kept_.size()) return kept_[point];
  return std::make_shared<const scenario::Scenario>(read(choices_[point]));
}

Json Plan::inputs(std::uint32_t point) const {
  Json inputs = Json::array();
  for (const registry::FilePath& file : files_of(point)) {
    const Input& input = inputs_.at(file.resolved.string());
    inputs.push_back({{"file", file.written}, {"bytes", input.bytes}, {"sha256", input.checksum}});
  }
  return inputs;
}

std::vector<registry::FilePath> Plan::files_of(std::uint32_t point) const {
  return scenario::input_files(*scenario(point), loaded_.scenario.origin.base_directory());
}

void Plan::require_same_inputs(std::uint32_t point) const {
  if (inputs_.empty()) return;
  for (const registry::FilePath& file : files_of(point)) {
    const Input& input = inputs_.at(file.resolved.string());
    std::error_code error;
    const bool is_untouched =
        std::filesystem::last_write_time(file.resolved, error) == input.written && !error &&
        std::filesystem::file_size(file.resolved, error) == input.bytes && !error;
    if (is_untouched) continue;
    const bool is_there = registry::why_not_readable(file.resolved).empty();
    if (is_there && io::sha256(registry::read_input_file(file)) == input.checksum) continue;
    throw InputChanged(fmt::format(
        "{} has changed while the sweep was played; what was finished before is kept, and the same "
        "command plays what the file as it is now asks for",
        file.shown()));
  }
}

std::string Plan::words(std::uint32_t point) const {
  return point_words(outline_.columns, outline_.points[point].values);
}

}  // namespace rippletank::sweep
