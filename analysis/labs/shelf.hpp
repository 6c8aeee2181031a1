// Shelf: the folder of all labs, and which of them a name means.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/labs/lab.hpp"

namespace rippletank::labs {

/// The names of the labs in a folder, in their order: its folders with a lab.json.
std::vector<std::string> lab_names(const std::filesystem::path& shelf);

/// The lab that is meant: by its whole name, its number or the rest of its name.
///
/// Errors:  InputError with what might be meant.
std::string meant_lab(const std::string& written, const std::vector<std::string>& names);

}  // namespace rippletank::labs
