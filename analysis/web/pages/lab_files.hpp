// Lab files: a lab as the page carries it.
#pragma once

#include "analysis/labs/lab.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::pages {

/// Shape:   {"name", "title", "idea", "files": {name: text}}; README.md without what only teachers
///          see.
/// Errors:  InputError for what cannot be read.
registry::Json lab_files(const labs::Lab& lab);

}  // namespace rippletank::pages
