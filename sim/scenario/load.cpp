// Loads scenarios.
#include "sim/scenario/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/scenario/setting.hpp"

namespace rippletank::scenario {
namespace {

using registry::Diagnostic;
using registry::fill_in_lines;
using registry::InputError;
using registry::Json;
using registry::parse_json;
using registry::ParsedJson;

/// Whether a mistake in an object is due to what was set in it: to the choice of a model there, or
/// to a key that the message names.
bool is_about(const Diagnostic& diagnostic, const std::string& set) {
  const std::string key = set.substr(set.rfind('/') + 1);
  return key == "model" || key == "choose" ||
         diagnostic.message.find('"' + unescaped(key) + '"') != std::string::npos;
}

struct NamedFile {
  std::string pointer;
  registry::FilePath path;
};

/// Goes through a value by its type and gathers the paths in it; passes over what is not as its
/// type says.
void gather_files(const registry::Type& type, const Json& value, const std::string& pointer,
                  const std::filesystem::path& base, std::vector<NamedFile>& files) {
  using registry::Form;
  const auto gather_section = [&](const registry::Section& section) {
    if (!value.is_object()) return;
    for (const registry::Parameter& parameter : section.parameters) {
      const auto field = value.find(parameter.name);
      if (field == value.end()) continue;
      gather_files(parameter.type, *field, pointer + "/" + parameter.name, base, files);
    }
  };
  if (type.form == Form::file && value.is_string()) {
    const auto& written = value.get_ref<const std::string&>();
    files.push_back({pointer, {written, base / written}});
  } else if (type.form == Form::list && value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      gather_files(*type.items, value[i], fmt::format("{}/{}", pointer, i), base, files);
    }
  } else if (type.form == Form::section) {
    gather_section(*type.section);
  } else if (type.form == Form::model && value.is_object()) {
    const auto name = value.find(type.catalogue->key());
    if (name == value.end() || !name->is_string()) return;
    const registry::Entry* entry = type.catalogue->find(name->get_ref<const std::string&>());
    if (entry != nullptr) gather_section(entry->section);
  }
}

std::vector<NamedFile> named_files(const Json& scenario, const std::filesystem::path& base) {
  registry::Type whole{registry::Form::section};
  whole.section = &Scenario::section();
  std::vector<NamedFile> files;
  gather_files(whole, scenario, "", base, files);
  return files;
}

std::vector<Diagnostic> missing_files(const Json& scenario, const std::filesystem::path& base) {
  std::vector<Diagnostic> mistakes;
  for (const NamedFile& file : named_files(scenario, base)) {
    std::string reason = registry::why_not_readable(file.path.resolved);
    if (!reason.empty()) mistakes.push_back({"", 0, file.pointer, std::move(reason)});
  }
  return mistakes;
}

/// Adds the files that are missing to the mistakes in the same scenario, unless one is told there
/// already: whoever mends it does not want to hear of them only then.
void add_missing_files(const Json& document, const std::filesystem::path& base,
                       std::vector<Diagnostic>& mistakes) {
  for (Diagnostic& missing : missing_files(document, base)) {
    const bool told =
        std::any_of(mistakes.begin(), mistakes.end(), [&missing](const Diagnostic& mistake) {
          return at_or_below(mistake.pointer, missing.pointer);
        });
    if (!told) mistakes.push_back(std::move(missing));
  }
}

}  // namespace

bool at_or_below(const std::string& pointer, const std::string& other) {
  return pointer.compare(0, other.size(), other) == 0 &&
         (pointer.size() == other.size() || pointer[other.size()] == '/');
}

std::vector<Diagnostic> Origin::located(std::vector<Diagnostic> found) const {
  const Json document = Json::parse(text, nullptr, false);
  /// Files come first; what --set changed inside a value of the file is named beside it.
  const auto locate = [&](Diagnostic& diagnostic) {
    const std::string& pointer = diagnostic.pointer;
    const bool is_whole = pointer.empty() || pointer == "/";
    const bool in_file = is_whole || document.contains(Json::json_pointer(at + pointer));
    diagnostic.file = file;
    for (const std::string& set : set_pointers) {
      if (at_or_below(pointer, set) || (!in_file && at_or_below(set, pointer))) {
        diagnostic.file = "--set";
        return;
      }
      if (at_or_below(set, pointer) && is_about(diagnostic, set)) {
        diagnostic.message += " (with --set " + set + ")";
      }
    }
  };
  std::vector<Diagnostic> in_text;
  std::vector<Diagnostic> elsewhere;
  for (Diagnostic& diagnostic : found) {
    if (diagnostic.file.empty()) locate(diagnostic);
    if (diagnostic.file == file && diagnostic.line == 0) {
      diagnostic.pointer = at.empty() || diagnostic.pointer != "/" ? at + diagnostic.pointer : at;
    }
    (diagnostic.file == file ? in_text : elsewhere).push_back(std::move(diagnostic));
  }
  fill_in_lines(text, in_text);
  sort_by_line(in_text);
  in_text.insert(in_text.end(), elsewhere.begin(), elsewhere.end());
  return in_text;
}

void set(Draft& draft, const std::vector<std::string>& settings) {
  for (const std::string& text : settings) {
    Setting setting = read_setting(text);
    draft.origin.set_pointers.push_back(setting.pointer);
    apply(std::move(setting), draft.document);
  }
}

Draft read_draft(const std::string& file) {
  return draft_of(registry::read_input_file({file, file}), file);
}

Draft draft_of(std::string text, const std::string& file) {
  ParsedJson parsed = parse_json(text, file);
  if (!parsed.is_json) throw InputError(std::move(parsed.mistakes));
  return {std::move(parsed.value), {file, std::move(text), "", {}}, std::move(parsed.mistakes)};
}

Scenario read(const Draft& draft) {
  Scenario scenario;
  const std::filesystem::path base = draft.origin.base_directory();
  registry::Reader reader(base);
  registry::read_section(Scenario::section(), draft.document, &scenario, reader);
  std::vector<Diagnostic> mistakes = draft.mistakes;
  mistakes.insert(mistakes.end(), reader.diagnostics().begin(), reader.diagnostics().end());
  if (mistakes.empty()) return scenario;
  add_missing_files(draft.document, base, mistakes);
  throw InputError(std::move(mistakes));
}

Loaded load(const std::string& file, const std::vector<std::string>& settings) {
  return load_text(registry::read_input_file({file, file}), file, settings);
}

Loaded load_text(std::string text, const std::string& file,
                 const std::vector<std::string>& settings) {
  Draft draft = draft_of(std::move(text), file);
  set(draft, settings);
  try {
    return {read(draft), draft.origin};
  } catch (const InputError& error) {
    throw InputError(draft.origin.located(error.diagnostics()));
  }
}

std::vector<registry::FilePath> input_files(const Scenario& scenario,
                                            const std::filesystem::path& base_directory) {
  std::vector<registry::FilePath> files;
  for (NamedFile& file : named_files(resolved(scenario), base_directory)) {
    files.push_back(std::move(file.path));
  }
  return files;
}

void require_input_files(const Scenario& scenario, const std::filesystem::path& base_directory) {
  std::vector<Diagnostic> mistakes = missing_files(resolved(scenario), base_directory);
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
}

void require_input_files(const Loaded& loaded) {
  try {
    require_input_files(loaded.scenario, loaded.base_directory());
  } catch (const InputError& error) {
    throw InputError(loaded.located(error.diagnostics()));
  }
}

Json resolved(const Scenario& scenario) {
  return registry::write_section(Scenario::section(), &scenario);
}

}  // namespace rippletank::scenario
