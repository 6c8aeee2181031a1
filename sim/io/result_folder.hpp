// ResultFolder: results are written aside and renamed, so that a folder is complete or absent.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/io/unfinished.hpp"

namespace rippletank::io {

/// Whether a result may be replaced; only one that holds nothing but what a run writes.
struct Replacing {
  bool allowed = false;
  /// What a run writes: into its folder, and into folders repetition_NNNN in it.
  std::vector<std::string> files;
  /// Whether a file summary.json is that of a result.
  bool (*is_summary)(const std::filesystem::path& file) = nullptr;
};

/// Something stands where the result should stand, and stays there.
class Occupied : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A folder in the making beside the place where it will stand.
///
/// Errors:  Occupied when something stands there already and must not be replaced;
///          std::system_error when nothing can be written there.
class ResultFolder {
 public:
  /// `replacing`: what stands at the target is replaced when the new folder is complete.
  ResultFolder(const std::filesystem::path& target, Replacing replacing);
  /// Removes what was written unless commit() was reached.
  ~ResultFolder();
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;

  /// Where to write to.
  const std::filesystem::path& path() const { return unfinished_.path; }
  const Unfinished& unfinished() const { return unfinished_; }

  /// Puts the folder in its place.
  void commit();

 private:
  void replace();

  std::filesystem::path named_;
  std::filesystem::path target_;
  Unfinished unfinished_;
  Replacing replacing_;
  bool committed_ = false;
};

/// Why nothing may be written at the target, or empty: for asking before a long run.
std::string why_not_writable(const std::filesystem::path& target, const Replacing& replacing);

}  // namespace rippletank::io
