// Loads scenarios.
#include "sim/scenario/load.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/registry/input_file.hpp"
#include "sim/scenario/json_text.hpp"

namespace rippletank::scenario {
namespace {

using registry::Diagnostic;
using registry::InputError;
using registry::Json;

Json value_of(std::string_view text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(std::string(text)) : value;
}

/// One step along a pointer, making what is missing; null when the step cannot be taken.
Json* step_into(Json& value, const std::string& token) {
  if (value.is_null()) value = Json::object();
  if (value.is_object()) return &value[token];
  if (!value.is_array() || token.empty() || token.size() > 9 ||
      !std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return nullptr;
  }
  const auto index = static_cast<std::size_t>(std::stoul(token));
  if (index > value.size()) return nullptr;
  if (index == value.size()) value.push_back(nullptr);
  return &value[index];
}

/// Applies "/pointer=value"; returns the pointer.
std::string apply_setting(Json& document, const std::string& setting) {
  const auto equals = setting.find('=');
  if (setting.empty() || setting.front() != '/' || equals == std::string::npos || equals == 1) {
    throw InputError(Diagnostic{
        "", 0, "",
        fmt::format("--set expects /POINTER=VALUE, for example /overlay/protocol/ttl_hops=5, got "
                    "{}",
                    registry::found(setting))});
  }
  const std::string pointer = setting.substr(0, equals);
  const std::string value = setting.substr(equals + 1);
  const Json parsed = value_of(value);
  Json* target = &document;
  std::size_t begin = 1;
  while (target != nullptr && begin <= pointer.size()) {
    const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
    std::string token = pointer.substr(begin, end - begin);
    for (const auto& [escape, plain] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
      for (auto at = token.find(escape); at != std::string::npos; at = token.find(escape, at + 1)) {
        token.replace(at, 2, plain);
      }
    }
    target = step_into(*target, token);
    begin = end + 1;
  }
  if (target == nullptr) {
    throw InputError(Diagnostic{"", 0, "",
                                fmt::format("--set {}: there is no such place in the scenario",
                                            pointer)});
  }
  *target = parsed;
  return pointer;
}

bool starts_with(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

/// Goes through a value by its type and gathers the paths in it.
void gather_files(const registry::Type& type, const Json& value, const std::filesystem::path& base,
                  std::vector<registry::FilePath>& files) {
  using registry::Form;
  const auto gather_section = [&](const registry::Section& section) {
    for (const registry::Parameter& parameter : section.parameters) {
      const auto field = value.find(parameter.name);
      if (field != value.end()) gather_files(parameter.type, *field, base, files);
    }
  };
  if (type.form == Form::file) {
    const auto& written = value.get_ref<const std::string&>();
    files.push_back({written, base / written});
  } else if (type.form == Form::list) {
    for (const Json& item : value) gather_files(*type.items, item, base, files);
  } else if (type.form == Form::section) {
    gather_section(*type.section);
  } else if (type.form == Form::model) {
    gather_section(type.catalogue->find(value["model"].get<std::string>())->section);
  }
}

void sort_by_line(std::vector<Diagnostic>& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
}

}  // namespace

std::vector<Diagnostic> Loaded::located(std::vector<Diagnostic> found) const {
  for (Diagnostic& diagnostic : found) {
    if (!diagnostic.file.empty()) continue;
    const bool was_set = std::any_of(
        set_pointers.begin(), set_pointers.end(), [&](const std::string& pointer) {
          return starts_with(diagnostic.pointer, pointer) ||
                 starts_with(pointer, diagnostic.pointer + "/");
        });
    diagnostic.file = was_set ? "--set" : file;
  }
  std::vector<Diagnostic> in_text;
  std::vector<Diagnostic> elsewhere;
  for (Diagnostic& diagnostic : found) {
    (diagnostic.file == file ? in_text : elsewhere).push_back(std::move(diagnostic));
  }
  fill_in_lines(text, in_text);
  sort_by_line(in_text);
  in_text.insert(in_text.end(), elsewhere.begin(), elsewhere.end());
  return in_text;
}

Loaded load(const std::string& file, const std::vector<std::string>& settings) {
  return load_text(registry::read_input_file({file, file}), file, settings);
}

Loaded load_text(std::string text, const std::string& file,
                 const std::vector<std::string>& settings) {
  ParsedJson parsed = parse_json(text, file);
  if (!parsed.mistakes.empty()) throw InputError(std::move(parsed.mistakes));
  Loaded loaded;
  loaded.file = file;
  loaded.text = std::move(text);
  for (const std::string& setting : settings) {
    loaded.set_pointers.push_back(apply_setting(parsed.value, setting));
  }
  registry::Reader reader(loaded.base_directory());
  registry::read_section(Scenario::section(), parsed.value, &loaded.scenario, reader);
  if (reader.error_count() > 0) throw InputError(loaded.located(reader.diagnostics()));
  return loaded;
}

std::vector<registry::FilePath> input_files(const Scenario& scenario,
                                            const std::filesystem::path& base_directory) {
  registry::Type whole{registry::Form::section};
  whole.section = &Scenario::section();
  std::vector<registry::FilePath> files;
  gather_files(whole, resolved(scenario), base_directory, files);
  return files;
}

Json resolved(const Scenario& scenario) {
  return registry::write_section(Scenario::section(), &scenario);
}

}  // namespace rippletank::scenario
