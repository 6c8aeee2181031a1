// Kept inputs: no result is written over what it is made from.
#pragma once

#include <filesystem>
#include <string>

#include "sim/scenario/load.hpp"

namespace rippletank::cli {

/// Refuses a target that is, or holds, the scenario or a file that it names.
///
/// Errors:  InputError, which advises another value of the option.
void keep_inputs(const scenario::Loaded& loaded, const std::filesystem::path& target,
                 const std::string& option);

}  // namespace rippletank::cli
