// Unfinished: what is written aside, near the place where it will stand once it is complete.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rippletank::io {

/// What has to go if it is not completed: itself and the folders that were made to hold it.
struct Unfinished {
  std::filesystem::path path;                  ///< a file or a folder; empty for none
  std::vector<std::filesystem::path> parents;  ///< the deepest first

  /// Other threads may still be writing into the folder: they fail from then on.
  void remove() const;
};

/// Absolute, without dots and links, so that a link to a place stays a link.
std::filesystem::path normalized(const std::filesystem::path& target);

/// Hidden beside the target, so that a rename stays within one file system.
std::filesystem::path beside(const std::filesystem::path& target, const std::string& what);

/// The folders above the target that do not exist yet, the deepest first.
std::vector<std::filesystem::path> missing_parents(const std::filesystem::path& target);

/// Why nothing new may be made at the target, as its place cannot be reached, or empty.
std::string why_not_reachable(const std::filesystem::path& target);

}  // namespace rippletank::io
