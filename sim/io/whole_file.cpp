// Writes files aside, then puts them in their places.
#include "sim/io/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <vector>

namespace rippletank::io {
namespace {

namespace fs = std::filesystem;
using Status = struct stat;

[[noreturn]] void fail(const fs::path& file, int error) {
  throw std::system_error(error, std::generic_category(), "cannot write " + file.string());
}

std::optional<Status> status_of(const fs::path& file) {
  Status status{};
  if (stat(file.c_str(), &status) != 0) return {};
  return status;
}

/// stdout or stderr when the file is the same, else -1: opening it anew would begin at its start,
/// and may not be allowed.
int standard_stream(const Status& file) {
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    Status status{};
    if (fstat(stream, &status) == 0 && status.st_dev == file.st_dev &&
        status.st_ino == file.st_ino) {
      return stream;
    }
  }
  return -1;
}

bool takes_new_files(const fs::path& folder) { return access(folder.c_str(), W_OK | X_OK) == 0; }

/// Whether a file that exists can only be written where it is.
bool is_written_directly(const Status& file, const fs::path& place) {
  const std::optional<Status> folder = status_of(place.parent_path());
  const bool mounted = !folder || folder->st_dev != file.st_dev;
  return !S_ISREG(file.st_mode) || mounted || standard_stream(file) >= 0 ||
         !takes_new_files(place.parent_path());
}

/// Writes and closes. Returns an error number, or 0.
int write_to(int descriptor, const std::string& text) {
  int error = 0;
  for (std::size_t at = 0; at < text.size() && error == 0;) {
    const ssize_t written = ::write(descriptor, text.data() + at, text.size() - at);
    if (written > 0) {
      at += static_cast<std::size_t>(written);
    } else if (written == 0 || errno != EINTR) {
      error = written == 0 ? EIO : errno;
    }
  }
  if (close(descriptor) != 0 && error == 0) error = errno;
  return error;
}

void write_directly(const fs::path& file, const std::string& text) {
  const std::optional<Status> status = status_of(file);
  const int stream = status ? standard_stream(*status) : -1;
  const int descriptor = stream >= 0
                             ? dup(stream)
                             : open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const int error = descriptor < 0 ? errno : write_to(descriptor, text);
  if (error != 0) fail(file, error);
}

}  // namespace

void write_text(const fs::path& file, const std::string& text) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const int error = descriptor < 0 ? errno : write_to(descriptor, text);
  if (error != 0) fail(file, error);
}

std::string why_no_file(const fs::path& target) {
  if (target.empty()) return "expected the name of a file, got an empty one";
  if (std::string reason = why_not_reachable(target); !reason.empty()) return reason;
  const fs::path parent = normalized(target).parent_path();
  const std::optional<Status> status = status_of(target);
  if ((status && S_ISDIR(status->st_mode)) || !target.has_filename()) {
    return target.string() + " names a folder, expected a file";
  }
  std::error_code error;
  if (!status && !fs::is_directory(parent, error)) {
    return target.string() + ": there is no folder " + parent.string();
  }
  const bool allowed = status ? standard_stream(*status) >= 0 || access(target.c_str(), W_OK) == 0
                              : takes_new_files(parent);
  if (allowed) return {};
  return "cannot write to " + target.string() + ": " + std::generic_category().message(errno);
}

WholeFile::WholeFile(const fs::path& target) : target_(target), place_(normalized(target)) {
  const std::optional<Status> there = status_of(target);
  if (there && is_written_directly(*there, place_)) return;
  unfinished_.path = beside(place_, "part");
  const mode_t mode = there ? there->st_mode & 0777U : 0666U;
  const auto open_new = [&] {
    return open(unfinished_.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  };
  aside_ = open_new();
  // What a killed program with the same process id left behind is nobody's any more.
  if (aside_ < 0 && errno == EEXIST && unlink(unfinished_.path.c_str()) == 0) aside_ = open_new();
  if (aside_ < 0) fail(target_, errno);
  if (!there) return;
  // Only root may give a file to somebody else; for others it becomes theirs.
  if (fchown(aside_, there->st_uid, there->st_gid) == 0 || errno == EPERM) {
    if (fchmod(aside_, mode) == 0) return;
  }
  const int error = errno;
  close(aside_);
  unfinished_.remove();
  fail(target_, error);
}

WholeFile::~WholeFile() {
  if (aside_ >= 0) close(aside_);
  unfinished_.remove();
}

void WholeFile::write(const std::string& text) {
  if (aside_ < 0) return write_directly(target_, text);
  const int descriptor = aside_;
  aside_ = -1;
  if (const int error = write_to(descriptor, text); error != 0) fail(target_, error);
}

void WholeFile::commit() {
  if (unfinished_.path.empty()) return;
  std::error_code error;
  fs::rename(unfinished_.path, place_, error);
  if (error) throw std::system_error(error, "cannot write " + target_.string());
  unfinished_ = {};
}

std::string why_no_files(const fs::path& folder) {
  if (folder.empty()) return "expected the name of a folder, got an empty one";
  if (std::string reason = why_not_reachable(folder); !reason.empty()) return reason;
  const fs::path place = normalized(folder);
  std::error_code error;
  const bool there = fs::exists(place, error);
  if (there && !fs::is_directory(place, error)) return folder.string() + " is not a folder";
  const std::vector<fs::path> missing = missing_parents(place);
  const fs::path parent = there ? place : (missing.empty() ? place : missing.back()).parent_path();
  if (takes_new_files(parent)) return {};
  return "cannot write to " + parent.string() + ": " + std::generic_category().message(errno);
}

WholeFiles::WholeFiles(const fs::path& folder) : folder_(normalized(folder)) {
  const fs::path aside = beside(folder_ / "files", "part");
  unfinished_ = {aside, missing_parents(aside)};
  std::error_code error;
  fs::remove_all(aside, error);  // of a killed program with the same process id
  if (!error) fs::create_directories(aside, error);
  if (!error) return;
  unfinished_.remove();
  throw std::system_error(error, "cannot make the folder " + folder.string());
}

WholeFiles::~WholeFiles() { unfinished_.remove(); }

void WholeFiles::commit() {
  std::vector<fs::path> names;
  for (const auto& entry : fs::directory_iterator(path())) {
    names.push_back(entry.path().filename());
    // Nothing is put in its place when one of them could not be.
    if (fs::is_directory(folder_ / names.back())) fail(folder_ / names.back(), EISDIR);
  }
  for (const fs::path& name : names) {
    std::error_code error;
    fs::rename(path() / name, folder_ / name, error);
    if (error) throw std::system_error(error, "cannot write " + (folder_ / name).string());
  }
  std::error_code ignored;
  fs::remove(path(), ignored);
  unfinished_ = {};
}

}  // namespace rippletank::io
