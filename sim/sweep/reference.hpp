// Reference pages and the answers of `describe`: all a user can write, derived from the registry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rippletank::sweep {

struct ReferencePage {
  std::string file;  ///< below docs/reference
  std::string text;
};

/// The pages that docs/reference holds; a test keeps them current.
std::vector<ReferencePage> reference_pages();

/// What `describe` says: of models, of keys of a scenario and of result tables.
struct Described {
  std::vector<std::string> texts;  ///< of all that have the name; empty if nothing has
  std::vector<std::string> known;  ///< every name that can be described
};
Described described(std::string_view name);

}  // namespace rippletank::sweep
