// The parameter table of a sweep, and how its file is read.
#include "sim/sweep/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/core/time.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/registry/table.hpp"
#include "sim/run/headline.hpp"
#include "sim/scenario/setting.hpp"

namespace rippletank::sweep {
namespace {

using registry::at_least;
using registry::Diagnostic;
using registry::InputError;
using registry::Json;
using registry::Reader;
using registry::Section;
using registry::Table;

constexpr double most_repetitions = 1e6;

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const run::Metric& metric : run::metrics()) names.emplace_back(metric.name);
  return names;
}

/// Figures of a protocol are metrics, too, and known only when it has run; so only a slip in a
/// headline metric is told.
void check_metric(const std::string& key, const std::string& metric, Reader& reader) {
  const std::vector<std::string> known = metric_names();
  if (std::find(known.begin(), known.end(), metric) != known.end()) return;
  const std::string nearest = registry::nearest_name(metric, known);
  if (nearest.empty()) return;
  reader.error_at(key, fmt::format("unknown measure {}; did you mean \"{}\"?",
                                   registry::found(metric), nearest));
}

void check_until(const Until& until, Reader& reader) {
  check_metric("metric", until.metric, reader);
  if (until.half_width.has_value() == until.relative_half_width.has_value()) {
    reader.error("expected either a \"half_width\" or a \"relative_half_width\"");
  }
}

void check_axis(const std::pair<std::string, Axis>& axis, const Axes& all, Reader& reader) {
  const Reader::Step step = reader.enter(axis.first);
  const std::string reason = scenario::why_no_pointer(axis.first);
  if (!reason.empty()) {
    return reader.error(reason + ", for example \"/overlay/protocol/ttl_hops\"");
  }
  for (const auto& [other, ignored] : all) {
    if (other != axis.first && scenario::at_or_below(axis.first, other)) {
      reader.error(fmt::format("lies within {}, which is varied, too", other));
    }
  }
}

void check_sweep(const Sweep& sweep, Reader& reader) {
  if (const std::string reason = scenario::why_no_name(sweep.name);
      !sweep.name.empty() && !reason.empty()) {
    reader.error_at("name", reason);
  }
  if (!sweep.scenario.is_string() && !sweep.scenario.is_object()) {
    reader.error_at("scenario", "expected a scenario file or a scenario, got " +
                                    registry::found(sweep.scenario));
  }
  {
    const Reader::Step step = reader.enter("vary");
    for (const auto& axis : sweep.vary) check_axis(axis, sweep.vary, reader);
  }
  if (sweep.until && sweep.until->at_most < std::max<std::uint64_t>(sweep.repetitions, 2)) {
    const Reader::Step step = reader.enter("until");
    reader.error_at("at_most", fmt::format("expected at least {}, as \"repetitions\" come first "
                                           "and one has no half-width, got {}",
                                           std::max<std::uint64_t>(sweep.repetitions, 2),
                                           sweep.until->at_most));
  }
  const Reader::Step step = reader.enter("show");
  for (std::size_t i = 0; i < sweep.show.size(); ++i) {
    check_metric(std::to_string(i), sweep.show[i], reader);
  }
}

}  // namespace

const Section& Until::section() {
  static const Section table =
      Table<Until>{}
          .required("metric", &Until::metric,
                    {.description = "A measure, or a figure of the protocol."})
          .field("half_width", &Until::half_width,
                 {.range = registry::more_than(0),
                  .description = "Enough once the mean is known to so much on either side, with "
                                 "95 % confidence (Student t)."})
          .field("relative_half_width", &Until::relative_half_width,
                 {.unit = "ratio",
                  .range = registry::more_than(0),
                  .description = "The same as a part of the mean."})
          .field("at_most", &Until::at_most,
                 {.unit = "repetitions",
                  .range = registry::between(2, most_repetitions),
                  .description = "Then a point is left as it is."})
          .check(check_until);
  return table;
}

