// Derives the reference pages.
#include "sim/run/reference.hpp"

#include "sim/registry/page.hpp"
#include "sim/run/catalogues.hpp"
#include "sim/scenario/scenario.hpp"

namespace rippletank::run {
namespace {

/// The scenario file itself, then those of its sections that are not a choice of models.
std::string scenario_page() {
  std::string text =
      "# Scenario files\n\nA scenario is one JSON object. Every key but `overlay` "
      "may be left out; unknown keys, repeated keys, wrong types and values out of "
      "range are errors. Paths are relative to the file that names them.\n\n";
  text += registry::section_markdown("## Scenario", scenario::Scenario::section());
  for (const registry::Parameter& parameter : scenario::Scenario::section().parameters) {
    if (parameter.type.form != registry::Form::section) continue;
    text += registry::section_markdown("## " + parameter.name, *parameter.type.section);
  }
  text.pop_back();
  return text;
}

}  // namespace

std::vector<ReferencePage> reference_pages() {
  std::vector<ReferencePage> pages = {{"scenario.md", scenario_page()}};
  for (const registry::Catalogue* catalogue : catalogues()) {
    pages.push_back({catalogue->plural + ".md", registry::reference_page(*catalogue)});
  }
  std::string index =
      "# Reference\n\nWritten by `rippletank describe --pages docs/reference`; a "
      "test keeps these pages current.\n\n";
  for (const ReferencePage& page : pages) {
    index += "- [" + page.file.substr(0, page.file.size() - 3) + "](" + page.file + ")\n";
  }
  pages.push_back({"README.md", index});
  return pages;
}

}  // namespace rippletank::run
