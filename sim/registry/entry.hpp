// Entry: what an extension says about itself; from it help, checks, schema and pages are derived.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"
#include "sim/registry/reader.hpp"
#include "sim/registry/type.hpp"

namespace rippletank::registry {

/// One field of a parameter table.
struct Parameter {
  std::string name;
  Type type;
  bool required = false;
  Json default_value;  ///< null when there is none
  std::string description;
  /// Reads the JSON value into the parameter struct behind the pointer, or records why not.
  std::function<void(const Json&, void*, Reader&)> read;
  /// Writes the field of the parameter struct back, so that reading it again changes nothing.
  std::function<Json(const void*)> write;
};

/// A parameter table and the conditions between its fields.
struct Section {
  std::vector<Parameter> parameters;
  /// Called once all fields are read without a mistake.
  std::function<void(const void*, Reader&)> check;
  /// Called whatever mistakes there are; asks the reader which keys it can rely on.
  std::function<void(const void*, Reader&)> check_despite_mistakes;

  const Parameter* find(std::string_view name) const;
};

/// Who the servers of a protocol are.
enum class Serving : std::uint8_t {
  as_usual,  ///< as for the protocol in general
  elected,   ///< peers elect them among them, so that none is one from the start
  apart,     ///< those of the scenario, and they are no peers like others
  nobody     ///< peers do without
};

/// A model that a scenario can name: a topology, a protocol, a workload, …
struct Entry {
  std::string name;           ///< as written in a scenario
  std::string key = "model";  ///< under which it is written there
  std::string summary;        ///< one sentence
  std::string source;         ///< where the rules come from, and what departs from it
  Section section;
  std::function<std::shared_ptr<void>()> make_parameters;  ///< with their defaults
  Json example;                                            ///< a small valid value
  /// Which of its parameters, as they are, lets a run go on for ever; empty: none. Null: none ever.
  std::function<std::string(const void*)> endless;
  /// Which of its parameters, as they are, makes the first of several servers lead clients to the
  /// others; empty or null: none.
  std::function<std::string(const void*)> leading_server = {};
  /// Who serves, as its parameters are; null: as usual.
  std::function<Serving(const void*)> serving = {};
};

/// All models of one kind, in the order in which they are listed.
struct Catalogue {
  std::string kind;    ///< "topology"
  std::string plural;  ///< "topologies"
  std::vector<const Entry*> entries;
  bool by_name_alone = false;  ///< "random" stands for { "model": "random" }
  /// The entry for whose first parameter a list stands: [0, 5] for { "choose": "ids", "ids": [0, 5]
  /// }; empty: none.
  std::string by_list_alone = {};

  const Entry* find(std::string_view name) const;
  std::vector<std::string> names() const;
  /// The key by which a scenario chooses among them.
  const std::string& key() const { return entries.front()->key; }
  /// What a list stands for; null if for nothing.
  const Parameter* list_alone() const;
};

/// A model that was chosen and its parameters.
struct Model {
  const Entry* entry = nullptr;
  std::shared_ptr<const void> parameters;
  bool by_list_alone = false;  ///< written as a list

  explicit operator bool() const { return entry != nullptr; }
  /// The parameters as the type that the entry was described with; nothing checks that.
  template <class P>
  const P& as() const {
    return *static_cast<const P*>(parameters.get());
  }
};

/// Gives an entry other defaults: those of the parameters that `make` makes.
void set_defaults(Entry& entry, std::function<std::shared_ptr<void>()> make);

/// Reads an object by its parameter table; unknown keys, missing and wrong values are recorded.
///
/// Errors:  in the reader; `object` is then partly filled and must not be used.
void read_section(const Section& section, const Json& value, void* object, Reader& reader,
                  std::string_view key_read_elsewhere = {});

/// All fields in table order; absent optional ones are left out.
Json write_section(const Section& section, const void* object);

/// Reads `{ KEY: NAME, parameters… }`, mostly `{ "model": NAME, … }`, by the named entry's table.
Model read_model(const Catalogue& catalogue, const Json& value, Reader& reader);
Json write_model(const Model& model);

/// The model with its defaults, or its example's values where some have no default.
Model example_model(const Entry& entry);

}  // namespace rippletank::registry
