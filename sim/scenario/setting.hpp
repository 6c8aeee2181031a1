// Setting: a value of a scenario that is set from outside, by its JSON pointer.
#pragma once

#include <string>
#include <vector>

#include "sim/registry/reader.hpp"

namespace rippletank::scenario {

struct Setting {
  std::string pointer;
  registry::Json value;
};

/// Reads "/pointer=value"; a value that is not JSON is taken for a text, unless it begins like a
/// list, an object or a text in quotes.
///
/// Errors:  InputError.
Setting read_setting(const std::string& text);

/// Puts the value into its place, making objects and the next element of a list on the way.
///
/// Errors:  InputError for a pointer that leads through something that has no parts.
void apply(Setting setting, registry::Json& document);

/// Why a text is no pointer to a value below the whole document, or empty. Mistakes are found by
/// pointers as they are written here, so others do not get in.
std::string why_no_pointer(const std::string& pointer);

/// The keys of a pointer, as they are in the document.
std::vector<std::string> tokens_of(const std::string& pointer);

/// A token with ~1 and ~0 as what they stand for.
/// Source:  RFC 6901, section 4.
std::string unescaped(std::string token);

}  // namespace rippletank::scenario
