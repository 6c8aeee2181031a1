// Says in words what a parameter may hold.
#include "sim/registry/type.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/registry/entry.hpp"

namespace rippletank::registry {
namespace {

/// What may stand there instead of an object.
std::string or_shorter(const Catalogue& catalogue) {
  if (catalogue.by_name_alone) return "a name or ";
  const Parameter* const list = catalogue.list_alone();
  return list == nullptr ? "" : list->type.text() + "; or ";
}

/// The keys that an object must have, by which it is told from others.
std::string keys_of(const Type& type) {
  if (type.form != Form::section) return {};
  std::vector<std::string> keys;
  for (const Parameter& parameter : type.section->parameters) {
    if (parameter.required) keys.push_back('"' + parameter.name + '"');
  }
  return keys.empty() ? "" : fmt::format(" with {}", fmt::join(keys, ", "));
}

std::string noun(const Type& type) {
  switch (type.form) {
    case Form::integer:
      return "a whole number";
    case Form::number:
      return "a number";
    case Form::boolean:
      return "true or false";
    case Form::text:
      return "a text";
    case Form::choice:
      return fmt::format("one of {}", fmt::join(type.choices, ", "));
    case Form::file:
      return "a file path";
    case Form::id:
      return "an id (a whole number or a name)";
    case Form::quantity:
      return "a number or a distribution";
    case Form::list:
      return "a list of: " + type.items->text();
    case Form::section:
      return "an object";
    case Form::model:
      return fmt::format("{}an object with a \"{}\", one of the {}", or_shorter(*type.catalogue),
                         type.catalogue->key(), type.catalogue->plural);
    case Form::anything:
      return "any value";
    case Form::map:
      return "an object; each value: " + type.items->text();
    case Form::either: {
      std::string words;
      for (const Type& one : type.alternatives) {
        words += (words.empty() ? "" : "; or ") + one.text() + keys_of(one);
      }
      return words;
    }
  }
  return {};
}

std::string bound(double value) {
  return value == two_to_64 ? "18446744073709551615" : fmt::format("{}", value);
}

}  // namespace

std::string Range::text() const {
  const bool has_min = std::isfinite(min);
  const bool has_max = std::isfinite(max);
  if (has_min && has_max) {
    if (min_excluded) return "more than " + bound(min) + ", at most " + bound(max);
    return bound(min) + " to " + bound(max);
  }
  if (has_min) return (min_excluded ? "more than " : "at least ") + bound(min);
  if (has_max) return "at most " + bound(max);
  return {};
}

std::string Type::text() const {
  std::string words = noun(*this);
  const std::string limits = form == Form::list ? "" : range.text();
  if (!limits.empty()) words += ", " + limits;
  if (!unit.empty() && form != Form::list) words += fmt::format(" [{}]", unit);
  return words;
}

}  // namespace rippletank::registry
