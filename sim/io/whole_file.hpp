// WholeFile: a text file that is complete or as it was; WholeFiles: several of them in a folder.
#pragma once

#include <filesystem>
#include <string>

#include "sim/io/unfinished.hpp"

namespace rippletank::io {

/// Writes a text file.
///
/// Errors:  std::system_error.
void write_text(const std::filesystem::path& file, const std::string& text);

/// Why no file can be written at the target, or empty: for asking before long work.
std::string why_no_file(const std::filesystem::path& target);

/// A file in the making beside its place, which it takes with the permissions and through the
/// links that stand there. Devices, pipes, and whatever stdout or stderr is are written directly.
///
/// Errors:  std::system_error.
class WholeFile {
 public:
  explicit WholeFile(const std::filesystem::path& target);
  /// Removes what was written unless commit() was reached.
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  const Unfinished& unfinished() const { return unfinished_; }

  /// Writes all of it; it is not in its place before commit(), if it can be helped.
  void write(const std::string& text);
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path place_;
  Unfinished unfinished_;
  int aside_ = -1;
};

/// Files in the making that are put into a folder all together; what else is there stays.
///
/// Errors:  std::system_error.
class WholeFiles {
 public:
  explicit WholeFiles(const std::filesystem::path& folder);
  /// Removes what was written unless commit() was reached.
  ~WholeFiles();
  WholeFiles(const WholeFiles&) = delete;
  WholeFiles& operator=(const WholeFiles&) = delete;

  /// Where to write to.
  const std::filesystem::path& path() const { return unfinished_.path; }
  const Unfinished& unfinished() const { return unfinished_; }

  void commit();

 private:
  std::filesystem::path folder_;
  Unfinished unfinished_;
};

/// Why no files can be put into the folder, which need not exist yet, or empty.
std::string why_no_files(const std::filesystem::path& folder);

}  // namespace rippletank::io