const Section& Sweep::section() {
  static const Section table =
      Table<Sweep>{}
          .field("$schema", &Sweep::schema,
                 {.description = "Where an editor finds the JSON Schema; ignored."})
          .field("name", &Sweep::name,
                 {.description = "Names the result folder; left out, the scenario's name does."})
          .field("description", &Sweep::description,
                 {.description = "What the sweep asks, for people."})
          .required("scenario", &Sweep::scenario,
                    {.description = "A scenario file, or the scenario itself."})
          .field("vary", &Sweep::vary,
                 {.description = "What is varied: JSON pointers into the scenario, each with its "
                                 "values. All combinations are run, the first pointer changing "
                                 "slowest."})
          .field("zip", &Sweep::zip,
                 {.description = "Pointers that move together, from value to value, instead of "
                                 "being combined; one list, or a list of lists."})
          .field("where", &Sweep::where,
                 {.description = "Which combinations are run, as a condition on the columns of "
                                 "what is varied, for example \"ttl_hops <= 5 and fraction > 0\". "
                                 "Left out: all."})
          .field("repetitions", &Sweep::repetitions,
                 {.unit = "runs",
                  .range = registry::between(1, most_repetitions),
                  .description = "Independent runs of each combination. Repetition r has the same "
                                 "random numbers in all of them."})
          .field("until", &Sweep::until,
                 {.description = "Goes on repeating each combination until a mean is known well "
                                 "enough; \"repetitions\" come first."})
          .field("show", &Sweep::show,
                 {.description = "Measures in the table on the terminal; all are in the files. "
                                 "Left out: a few that vary."})
          .field("folders", &Sweep::folders,
                 {.description = "Keep the whole result of each run, in runs/RUN_ID."})
          .field("time_limit_s", &Sweep::time_limit_s,
                 {.unit = "s",
                  .range = registry::more_than_up_to(0, core::longest_s),
                  .description = "A run that takes longer, in wall time, is given up. Left out: "
                                 "none is."})
          .check_despite_mistakes(check_sweep);
  return table;
}

namespace {

bool is_scenario(const Json& document) {
  return document.is_object() && !document.contains("scenario") && document.contains("overlay");
}

/// A file that is no sweep but a scenario is the sweep of that scenario alone.
Json as_sweep(Json document) {
  if (!is_scenario(document)) return document;
  return {{"scenario", std::move(document)}};
}

void change(const Changes& changes, Sweep& sweep) {
  std::set<std::string> named;
  for (const std::string& text : changes.varied) {
    const auto equals = text.find('=');
    const std::string pointer = text.substr(0, equals);
    if (equals == std::string::npos || !scenario::why_no_pointer(pointer).empty()) {
      throw InputError(Diagnostic{
          "--vary", 0, "",
          fmt::format("expected /POINTER=VALUES, for example /overlay/protocol/ttl_hops=1,2,3, "
                      "got {}",
                      registry::found(text))});
    }
    if (!named.insert(pointer).second) {
      throw InputError(
          Diagnostic{"--vary", 0, "",
                     fmt::format("{} is varied twice; name all its values at once", pointer)});
    }
    Axis axis = read_axis(pointer, text.substr(equals + 1));
    const auto same = [&pointer](const auto& one) { return one.first == pointer; };
    const auto found = std::find_if(sweep.vary.begin(), sweep.vary.end(), same);
    if (found == sweep.vary.end()) {
      sweep.vary.emplace_back(pointer, std::move(axis));
    } else {
      found->second = std::move(axis);
    }
  }
  if (changes.repetitions) sweep.repetitions = *changes.repetitions;
}

/// What is set where something is varied would have no effect, or undo it.
void check_settings(const Changes& changes, const Axes& axes) {
  std::vector<std::pair<std::string, std::string>> set;  // by which option, and what
  for (const std::string& setting : changes.settings) {
    set.emplace_back("--set", setting.substr(0, setting.find('=')));
  }
  if (changes.seed) set.emplace_back("--seed", "/seed");
  for (const auto& [option, pointer] : set) {
    for (const auto& [varied, axis] : axes) {
      if (!scenario::at_or_below(pointer, varied)) continue;
      throw InputError(Diagnostic{
          option, 0, pointer,
          fmt::format("the sweep varies {}; use --vary {}=VALUES instead", varied, varied)});
    }
  }
}

scenario::Draft draft_of_scenario(const Sweep& sweep, const scenario::Origin& origin,
                                  bool is_scenario_file) {
  if (sweep.scenario.is_string()) {
    const auto& written = sweep.scenario.get_ref<const std::string&>();
    const std::filesystem::path file = origin.base_directory() / written;
    if (const std::string reason = registry::why_not_readable(file); !reason.empty()) {
      throw InputError(origin.located({{"", 0, "/scenario", reason}}));
    }
    scenario::Draft draft = scenario::read_draft(file.lexically_normal().string());
    if (draft.document.is_object() && draft.document.contains("scenario")) {
      throw InputError(origin.located(
          {{"", 0, "/scenario", "expected a scenario, got a file that is a sweep itself"}}));
    }
    return draft;
  }
  scenario::Origin within = origin;
  within.at = is_scenario_file ? "" : "/scenario";
  return {sweep.scenario, std::move(within), {}};
}

}  // namespace

