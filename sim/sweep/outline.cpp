// Names runs, and writes outlines down.
#include "sim/sweep/outline.hpp"

#include "sim/io/sha256.hpp"
#include "sim/run/run.hpp"

namespace rippletank::sweep {

using registry::Json;

std::uint64_t seed_of(const Outline& outline, Task task) {
  return run::repetition_seed(outline.points[task.point].seed, task.repetition);
}

std::string run_id(const Outline& outline, Task task) {
  constexpr std::size_t digits = 16;
  const std::string& identity = outline.points[task.point].identity;
  return io::sha256(identity + ":" + std::to_string(seed_of(outline, task))).substr(0, digits);
}

Json to_json(const Outline& outline) {
  Json json = {{"name", outline.name},       {"description", outline.description},
               {"columns", outline.columns}, {"repetitions", outline.repetitions},
               {"show", outline.show},       {"provenance", outline.provenance}};
  if (outline.until) json["until"] = registry::write_section(Until::section(), &*outline.until);
  return json;
}

Outline outline_of(const Json& json) {
  Outline outline;
  outline.name = json.at("name").get<std::string>();
  outline.description = json.at("description").get<std::string>();
  outline.columns = json.at("columns").get<std::vector<std::string>>();
  outline.repetitions = json.at("repetitions").get<std::uint64_t>();
  outline.show = json.at("show").get<std::vector<std::string>>();
  outline.provenance = json.at("provenance");
  if (json.contains("until")) {
    registry::Reader reader{{}};
    registry::read_section(Until::section(), json["until"], &outline.until.emplace(), reader);
  }
  return outline;
}

bool is_same_sweep(const Outline& one, const Outline& other) {
  if (one.points.size() != other.points.size()) return false;
  for (std::size_t i = 0; i < one.points.size(); ++i) {
    const Point& a = one.points[i];
    const Point& b = other.points[i];
    if (a.identity != b.identity || a.seed != b.seed || a.values != b.values) return false;
  }
  Json rules = to_json(one);
  Json other_rules = to_json(other);
  for (const char* const about : {"description", "show", "provenance"}) {
    rules.erase(about);
    other_rules.erase(about);
  }
  return rules == other_rules;
}

}  // namespace rippletank::sweep
