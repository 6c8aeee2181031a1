// Reads and writes parameter tables and models.
#include "sim/registry/entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/core/check.hpp"
#include "sim/registry/suggest.hpp"

namespace rippletank::registry {
namespace {

std::vector<std::string> names_of(const Section& section, std::string_view extra) {
  std::vector<std::string> names;
  if (!extra.empty()) names.emplace_back(extra);
  for (const Parameter& parameter : section.parameters) names.push_back(parameter.name);
  return names;
}

/// The end of keys whose quantity has this unit: "mbit_s" for Mbit/s.
std::string suffix_of(std::string_view unit) {
  std::string suffix;
  for (const char c : unit) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    suffix += c == '/' ? '_' : is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return suffix;
}

/// Ends of keys by which people tell the unit of a quantity.
bool is_unit(std::string_view suffix) {
  constexpr std::string_view units[] = {
      "ns",    "us",    "ms",    "s",      "sec",    "seconds", "min", "minutes", "h",
      "hours", "days",  "bit_s", "kbit_s", "mbit_s", "gbit_s",  "bps", "kbps",    "mbps",
      "gbps",  "bytes", "bits",  "kb",     "kib",    "mb",      "mib", "percent"};
  return std::find(std::begin(units), std::end(units), suffix) != std::end(units);
}

/// The parameter that is meant by a key that differs from it in its unit only, if any.
const Parameter* in_another_unit(std::string_view key, const Section& section) {
  for (const Parameter& parameter : section.parameters) {
    const std::string end = "_" + suffix_of(parameter.type.unit);
    const std::string& name = parameter.name;
    if (end.size() >= name.size() || !name.ends_with(end)) continue;
    const std::size_t stem = name.size() - end.size() + 1;  // with the underscore
    if (key.substr(0, stem) == std::string_view(name).substr(0, stem) &&
        is_unit(key.substr(std::min(stem, key.size())))) {
      return &parameter;
    }
  }
  return nullptr;
}

/// What is meant by a key that is none of a section's.
std::string advice(const std::string& key, const Section& section, std::string_view extra) {
  const Parameter* parameter = in_another_unit(key, section);
  if (parameter == nullptr) return suggestion(key, names_of(section, extra));
  return fmt::format("; did you mean \"{}\"? Its unit is {}: convert the value", parameter->name,
                     parameter->type.unit);
}

/// A name where an object should be is the usual slip; it is repeated as it should be written.
void report_no_model(const Catalogue& catalogue, const Json& value, Reader& reader) {
  const char* const or_list = catalogue.list_alone() == nullptr ? "" : "a list, or ";
  std::string message = fmt::format("expected {}an object with a \"{}\", one of the {}, got {}",
                                    or_list, catalogue.key(), catalogue.plural, found(value));
  if (value.is_string()) {
    const std::string meant = nearest_name(value.get_ref<const std::string&>(), catalogue.names());
    if (!meant.empty())
      message += fmt::format("; write {{ \"{}\": \"{}\" }}", catalogue.key(), meant);
  }
  reader.error(std::move(message));
}

/// A list instead of an object.
Model read_list_alone(const Catalogue& catalogue, const Json& value, Reader& reader) {
  if (value.empty()) reader.error("expected at least one, got an empty list");
  const Entry* entry = catalogue.find(catalogue.by_list_alone);
  const std::shared_ptr<void> parameters = entry->make_parameters();
  catalogue.list_alone()->read(value, parameters.get(), reader);
  return {entry, parameters, true};
}

}  // namespace

const Parameter* Section::find(std::string_view name) const {
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

const Entry* Catalogue::find(std::string_view name) const {
  for (const Entry* entry : entries) {
    if (entry->name == name) return entry;
  }
  return nullptr;
}

std::vector<std::string> Catalogue::names() const {
  std::vector<std::string> names;
  for (const Entry* entry : entries) names.push_back(entry->name);
  return names;
}

const Parameter* Catalogue::list_alone() const {
  return by_list_alone.empty() ? nullptr : &find(by_list_alone)->section.parameters.front();
}

void read_section(const Section& section, const Json& value, void* object, Reader& reader,
                  std::string_view key_read_elsewhere) {
  if (!value.is_object()) {
    reader.error(fmt::format("expected an object, got {}", found(value)));
    return;
  }
  const std::size_t errors_before = reader.error_count();
  for (const auto& [key, field] : value.items()) {
    if (!key_read_elsewhere.empty() && key == key_read_elsewhere) continue;
    const Reader::Step step = reader.enter(key);
    if (const Parameter* parameter = section.find(key)) {
      parameter->read(field, object, reader);
    } else {
      reader.error((key.empty() ? "unknown key \"\"" : "unknown key") +
                   advice(key, section, key_read_elsewhere));
    }
  }
  for (const Parameter& parameter : section.parameters) {
    if (!parameter.required || value.contains(parameter.name)) continue;
    reader.error(fmt::format("missing \"{}\": expected {}", parameter.name, parameter.type.text()));
  }
  if (section.check && reader.error_count() == errors_before) section.check(object, reader);
  if (section.check_despite_mistakes) section.check_despite_mistakes(object, reader);
}

Json write_section(const Section& section, const void* object) {
  Json value = Json::object();
  for (const Parameter& parameter : section.parameters) {
    Json field = parameter.write(object);
    if (!field.is_null()) value[parameter.name] = std::move(field);
  }
  return value;
}

Model read_model(const Catalogue& catalogue, const Json& value, Reader& reader) {
  if (value.is_string() && catalogue.by_name_alone) {
    return read_model(catalogue, Json{{catalogue.key(), value}}, reader);
  }
  if (value.is_array() && catalogue.list_alone() != nullptr) {
    return read_list_alone(catalogue, value, reader);
  }
  if (!value.is_object()) {
    report_no_model(catalogue, value, reader);
    return {};
  }
  const std::string& key = catalogue.key();
  const auto chosen = value.find(key);
  if (chosen == value.end()) {
    reader.error(fmt::format("missing \"{}\": expected one of: {}", key,
                             fmt::join(catalogue.names(), ", ")));
    return {};
  }
  if (!chosen->is_string()) {
    reader.error_at(
        key, fmt::format("expected one of the {}, got {}", catalogue.plural, found(*chosen)));
    return {};
  }
  const auto& name = chosen->get_ref<const std::string&>();
  const Entry* entry = catalogue.find(name);
  if (entry == nullptr) {
    reader.error_at(key, fmt::format("unknown {} {}{}", catalogue.kind, found(*chosen),
                                     suggestion(name, catalogue.names())));
    return {};
  }
  const std::shared_ptr<void> parameters = entry->make_parameters();
  read_section(entry->section, value, parameters.get(), reader, key);
  return {entry, parameters};
}

Json write_model(const Model& model) {
  if (model.by_list_alone) {
    return model.entry->section.parameters.front().write(model.parameters.get());
  }
  Json value = Json::object();
  value[model.entry->key] = model.entry->name;
  value.update(write_section(model.entry->section, model.parameters.get()));
  return value;
}

void set_defaults(Entry& entry, std::function<std::shared_ptr<void>()> make) {
  const std::shared_ptr<void> defaults = make();
  for (Parameter& parameter : entry.section.parameters) {
    if (!parameter.required) parameter.default_value = parameter.write(defaults.get());
  }
  entry.make_parameters = std::move(make);
}

Model example_model(const Entry& entry) {
  Reader reader{{}};
  const std::shared_ptr<void> parameters = entry.make_parameters();
  read_section(entry.section, entry.example, parameters.get(), reader, entry.key);
  RIPPLETANK_CHECK(reader.error_count() == 0, "the example of " + entry.name + " is not valid");
  return {&entry, parameters};
}

}  // namespace rippletank::registry
