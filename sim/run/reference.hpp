// Reference pages: everything a user can write, derived from the registry.
#pragma once

#include <string>
#include <vector>

namespace rippletank::run {

struct ReferencePage {
  std::string file;  ///< below docs/reference
  std::string text;
};

/// The pages that docs/reference holds; a test keeps them current.
std::vector<ReferencePage> reference_pages();

}  // namespace rippletank::run
