// Reads axes.
#include "sim/sweep/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/core/pinned_math.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::sweep {

using registry::Json;
using registry::Reader;

namespace {

constexpr double most_values = 1e6;

/// `{ "values": […], … }`.
struct NamedValues {
  std::string name;
  std::vector<Json> values;
  std::vector<std::string> labels;

  static const registry::Section& section();
};

/// `{ "from": 0, "to": 1, "steps": 11, … }`.
struct EvenValues {
  std::string name;
  double from = 0;
  double to = 0;
  std::uint32_t steps = 0;
  Scale scale = Scale::linear;
  bool whole = false;

  static const registry::Section& section();
};

constexpr const char* about_name =
    "Of the column in results; left out, the last key of the pointer, with keys before it where "
    "that is not enough to tell columns apart.";

void check_labels(const NamedValues& values, Reader& reader) {
  if (values.labels.empty() || values.labels.size() == values.values.size()) return;
  reader.error_at("labels", fmt::format("expected one for each of {} values, got {}",
                                        values.values.size(), values.labels.size()));
}

void check_range(const EvenValues& range, Reader& reader) {
  if (range.scale == Scale::logarithmic && (range.from <= 0 || range.to <= 0)) {
    reader.error("a logarithmic range has positive ends");
  }
  if (range.steps == 1 && range.from != range.to) {
    reader.error_at("steps", "expected at least 2, as both ends are values, got 1");
  }
}

}  // namespace

const registry::Section& NamedValues::section() {
  static const registry::Section table =
      registry::Table<NamedValues>{}
          .required("values", &NamedValues::values,
                    {.description = "What the pointer is set to: numbers, texts, lists, objects."})
          .field("labels", &NamedValues::labels,
                 {.description = "What results call each value; left out, numbers and texts call "
                                 "themselves, and an object is called by its \"model\"."})
          .field("name", &NamedValues::name, {.description = about_name})
          .check(check_labels);
  return table;
}

const registry::Section& EvenValues::section() {
  static const registry::Section table =
      registry::Table<EvenValues>{}
          .required("from", &EvenValues::from, {.description = "The first value."})
          .required("to", &EvenValues::to, {.description = "The last value."})
          .required("steps", &EvenValues::steps,
                    {.unit = "values",
                     .range = registry::between(1, most_values),
                     .description = "How many values, both ends included."})
          .field("scale", &EvenValues::scale,
                 {.description = "Equal differences, or equal ratios."})
          .field("whole", &EvenValues::whole,
                 {.description = "Round to whole numbers; of equal ones the first stays."})
          .field("name", &EvenValues::name, {.description = about_name})
          .check(check_range);
  return table;
}

namespace {

/// To 15 digits, or 12 after logarithms, which hide what rounding adds. Ends may be so far apart
/// that their difference is beyond all numbers.
double value_between(double from, double to, double share, Scale scale) {
  const bool is_linear = scale == Scale::linear;
  const double value = is_linear ? from * (1 - share) + to * share
                                 : from * core::exp((core::log(to) - core::log(from)) * share);
  const std::string rounded = fmt::format("{:.{}g}", value, is_linear ? 15 : 12);
  return registry::number_in(rounded).value_or(value);
}

}  // namespace

std::vector<Json> range_values(double from, double to, std::uint32_t count, Scale scale,
                               bool whole) {
  std::vector<Json> values;
  for (std::uint32_t i = 0; i < count; ++i) {
    const double share = count == 1 ? 0 : static_cast<double>(i) / static_cast<double>(count - 1);
    double value = value_between(from, to, share, scale);
    // The ends as they were written, and 0.3 rather than 0.30000000000000004 between them.
    if (i == 0) value = from;
    if (i + 1 == count) value = to;
    if (whole) value = std::floor(value + 0.5);
    constexpr double exact = 9007199254740992.0;
    const bool is_whole = value == std::floor(value) && std::abs(value) < exact;
    Json json = is_whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
    if (whole && !values.empty() && values.back() == json) continue;
    values.push_back(std::move(json));
  }
  return values;
}

