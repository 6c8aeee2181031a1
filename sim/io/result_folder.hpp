// ResultFolder: results are written aside and renamed, so that a folder is complete or absent.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rippletank::io {

/// What has to go if a folder is not completed: itself and those that were made to hold it.
struct UnfinishedFolder {
  std::filesystem::path folder;
  std::vector<std::filesystem::path> parents;  ///< the deepest first

  void remove() const;
};

/// A folder in the making beside the place where it will stand.
///
/// Errors:  std::runtime_error when something stands there already and must not be replaced;
///          std::system_error when nothing can be written there.
class ResultFolder {
 public:
  /// `replace`: what stands at the target is replaced when the new folder is complete.
  ResultFolder(const std::filesystem::path& target, bool replace);
  /// Removes what was written unless commit() was reached.
  ~ResultFolder();
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;

  /// Where to write to.
  const std::filesystem::path& path() const { return unfinished_.folder; }
  const UnfinishedFolder& unfinished() const { return unfinished_; }

  /// Puts the folder in its place.
  void commit();

 private:
  std::filesystem::path target_;
  UnfinishedFolder unfinished_;
  bool replace_;
  bool committed_ = false;
};

/// Why nothing may be written at the target, or empty: for asking before a long run.
std::string why_not_writable(const std::filesystem::path& target, bool replace);

/// Writes a whole text file.
///
/// Errors:  std::system_error.
void write_text(const std::filesystem::path& file, const std::string& text);

/// The same, aside and renamed: the file is complete or as it was.
void write_text_whole(const std::filesystem::path& file, const std::string& text);

}  // namespace rippletank::io
