// Writes help and reference pages from what entries say about themselves.
#include "sim/registry/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/registry/wrap.hpp"

namespace rippletank::registry {
namespace {

std::string indented(const std::string& text, const std::string& margin) {
  std::string lines = margin;
  for (const char c : text) {
    lines += c;
    if (c == '\n') lines += margin;
  }
  return lines;
}

/// Bars end a cell of a Markdown table.
std::string cell(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

/// On one line as people write it, or laid out if that is too wide.
std::string example_text(const Json& example) {
  constexpr std::size_t widest = 78;
  std::string line = example.dump(0);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line.size() <= widest ? line : example.dump(2);
}

std::string parameters_help(const Section& section, std::size_t indent);

std::string parameter_help(const Parameter& parameter, std::size_t indent) {
  std::string text = std::string(indent, ' ') + parameter.name + "\n";
  text += wrapped(parameter.description, indent + 4, 80);
  text += wrapped(fmt::format("{}; default: {}", parameter.type.text(), default_text(parameter)),
                  indent + 4, 80);
  for (const Section* fields : sections_of(parameter.type)) {
    text += parameters_help(*fields, indent + 4);
  }
  return text;
}

std::string parameters_help(const Section& section, std::size_t indent) {
  std::string text;
  for (const Parameter& parameter : section.parameters) text += parameter_help(parameter, indent);
  return text;
}

/// A heading one level below.
std::string heading_below(const std::string& heading, const std::string& name) {
  return std::string(heading.find_first_not_of('#') + 1, '#') + " " + name;
}

}  // namespace

std::string default_text(const Parameter& parameter) {
  if (parameter.required) return "none, it must be given";
  if (parameter.default_value.is_null()) return "none";
  if (parameter.type.form == Form::section) return "its fields' defaults";
  return parameter.default_value.dump();
}

std::string help_text(const Catalogue& catalogue, const Entry& entry) {
  std::string text = fmt::format("{} ({})\n", entry.name, catalogue.kind);
  text += wrapped(entry.summary, 2, 80);
  if (!entry.section.parameters.empty()) {
    text += "\nParameters\n" + parameters_help(entry.section, 2);
  }
  if (entry.example.is_object()) {
    text += "\nExample\n" + indented(example_text(entry.example), "  ") + "\n";
  }
  if (!entry.source.empty()) text += "\nSource\n" + wrapped(entry.source, 2, 80);
  return text;
}

std::vector<const Section*> sections_of(const Type& type) {
  if (type.form == Form::section) return {type.section};
  if (type.form == Form::list || type.form == Form::map) return sections_of(*type.items);
  std::vector<const Section*> all;
  for (const Type& one : type.alternatives) {
    for (const Section* section : sections_of(one)) all.push_back(section);
  }
  return all;
}

std::string help_text(const std::string& file, const std::string& pointer,
                      const Parameter& parameter) {
  std::string text = fmt::format("{} (key of {}, {})\n", parameter.name, file, pointer);
  text += wrapped(parameter.description, 2, 80);
  text += wrapped(fmt::format("{}; default: {}", parameter.type.text(), default_text(parameter)), 2,
                  80);
  for (const Section* fields : sections_of(parameter.type)) {
    text += "\nParameters\n" + parameters_help(*fields, 2);
  }
  if (parameter.type.form == Form::model) {
    const Catalogue& catalogue = *parameter.type.catalogue;
    std::string title = catalogue.plural;
    title.front() = static_cast<char>(title.front() - 'a' + 'A');
    std::replace(title.begin(), title.end(), '_', ' ');
    text +=
        "\n" + title + "\n" + wrapped(fmt::format("{}", fmt::join(catalogue.names(), ", ")), 2, 80);
  }
  return text;
}

std::string section_markdown(const std::string& heading, const Section& section) {
  std::string text = heading + "\n\n";
  if (section.parameters.empty()) return text + "No parameters.\n\n";
  text += "| key | expected | default | meaning |\n|---|---|---|---|\n";
  for (const Parameter& parameter : section.parameters) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", parameter.name, cell(parameter.type.text()),
                        cell(default_text(parameter)), cell(parameter.description));
  }
  text += "\n";
  for (const Parameter& parameter : section.parameters) {
    std::string name = parameter.name;
    for (const Section* fields : sections_of(parameter.type)) {
      text += section_markdown(heading_below(heading, name), *fields);
      name = "or " + parameter.name;
    }
  }
  return text;
}

std::string reference_page(const Catalogue& catalogue) {
  std::string title = catalogue.plural;
  title.front() = static_cast<char>(title.front() - 'a' + 'A');
  std::string text = fmt::format("# {}\n\n", title);
  for (const Entry* entry : catalogue.entries) {
    text +=
        section_markdown(fmt::format("## {}\n\n{}", entry->name, entry->summary), entry->section);
    if (entry->example.is_object()) {
      text += fmt::format("Example: `{}`\n\n", entry->example.dump());
    }
    if (!entry->source.empty()) text += fmt::format("Source: {}\n\n", entry->source);
  }
  text.pop_back();
  return text;
}

}  // namespace rippletank::registry
