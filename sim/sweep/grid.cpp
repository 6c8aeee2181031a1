// Combines the axes of a sweep.
#include "sim/sweep/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/registry/suggest.hpp"
#include "sim/scenario/setting.hpp"

namespace rippletank::sweep {
namespace {

using registry::Diagnostic;
using registry::InputError;

/// Axes that move together.
struct Joint {
  std::vector<std::size_t> axes;
  std::uint32_t values = 0;
};

std::size_t axis_at(const Axes& axes, const std::string& pointer, const std::string& where) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].first == pointer) return i;
  }
  std::vector<std::string> known;
  for (const auto& [name, axis] : axes) known.push_back(name);
  throw InputError(Diagnostic{"", 0, where,
                              fmt::format("{} is not varied{}", registry::found(pointer),
                                          registry::suggestion(pointer, known))});
}

/// Each axis in exactly one joint, in the order of their first axes.
std::vector<Joint> joints_of(const Axes& axes, const Zip& zip) {
  std::vector<std::vector<std::size_t>> with(axes.size());
  std::vector<bool> is_bundled(axes.size());
  const std::string where = "/zip";
  for (const std::vector<std::string>& bundle : zip.bundles) {
    std::vector<std::size_t> members;
    for (const std::string& pointer : bundle) {
      const std::size_t axis = axis_at(axes, pointer, where);
      if (is_bundled[axis]) {
        throw InputError(
            Diagnostic{"", 0, where,
                       "each pointer may stand once, got " + registry::found(pointer) + " again"});
      }
      is_bundled[axis] = true;
      const std::size_t first = members.empty() ? axis : members.front();
      const auto count = [&axes](std::size_t i) { return axes[i].second.values.size(); };
      if (count(axis) != count(first)) {
        throw InputError(
            Diagnostic{"", 0, where,
                       fmt::format("expected as many values for each, got {} for {} and {} for {}",
                                   count(first), axes[first].first, count(axis), pointer)});
      }
      members.push_back(axis);
    }
    if (members.empty()) continue;
    with[*std::min_element(members.begin(), members.end())] = members;
  }
  std::vector<Joint> joints;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (is_bundled[i] && with[i].empty()) continue;
    const std::vector<std::size_t> members =
        with[i].empty() ? std::vector<std::size_t>{i} : with[i];
    joints.push_back({members, static_cast<std::uint32_t>(axes[i].second.values.size())});
  }
  return joints;
}

/// The last keys of a pointer, so many, as a name; numbers never come first.
std::string end_of(const std::vector<std::string>& tokens, std::size_t count) {
  std::string name;
  for (std::size_t i = tokens.size() - count; i < tokens.size(); ++i) {
    name += (name.empty() ? "" : "_") + tokens[i];
  }
  return name;
}

bool begins_with_digit(const std::string& name) {
  return !name.empty() && name.front() >= '0' && name.front() <= '9';
}

}  // namespace

std::vector<Choice> all_choices(const Axes& axes, const Zip& zip) {
  const std::vector<Joint> joints = joints_of(axes, zip);
  std::size_t count = 1;
  for (const Joint& joint : joints) {
    count *= joint.values;
    if (count <= most_points) continue;
    throw InputError(Diagnostic{
        "", 0, "/vary",
        fmt::format("more than {} combinations; vary less, or in several sweeps", most_points)});
  }
  std::vector<Choice> choices;
  choices.reserve(count);
  std::vector<std::uint32_t> at(joints.size(), 0);
  for (std::size_t n = 0; n < count; ++n) {
    Choice choice(axes.size());
    for (std::size_t j = 0; j < joints.size(); ++j) {
      for (const std::size_t axis : joints[j].axes) choice[axis] = at[j];
    }
    choices.push_back(std::move(choice));
    for (std::size_t j = joints.size(); j-- > 0;) {
      if (++at[j] < joints[j].values) break;
      at[j] = 0;
    }
  }
  return choices;
}

std::vector<std::string> column_names(const Axes& axes, const std::vector<std::string>& taken) {
  std::vector<std::vector<std::string>> tokens;
  for (const auto& [pointer, axis] : axes) tokens.push_back(scenario::tokens_of(pointer));
  std::vector<std::size_t> lengths(axes.size(), 1);
  std::vector<std::string> names(axes.size());
  const auto is_free = [&](std::size_t i) {
    const bool is_taken = std::find(taken.begin(), taken.end(), names[i]) != taken.end() ||
                          std::count(names.begin(), names.end(), names[i]) > 1;
    return !is_taken && !begins_with_digit(names[i]);
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const std::string& given = axes[i].second.name;
      names[i] = given.empty() ? end_of(tokens[i], lengths[i]) : given;
    }
    for (std::size_t i = 0; i < axes.size(); ++i) {
      if (!axes[i].second.name.empty() || is_free(i) || lengths[i] == tokens[i].size()) continue;
      ++lengths[i];
      changed = true;
    }
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].second.name.empty() && !is_free(i)) names[i].insert(0, "scenario_");
  }
  return names;
}

registry::Json shown(const Axis& axis, std::uint32_t value) {
  if (!axis.labels.empty()) return axis.labels[value];
  const registry::Json& json = axis.values[value];
  if (!json.is_structured()) return json.is_null() ? registry::Json("null") : json;
  const auto model = json.is_object() ? json.find("model") : json.end();
  const bool names_itself =
      json.is_object() && model != json.end() && model->is_string() &&
      std::count_if(axis.values.begin(), axis.values.end(), [&](const registry::Json& other) {
        return other.is_object() && other.contains("model") && other["model"] == *model;
      }) == 1;
  return names_itself ? *model : registry::Json(json.dump());
}

std::string text_of_value(const registry::Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_float() ? fmt::format("{}", value.get<double>()) : value.dump();
}

}  // namespace rippletank::sweep
