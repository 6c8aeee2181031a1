// Answer files: what is to be marked of the words on the command line.
#pragma once

#include <string>
#include <vector>

namespace rippletank::cli {

/// The files that are named, and the files of answers below the folders that are. What else lies in
/// these is told on stderr: an answer that nobody looks at must not go unnoticed.
///
/// Errors:  InputError for a folder that cannot be read, or has no answers in it.
std::vector<std::string> answer_files(const std::vector<std::string>& words);

}  // namespace rippletank::cli
