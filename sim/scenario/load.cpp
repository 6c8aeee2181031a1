// Loads scenarios.
#include "sim/scenario/load.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::scenario {
namespace {

using registry::Diagnostic;
using registry::fill_in_lines;
using registry::InputError;
using registry::Json;
using registry::parse_json;
using registry::ParsedJson;

[[noreturn]] void refuse_setting(const std::string& pointer, std::string message) {
  throw InputError(Diagnostic{"--set", 0, pointer, std::move(message)});
}

/// Whether a text can only have been meant as JSON: plain words begin otherwise.
bool begins_like_json(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos &&
         std::string_view("[{\"").find(text[first]) != std::string_view::npos;
}

/// The value of a setting: JSON, or else a text.
Json value_of(const std::string& pointer, const std::string& text) {
  if (!Json::accept(text) && !begins_like_json(text)) return text;
  ParsedJson parsed = parse_json(text, "");
  if (!parsed.mistakes.empty()) {
    const Diagnostic& first = parsed.mistakes.front();
    refuse_setting(pointer + (first.pointer == "/" ? "" : first.pointer), first.message);
  }
  return std::move(parsed.value);
}

bool is_index(const std::string& token) {
  constexpr std::size_t most_digits = 9;
  return !token.empty() && token.size() <= most_digits &&
         std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         (token.size() == 1 || token.front() != '0');
}

/// One step along a pointer, making what is missing; `at` is where `value` stands, for messages.
Json& step_into(Json& value, const std::string& at, const std::string& token) {
  if (value.is_null()) value = is_index(token) ? Json::array() : Json::object();
  if (value.is_object()) return value[token];
  if (!value.is_array()) {
    refuse_setting(at + "/" + token,
                   fmt::format("{} is {}, which has no parts", at, registry::found(value)));
  }
  const std::size_t index = is_index(token) ? std::stoul(token) : value.size() + 1;
  if (index > value.size()) {
    refuse_setting(at + "/" + token,
                   fmt::format("expected an index from 0 to {} ({} adds an element), as {} is {}",
                               value.size(), value.size(), at, registry::found(value)));
  }
  if (index == value.size()) value.push_back(nullptr);
  return value[index];
}

/// Mistakes are found by pointers as they are written here, so others do not get in.
void require_well_formed(const std::string& pointer) {
  for (auto at = pointer.find('~'); at != std::string::npos; at = pointer.find('~', at + 1)) {
    const char next = at + 1 < pointer.size() ? pointer[at + 1] : '\0';
    if (next == '0' || next == '1') continue;
    refuse_setting(pointer, "expected 0 or 1 after ~; write ~0 for ~ in a key, ~1 for /");
  }
  if (pointer.find("//") != std::string::npos || pointer.back() == '/') {
    refuse_setting(pointer, "expected a key after every slash");
  }
}

std::string unescaped(std::string token) {
  for (const auto& [escape, plain] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
    for (auto at = token.find(escape); at != std::string::npos; at = token.find(escape, at + 1)) {
      token.replace(at, 2, plain);
    }
  }
  return token;
}

/// Applies "/pointer=value"; returns the pointer.
std::string apply_setting(Json& document, const std::string& setting) {
  const auto equals = setting.find('=');
  if (setting.empty() || setting.front() != '/' || equals == std::string::npos || equals == 1) {
    const bool lacks_slash =
        !setting.empty() && setting.front() != '/' && equals > 0 && equals != std::string::npos;
    refuse_setting(
        "", fmt::format("expected /POINTER=VALUE, for example "
                        "/overlay/protocol/ttl_hops=5, got {}{}",
                        registry::found(setting), lacks_slash ? "; begin with a slash" : ""));
  }
  if (registry::find_not_utf8(setting) != std::string::npos) {
    refuse_setting("", "expected UTF-8, got " + registry::found(setting));
  }
  const std::string pointer = setting.substr(0, equals);
  require_well_formed(pointer);
  Json value = value_of(pointer, setting.substr(equals + 1));
  Json* target = &document;
  for (std::size_t begin = 1; begin <= pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
    target = &step_into(*target, pointer.substr(0, begin - 1),
                        unescaped(pointer.substr(begin, end - begin)));
    begin = end + 1;
  }
  *target = std::move(value);
  return pointer;
}

/// Whether a pointer is another one or leads through it.
bool at_or_below(const std::string& pointer, const std::string& other) {
  return pointer.compare(0, other.size(), other) == 0 &&
         (pointer.size() == other.size() || pointer[other.size()] == '/');
}

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

std::vector<Diagnostic> Loaded::located(std::vector<Diagnostic> found) const {
  const Json document = Json::parse(text, nullptr, false);
  /// Files come first; what --set changed inside a value of the file is named beside it.
  const auto locate = [&](Diagnostic& diagnostic) {
    const std::string& pointer = diagnostic.pointer;
    const bool in_file =
        pointer.empty() || pointer == "/" || document.contains(Json::json_pointer(pointer));
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
  if (!parsed.is_json) throw InputError(std::move(parsed.mistakes));
  Loaded loaded;
  loaded.file = file;
  loaded.text = std::move(text);
  for (const std::string& setting : settings) {
    loaded.set_pointers.push_back(apply_setting(parsed.value, setting));
  }
  registry::Reader reader(loaded.base_directory());
  registry::read_section(Scenario::section(), parsed.value, &loaded.scenario, reader);
  std::vector<Diagnostic> mistakes = std::move(parsed.mistakes);
  mistakes.insert(mistakes.end(), reader.diagnostics().begin(), reader.diagnostics().end());
  if (!mistakes.empty()) {
    add_missing_files(parsed.value, loaded.base_directory(), mistakes);
    throw InputError(loaded.located(std::move(mistakes)));
  }
  return loaded;
}

std::vector<registry::FilePath> input_files(const Scenario& scenario,
                                            const std::filesystem::path& base_directory) {
  std::vector<registry::FilePath> files;
  for (NamedFile& file : named_files(resolved(scenario), base_directory)) {
    files.push_back(std::move(file.path));
  }
  return files;
}

void require_input_files(const Loaded& loaded) {
  std::vector<Diagnostic> mistakes =
      missing_files(resolved(loaded.scenario), loaded.base_directory());
  if (!mistakes.empty()) throw InputError(loaded.located(std::move(mistakes)));
}

Json resolved(const Scenario& scenario) {
  return registry::write_section(Scenario::section(), &scenario);
}

}  // namespace rippletank::scenario
