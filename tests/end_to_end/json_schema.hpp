// A validator of the part of JSON Schema that the scenario schema uses; anything else is an error.
#pragma once

#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>

#include "sim/registry/json.hpp"

namespace rippletank::tests {

/// Source:  JSON Schema, draft 2020-12.
class JsonSchema {
 public:
  using Json = registry::Json;

  /// Where and why a value does not satisfy a schema, or empty.
  static std::string violation(const Json& value, const Json& schema, const std::string& at = "") {
    check_keywords(schema);
    std::string found = of_type(value, schema, at);
    if (found.empty()) found = of_choice(value, schema, at);
    if (found.empty()) found = of_range(value, schema, at);
    if (found.empty()) found = of_object(value, schema, at);
    if (found.empty()) found = of_items(value, schema, at);
    if (found.empty()) found = of_alternatives(value, schema, at);
    return found;
  }

 private:
  static void check_keywords(const Json& schema) {
    static const std::set<std::string> known = {
        "$schema",  "title",      "description", "default",
        "type",     "properties", "required",    "oneOf",
        "enum",     "const",      "items",       "additionalProperties",
        "minimum",  "maximum",    "minLength",   "exclusiveMinimum",
        "minItems", "if",         "then",        "else",
        "anyOf"};
    for (const auto& [keyword, ignored] : schema.items()) {
      if (known.count(keyword) == 0) throw std::runtime_error("unknown keyword " + keyword);
    }
  }

  static bool is(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "number") return value.is_number();
    if (type == "integer") {
      return value.is_number_integer() ||
             (value.is_number_float() &&
              value.get<double>() == static_cast<double>(static_cast<long long>(value)));
    }
    throw std::runtime_error("unknown type " + type);
  }

  static std::string of_type(const Json& value, const Json& schema, const std::string& at) {
    if (!schema.contains("type")) return {};
    const Json& type = schema["type"];
    if (type.is_string()) return is(value, type) ? "" : at + ": no " + type.get<std::string>();
    for (const Json& one : type) {
      if (is(value, one)) return {};
    }
    return at + ": none of " + type.dump();
  }

  static std::string of_choice(const Json& value, const Json& schema, const std::string& at) {
    if (schema.contains("const") && value != schema["const"]) return at + ": not the constant";
    if (schema.contains("enum")) {
      bool found = false;
      for (const Json& one : schema["enum"]) found = found || one == value;
      if (!found) return at + ": none of " + schema["enum"].dump();
    }
    if (!schema.contains("oneOf")) return {};
    std::size_t satisfied = 0;
    std::string reasons;
    for (const Json& one : schema["oneOf"]) {
      const std::string reason = violation(value, one, at);
      if (reason.empty()) ++satisfied;
      reasons += reason + "; ";
    }
    if (satisfied == 1) return {};
    return at + ": satisfies " + std::to_string(satisfied) + " alternatives (" + reasons + ")";
  }

  static std::string of_alternatives(const Json& value, const Json& schema, const std::string& at) {
    if (schema.contains("if")) {
      const bool holds = violation(value, schema["if"], at).empty();
      return violation(value, schema[holds ? "then" : "else"], at);
    }
    if (!schema.contains("anyOf")) return {};
    std::string reasons;
    for (const Json& one : schema["anyOf"]) {
      const std::string reason = violation(value, one, at);
      if (reason.empty()) return {};
      reasons += reason + "; ";
    }
    return at + ": satisfies no alternative (" + reasons + ")";
  }

  static std::string of_range(const Json& value, const Json& schema, const std::string& at) {
    if (value.is_string() && schema.contains("minLength") &&
        value.get<std::string>().size() < schema["minLength"].get<std::size_t>()) {
      return at + ": too short";
    }
    if (value.is_array() && schema.contains("minItems") &&
        value.size() < schema["minItems"].get<std::size_t>()) {
      return at + ": too few";
    }
    if (!value.is_number()) return {};
    const auto number = value.get<double>();
    if (schema.contains("minimum") && number < schema["minimum"]) return at + ": too small";
    if (schema.contains("maximum") && number > schema["maximum"]) return at + ": too large";
    if (schema.contains("exclusiveMinimum") && number <= schema["exclusiveMinimum"]) {
      return at + ": too small";
    }
    return {};
  }

  static std::string of_object(const Json& value, const Json& schema, const std::string& at) {
    if (!value.is_object()) return {};
    if (schema.contains("required")) {
      for (const Json& key : schema["required"]) {
        if (!value.contains(key.get<std::string>())) return at + ": misses " + key.dump();
      }
    }
    for (const auto& [key, field] : value.items()) {
      const Json* property = nullptr;
      if (schema.contains("properties") && schema["properties"].contains(key)) {
        property = &schema["properties"][key];
      }
      if (property == nullptr) {
        const Json others = schema.value("additionalProperties", Json(true));
        if (others == false) return at + "/" + key + ": unknown";
        if (others == true) continue;
        std::string found = violation(field, others, at + "/" + key);
        if (!found.empty()) return found;
        continue;
      }
      std::string found = violation(field, *property, at + "/" + key);
      if (!found.empty()) return found;
    }
    return {};
  }

  static std::string of_items(const Json& value, const Json& schema, const std::string& at) {
    if (!value.is_array() || !schema.contains("items")) return {};
    for (std::size_t i = 0; i < value.size(); ++i) {
      std::string found = violation(value[i], schema["items"], at + "/" + std::to_string(i));
      if (!found.empty()) return found;
    }
    return {};
  }
};

}  // namespace rippletank::tests
