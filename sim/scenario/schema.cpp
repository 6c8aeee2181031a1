// Derives the JSON Schema of scenario files.
#include "sim/scenario/schema.hpp"

#include <cmath>

#include "sim/scenario/scenario.hpp"

namespace rippletank::scenario {
namespace {

using registry::Form;
using registry::Json;
using registry::Parameter;
using registry::Section;
using registry::Type;

Json schema_of(const Type& type);

void add_range(Json& schema, const registry::Range& range) {
  if (std::isfinite(range.min)) {
    schema[range.min_excluded ? "exclusiveMinimum" : "minimum"] = range.min;
  }
  if (std::isfinite(range.max)) schema["maximum"] = range.max;
}

Json schema_of(const Section& section, const Json& first_properties) {
  Json schema = {{"type", "object"}, {"properties", first_properties}};
  Json required = Json::array();
  for (const auto& [name, ignored] : first_properties.items()) required.push_back(name);
  for (const Parameter& parameter : section.parameters) {
    Json property = schema_of(parameter.type);
    property["description"] = parameter.type.unit.empty()
                                  ? parameter.description
                                  : parameter.description + " [" + parameter.type.unit + "]";
    if (!parameter.default_value.is_null()) property["default"] = parameter.default_value;
    schema["properties"][parameter.name] = std::move(property);
    if (parameter.required) required.push_back(parameter.name);
  }
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

Json schema_of(const registry::Catalogue& catalogue) {
  Json alternatives = Json::array();
  for (const registry::Entry* entry : catalogue.entries) {
    Json schema = schema_of(entry->section, {{entry->key, {{"const", entry->name}}}});
    schema["title"] = entry->name;
    schema["description"] = entry->summary;
    alternatives.push_back(std::move(schema));
  }
  if (catalogue.by_name_alone) alternatives.push_back({{"enum", catalogue.names()}});
  if (const Parameter* list = catalogue.list_alone()) {
    alternatives.push_back(schema_of(list->type));
    alternatives.back()["minItems"] = 1;
  }
  return {{"oneOf", std::move(alternatives)}};
}

Json number_schema(const char* name, const registry::Range& range) {
  Json schema = {{"type", name}};
  add_range(schema, range);
  return schema;
}

Json schema_of(const Type& type) {
  switch (type.form) {
    case Form::integer:
      return number_schema("integer", type.range);
    case Form::number:
      return number_schema("number", type.range);
    case Form::boolean:
      return {{"type", "boolean"}};
    case Form::text:
      return {{"type", "string"}};
    case Form::choice:
      return {{"enum", type.choices}};
    case Form::file:
      return {{"type", "string"}, {"minLength", 1}};
    case Form::id:
      return {{"type", {"integer", "string"}}};
    case Form::quantity: {
      Json alternatives = schema_of(*type.catalogue);
      alternatives["oneOf"].push_back(number_schema("number", type.range));
      return alternatives;
    }
    case Form::list:
      return {{"type", "array"}, {"items", schema_of(*type.items)}};
    case Form::section:
      return schema_of(*type.section, Json::object());
    case Form::model:
      return schema_of(*type.catalogue);
    case Form::anything:
      return Json::object();
    case Form::map:
      return {{"type", "object"}, {"additionalProperties", schema_of(*type.items)}};
    case Form::either: {
      Json alternatives = Json::array();
      for (const Type& one : type.alternatives) alternatives.push_back(schema_of(one));
      return {{"anyOf", std::move(alternatives)}};
    }
  }
  return {};
}

}  // namespace

Json schema_of_file(const Section& section, const std::string& title) {
  Json schema = {{"title", title}};
  schema.update(schema_of(section, Json::object()));
  return schema;
}

Json schema() { return schema_of_file(Scenario::section(), "rippletank scenario"); }

}  // namespace rippletank::scenario