LoadedSweep load_sweep(const std::string& file, const Changes& changes) {
  LoadedSweep loaded;
  loaded.origin = {file, registry::read_input_file({file, file}), "", {}};
  registry::ParsedJson parsed = registry::parse_json(loaded.origin.text, file);
  if (!parsed.is_json) throw InputError(std::move(parsed.mistakes));
  const bool is_scenario_file = is_scenario(parsed.value);
  const Json document = as_sweep(std::move(parsed.value));
  Reader reader(loaded.origin.base_directory());
  registry::read_section(Sweep::section(), document, &loaded.sweep, reader);
  std::vector<Diagnostic> mistakes = std::move(parsed.mistakes);
  mistakes.insert(mistakes.end(), reader.diagnostics().begin(), reader.diagnostics().end());
  if (!mistakes.empty()) throw InputError(loaded.origin.located(std::move(mistakes)));
  change(changes, loaded.sweep);
  Reader again(loaded.origin.base_directory());
  check_sweep(loaded.sweep, again);
  if (again.error_count() > 0) throw InputError(loaded.origin.located(again.diagnostics()));
  check_settings(changes, loaded.sweep.vary);
  loaded.scenario = draft_of_scenario(loaded.sweep, loaded.origin, is_scenario_file);
  scenario::set(loaded.scenario, changes.settings);
  if (changes.seed && loaded.scenario.document.is_object()) {
    loaded.scenario.document["seed"] = *changes.seed;
  }
  if (loaded.sweep.name.empty() && loaded.scenario.document.is_object()) {
    const Json& inner = loaded.scenario.document;
    const auto name = inner.find("name");
    loaded.sweep.name = name != inner.end() && name->is_string() ? name->get<std::string>()
                                                                 : scenario::Scenario().name;
  }
  return loaded;
}

Json resolved(const LoadedSweep& loaded) {
  Json json = registry::write_section(Sweep::section(), &loaded.sweep);
  json["scenario"] = loaded.scenario.document;
  return json;
}

}  // namespace rippletank::sweep

namespace rippletank::registry {

Type Codec<sweep::Zip>::type(const Field& field) {
  Type type{Form::either};
  type.alternatives = {Codec<std::vector<std::string>>::type(field),
                       Codec<std::vector<std::vector<std::string>>>::type(field)};
  return type;
}

void Codec<sweep::Zip>::read(const Json& value, sweep::Zip& target, const Type& type,
                             Reader& reader) {
  const bool is_one_list =
      value.is_array() &&
      std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
  if (is_one_list) {
    target.bundles.emplace_back();
    Codec<std::vector<std::string>>::read(value, target.bundles.back(), type.alternatives.front(),
                                          reader);
  } else {
    Codec<std::vector<std::vector<std::string>>>::read(value, target.bundles,
                                                       type.alternatives.back(), reader);
  }
}

Json Codec<sweep::Zip>::write(const sweep::Zip& value) {
  return value.bundles.empty() ? Json() : Json(value.bundles);
}

}  // namespace rippletank::registry
