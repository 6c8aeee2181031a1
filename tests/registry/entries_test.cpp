// What every entry of every catalogue must say about itself, and what follows from it.
#include <cctype>
#include <memory>
#include <regex>
#include <set>
#include <string>

#include "sim/run/catalogues.hpp"
#include "tests/catch.hpp"
#include "tests/registry/places.hpp"

namespace entries_test {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Catalogue;
using registry::Entry;
using registry::Parameter;

namespace {

template <class Visit>
void for_each_entry(Visit visit) {
  for (const Catalogue* catalogue : run::catalogues()) {
    for (const Entry* entry : catalogue->entries) {
      INFO(catalogue->kind << " " << entry->name);
      visit(*catalogue, *entry);
    }
  }
}

bool is_snake_case(const std::string& name) {
  return std::regex_match(name, std::regex("[a-z][a-z0-9]*(_[a-z0-9]+)*"));
}

/// One sentence: a capital or a formula in front, a full stop at the end and none within.
bool is_one_sentence(const std::string& text) {
  return !text.empty() && text.back() == '.' && std::islower(text.front()) == 0 &&
         !std::regex_search(text, std::regex("[.!?] [A-Z]")) &&
         text.find('\n') == std::string::npos;
}

bool is_prose(const std::string& text) {
  return !text.empty() && text.back() == '.' && std::islower(text.front()) == 0;
}

/// A measure names its unit after its definition.
std::string without_unit(const std::string& summary) {
  return std::regex_replace(summary, std::regex(" \\[[^\\]]+\\]$"), "");
}

/// The mistakes that loading a scenario finds, as one text.
std::string mistakes_of(const Json& scenario) {
  try {
    scenario_of(scenario);
    return {};
  } catch (const registry::InputError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("the names of entries and parameters are in snake case, and differ") {
  std::set<std::string> kinds;
  for (const Catalogue* catalogue : run::catalogues()) {
    CHECK(kinds.insert(catalogue->kind).second);
    CHECK_FALSE(catalogue->entries.empty());
    const auto names = catalogue->names();
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  }
  for_each_entry([](const Catalogue&, const Entry& entry) {
    CHECK(is_snake_case(entry.name));
    std::set<std::string> parameters = {entry.key};
    for (const Parameter& parameter : entry.section.parameters) {
      INFO(parameter.name);
      CHECK(is_snake_case(parameter.name));
      CHECK(parameters.insert(parameter.name).second);
    }
  });
}

TEST_CASE("a summary is one sentence of at most 160 characters") {
  for_each_entry([](const Catalogue&, const Entry& entry) {
    INFO(entry.summary);
    CHECK(is_one_sentence(without_unit(entry.summary)));
    CHECK(entry.summary.size() <= 160);
  });
}

TEST_CASE("every parameter is described") {
  for_each_entry([](const Catalogue&, const Entry& entry) {
    for (const Parameter& parameter : entry.section.parameters) {
      INFO(parameter.name << ": " << parameter.description);
      CHECK(is_prose(parameter.description));
      CHECK_FALSE(parameter.type.text().empty());
    }
  });
}

TEST_CASE("a quantity bears its unit in its key") {
  const std::set<std::string> units = {"ms", "s", "bytes", "hops"};
  for_each_entry([&](const Catalogue&, const Entry& entry) {
    for (const Parameter& parameter : entry.section.parameters) {
      const std::string& unit = parameter.type.unit;
      if (units.count(unit) == 0) continue;
      INFO(parameter.name << " [" << unit << "]");
      const std::string ending = "_" + unit;
      CHECK(parameter.name.size() > ending.size());
      CHECK(parameter.name.substr(parameter.name.size() - ending.size()) == ending);
    }
  });
}

TEST_CASE("defaults are valid values, and writing them changes nothing") {
  for_each_entry([](const Catalogue&, const Entry& entry) {
    if (!entry.make_parameters) return;
    const std::shared_ptr<void> parameters = entry.make_parameters();
    for (const Parameter& parameter : entry.section.parameters) {
      INFO(parameter.name << " = " << parameter.default_value.dump());
      if (parameter.required) CHECK(parameter.default_value.is_null());
      if (parameter.default_value.is_null()) continue;
      CHECK(parameter.write(parameters.get()) == parameter.default_value);
      registry::Reader reader{{}};
      parameter.read(parameter.default_value, parameters.get(), reader);
      for (const auto& mistake : reader.diagnostics()) CHECK(mistake.message == "");
      CHECK(parameter.write(parameters.get()) == parameter.default_value);
    }
  });
}

TEST_CASE("every model stands somewhere in a scenario") {
  for (const Catalogue* catalogue : run::catalogues()) {
    INFO(catalogue->plural);
    const bool has_place = place_in(scenario::Scenario::section(), *catalogue).has_value();
    // Measures are counted unasked, and what gets round firewalls is a list of names.
    CHECK(has_place == (catalogue->kind != "measure" && catalogue->kind != "firewall"));
  }
}

TEST_CASE("examples are valid, and what is resolved reads back to the same") {
  for_each_entry([](const Catalogue& catalogue, const Entry& entry) {
    const auto scenario = scenario_with(catalogue, entry);
    if (!scenario) return;
    INFO(scenario->dump());
    REQUIRE(mistakes_of(*scenario) == "");
    const Json resolved = scenario::resolved(scenario_of(*scenario));
    CHECK(scenario::resolved(scenario_of(resolved)) == resolved);
    // Every parameter that is not left out by default is there.
    const Json::json_pointer place(pointer_to(catalogue, entry));
    const Json& written = resolved.at(place);
    for (const Parameter& parameter : entry.section.parameters) {
      if (!written.is_object()) continue;  // a constant is written as a number
      const Json& value = parameter.default_value;
      const bool absent = value.is_null() || (value.is_array() && value.empty());
      INFO(parameter.name);
      CHECK((absent || written.contains(parameter.name)));
    }
  });
}

TEST_CASE("a misspelt key is refused, with the right one suggested") {
  for_each_entry([](const Catalogue& catalogue, const Entry& entry) {
    const auto scenario = scenario_with(catalogue, entry);
    if (!scenario) return;
    const Json::json_pointer place(pointer_to(catalogue, entry));
    for (const Parameter& parameter : entry.section.parameters) {
      std::string misspelt = parameter.name;
      misspelt.insert(misspelt.size() / 2, 1, misspelt[misspelt.size() / 2]);
      Json wrong = *scenario;
      wrong[place].erase(parameter.name);
      wrong[place][misspelt] = 1;
      const std::string mistakes = mistakes_of(wrong);
      INFO(mistakes);
      CHECK(mistakes.find("unknown key; did you mean \"" + parameter.name + "\"?") !=
            std::string::npos);
      CHECK(mistakes.find("/" + misspelt + ":") != std::string::npos);
    }
  });
}

TEST_CASE("a misspelt model is refused, with the right one suggested") {
  for_each_entry([](const Catalogue& catalogue, const Entry& entry) {
    auto scenario = scenario_with(catalogue, entry);
    if (!scenario) return;
    std::string misspelt = entry.name;
    misspelt.insert(misspelt.size() / 2, 1, misspelt[misspelt.size() / 2]);
    const Json::json_pointer place(pointer_to(catalogue, entry));
    (*scenario)[place][entry.key] = misspelt;
    const std::string mistakes = mistakes_of(*scenario);
    INFO(mistakes);
    CHECK(mistakes.find("did you mean \"" + entry.name + "\"?") != std::string::npos);
  });
}

TEST_CASE("numbers out of range are refused, with what is expected") {
  for_each_entry([](const Catalogue& catalogue, const Entry& entry) {
    const auto scenario = scenario_with(catalogue, entry);
    if (!scenario) return;
    const Json::json_pointer place(pointer_to(catalogue, entry));
    for (const Parameter& parameter : entry.section.parameters) {
      const registry::Type& type = parameter.type;
      if (type.form != registry::Form::integer && type.form != registry::Form::number &&
          type.form != registry::Form::quantity) {
        continue;
      }
      const auto refused = [&](const Json& value) {
        Json wrong = *scenario;
        wrong[place][parameter.name] = value;
        const std::string mistakes = mistakes_of(wrong);
        INFO(parameter.name << " = " << value.dump() << ": " << mistakes);
        CHECK(mistakes.find("/" + parameter.name + ": expected " + type.text()) !=
              std::string::npos);
      };
      const registry::Range& range = type.range;
      if (std::isfinite(range.min)) refused(range.min_excluded ? range.min : range.min - 1);
      if (std::isfinite(range.max)) refused(range.max * 2 + 1);
      refused("many");
    }
  });
}

}  // namespace entries_test
