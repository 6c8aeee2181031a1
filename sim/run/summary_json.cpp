// The summary of a run as JSON.
#include <fmt/format.h>

#include "build_info.hpp"
#include "sim/core/check.hpp"
#include "sim/io/sha256.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/run/headline.hpp"
#include "sim/run/steady_state.hpp"
#include "sim/run/summary.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::run {

using registry::Json;

Json provenance(const scenario::Scenario& scenario, std::uint64_t seed,
                const std::vector<registry::FilePath>& inputs) {
  Json json = {{"program", "rippletank"},
               {"version", build_info::version},
               {"git_describe", build_info::git_describe},
               {"seed", seed},
               {"scenario", scenario::resolved(scenario)},
               {"inputs", Json::array()}};
  for (const registry::FilePath& input : inputs) {
    const std::string bytes = registry::read_input_file(input);
    json["inputs"].push_back(
        {{"file", input.written}, {"bytes", bytes.size()}, {"sha256", io::sha256(bytes)}});
  }
  return json;
}

Json summary_json(const scenario::Scenario& scenario, const std::vector<registry::FilePath>& inputs,
                  const Outcome& outcome) {
  Json json;
  json["name"] = scenario.name;
  json["description"] = scenario.description;
  for (const Metric& metric : metrics()) json["results"][metric.name] = metric.value(outcome);
  for (const Metric& metric : metrics()) {
    json["definitions"][metric.name] = {{"unit", metric.unit}, {"definition", metric.definition}};
  }
  for (const measure::Figure& figure : outcome.measures.figures) {
    RIPPLETANK_CHECK(!json["definitions"].contains(figure.name),
                     std::string("two numbers are called ") + figure.name);
    json["protocol"][figure.name] = value_of(figure);
    json["definitions"][figure.name] = {{"unit", figure.unit}, {"definition", figure.definition}};
  }
  if (scenario.measure.steady_state.value_or(false)) {
    json["steady_state"] = steady_state_json(outcome);
    json["definitions"]["steady_state"] = {{"unit", ""}, {"definition", steady_state_definition}};
  }
  json["notes"] = outcome.network.notes;
  json["provenance"] = provenance(scenario, outcome.seed, inputs);
  json["provenance"]["fingerprint"] = fmt::format("{:016x}", outcome.measures.fingerprint.value());
  return json;
}

}  // namespace rippletank::run
