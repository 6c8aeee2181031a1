// Table: the parameter table of a struct, one line per field; everything else follows from it.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "sim/registry/codec.hpp"

namespace rippletank::registry {

/// Builds the Section of a parameter struct P. A field's default is its member initialiser.
///
///     Section section = Table<Parameters>{}
///         .field("nodes", &Parameters::nodes,
///                {.unit = "nodes", .range = at_least(1), .description = "How many hosts."})
///         .check([](const Parameters& p, Reader& reader) { … });
template <class P>
class Table {
 public:
  /// A field that may be left out.
  template <class T>
  Table&& field(std::string name, T P::*member, Field about) && {
    add(std::move(name), member, std::move(about), false);
    return std::move(*this);
  }

  /// A field that must be given.
  template <class T>
  Table&& required(std::string name, T P::*member, Field about) && {
    add(std::move(name), member, std::move(about), true);
    return std::move(*this);
  }

  /// Records what is wrong between the fields of a P.
  using Rule = void (*)(const P&, Reader&);

  /// A condition between fields.
  Table&& check(Rule rule) && {
    section_.check = [rule](const void* object, Reader& reader) {
      rule(*static_cast<const P*>(object), reader);
    };
    return std::move(*this);
  }

  /// The same, called even if there are mistakes in fields, so that all can be reported at once;
  /// `rule` asks `reader.has_mistakes_at(key)` before it relies on the field of that key.
  Table&& check_despite_mistakes(Rule rule) && {
    section_.check_despite_mistakes = [rule](const void* object, Reader& reader) {
      rule(*static_cast<const P*>(object), reader);
    };
    return std::move(*this);
  }

  operator Section() && { return std::move(section_); }

 private:
  template <class T>
  void add(std::string name, T P::*member, Field about, bool required) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = Codec<T>::type(about);
    parameter.required = required;
    parameter.description = std::move(about.description);
    if (!required) parameter.default_value = Codec<T>::write(P{}.*member);
    parameter.read = [member, type = parameter.type](const Json& value, void* object,
                                                     Reader& reader) {
      Codec<T>::read(value, static_cast<P*>(object)->*member, type, reader);
    };
    parameter.write = [member](const void* object) {
      return Codec<T>::write(static_cast<const P*>(object)->*member);
    };
    section_.parameters.push_back(std::move(parameter));
  }

  Section section_;
};

/// An entry whose parameters are the struct P; `key` is that under which a scenario names it.
template <class P>
Entry describe(std::string name, std::string summary, std::string source, Section section,
               Json example = Json::object(), std::string key = "model") {
  Entry entry;
  entry.name = std::move(name);
  entry.summary = std::move(summary);
  entry.source = std::move(source);
  entry.section = std::move(section);
  entry.make_parameters = [] { return std::make_shared<P>(); };
  entry.key = std::move(key);
  entry.example[entry.key] = entry.name;
  for (const auto& [field, value] : example.items()) entry.example[field] = value;
  return entry;
}

}  // namespace rippletank::registry
