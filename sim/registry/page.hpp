// Pages: what an entry says about itself, for a terminal and as Markdown.
#pragma once

#include <string>

#include "sim/registry/entry.hpp"

namespace rippletank::registry {

/// Help for a terminal of 80 columns: summary, parameters with units, defaults and ranges,
/// example, source.
std::string help_text(const Catalogue& catalogue, const Entry& entry);

/// The same for a key of a file, "a scenario" for one, that stands at `pointer`, with the fields of
/// its objects or the models that it can name.
std::string help_text(const std::string& file, const std::string& pointer,
                      const Parameter& parameter);

/// The parameter tables of an object, of the objects of a list or a map, or of those that may
/// stand there; none for anything else.
std::vector<const Section*> sections_of(const Type& type);

/// The reference page of a whole catalogue.
std::string reference_page(const Catalogue& catalogue);

/// The same for one parameter table, under a heading, and for the objects in it, one level below.
std::string section_markdown(const std::string& heading, const Section& section);

/// The default of a parameter as its users would write it: `7`, `"node"`, `required`, `none`.
std::string default_text(const Parameter& parameter);

}  // namespace rippletank::registry