Axis read_axis(const std::string& pointer, const std::string& text) {
  const auto refuse = [&pointer](std::string message) {
    throw registry::InputError(registry::Diagnostic{"--vary", 0, pointer, std::move(message)});
  };
  const auto first = text.find_first_not_of(" \t");
  Json value;
  if (first != std::string::npos && (text[first] == '[' || text[first] == '{')) {
    registry::ParsedJson parsed = registry::parse_json(text, "");
    if (!parsed.mistakes.empty()) refuse(parsed.mistakes.front().message);
    value = std::move(parsed.value);
  } else if (std::count(text.begin(), text.end(), ':') == 2 &&
             text.find(',') == std::string::npos) {
    const auto colon = text.find(':');
    const auto second = text.find(':', colon + 1);
    const char* const keys[] = {"from", "to", "steps"};
    const std::string parts[] = {text.substr(0, colon), text.substr(colon + 1, second - colon - 1),
                                 text.substr(second + 1)};
    for (std::size_t i = 0; i < 3; ++i) {
      value[keys[i]] = Json::accept(parts[i]) ? Json::parse(parts[i]) : Json(parts[i]);
    }
  } else {
    value = Json::array();
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      const std::string part = text.substr(begin, end - begin);
      value.push_back(Json::accept(part) ? Json::parse(part) : Json(part));
      begin = end + 1;
    }
  }
  Reader reader{{}};
  Axis axis;
  registry::Codec<Axis>::read(value, axis, registry::Codec<Axis>::type({}), reader);
  if (reader.error_count() > 0) {
    const registry::Diagnostic& mistake = reader.diagnostics().front();
    refuse((mistake.pointer.empty() || mistake.pointer == "/" ? "" : mistake.pointer + ": ") +
           mistake.message);
  }
  return axis;
}

}  // namespace rippletank::sweep

namespace rippletank::registry {

Type Codec<sweep::Axis>::type(const Field&) {
  Type type{Form::either};
  type.alternatives = {Codec<std::vector<Json>>::type({}), Codec<sweep::NamedValues>::type({}),
                       Codec<sweep::EvenValues>::type({})};
  return type;
}

void Codec<sweep::Axis>::read(const Json& value, sweep::Axis& target, const Type&, Reader& reader) {
  const std::size_t errors_before = reader.error_count();
  if (value.is_array()) {
    target.values = value.get<std::vector<Json>>();
  } else if (value.is_object() && value.contains("values")) {
    sweep::NamedValues values;
    read_section(sweep::NamedValues::section(), value, &values, reader);
    target = {values.name, std::move(values.values), std::move(values.labels)};
  } else if (value.is_object()) {
    sweep::EvenValues range;
    read_section(sweep::EvenValues::section(), value, &range, reader);
    if (reader.error_count() > errors_before) return;
    target = {range.name,
              sweep::range_values(range.from, range.to, range.steps, range.scale, range.whole),
              {}};
  } else {
    reader.error(fmt::format(
        "expected a list of values, or a range like {{ \"from\": 0, \"to\": 1, \"steps\": 11 }}, "
        "got {}",
        found(value)));
  }
  if (reader.error_count() > errors_before) return;
  if (target.values.empty()) reader.error("expected at least one value, got none");
  std::set<std::string> known;
  for (const Json& one : target.values) {
    if (!known.insert(one.dump()).second) {
      reader.error(fmt::format("expected each value once, got {} again", found(one)));
    }
  }
}

Json Codec<sweep::Axis>::write(const sweep::Axis& value) {
  if (value.name.empty() && value.labels.empty()) return value.values;
  Json json = {{"values", value.values}};
  if (!value.labels.empty()) json["labels"] = value.labels;
  if (!value.name.empty()) json["name"] = value.name;
  return json;
}

}  // namespace rippletank::registry
