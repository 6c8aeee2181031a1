// Makes result folders that are complete or absent.
#include "sim/io/result_folder.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace rippletank::io {
namespace {

namespace fs = std::filesystem;

/// Hidden beside the target, so that the final rename stays within one file system.
fs::path beside(const fs::path& target, const std::string& what) {
  return target.parent_path() /
         ("." + target.filename().string() + "." + what + "-" + std::to_string(getpid()));
}

/// Absolute, without dots and links, so that a link to a folder stays a link.
fs::path normalized(const fs::path& target) {
  std::error_code error;
  const fs::path absolute = fs::absolute(target).lexically_normal();
  const fs::path path = fs::weakly_canonical(absolute, error);
  const fs::path& usable = error ? absolute : path;
  return usable.has_filename() ? usable : usable.parent_path();
}

/// The folders above the target that do not exist yet, the deepest first.
std::vector<fs::path> missing_parents(const fs::path& target) {
  std::vector<fs::path> missing;
  std::error_code error;
  for (fs::path at = target.parent_path(); !fs::exists(at, error) && at.has_relative_path();
       at = at.parent_path()) {
    missing.push_back(at);
  }
  return missing;
}

bool is_empty_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error) && fs::is_empty(path, error);
}

/// Why the nearest existing folder above the target takes nothing new, or empty.
std::string why_parent_refuses(const fs::path& path) {
  const std::vector<fs::path> missing = missing_parents(path);
  const fs::path parent = (missing.empty() ? path : missing.back()).parent_path();
  std::error_code error;
  if (!fs::is_directory(parent, error)) return parent.string() + " is not a folder";
  if (access(parent.c_str(), W_OK | X_OK) != 0) {
    return "cannot write to " + parent.string() + ": " + std::generic_category().message(errno);
  }
  return {};
}

}  // namespace

std::string why_not_writable(const fs::path& target, bool replace) {
  const std::string elsewhere = "; choose another --out";
  if (target.empty()) return "expected the name of a folder, got an empty one" + elsewhere;
  const fs::path path = normalized(target);
  std::error_code error;
  if (!fs::exists(path, error)) {
    if (fs::is_symlink(path, error)) {
      return target.string() + " is a link that leads nowhere" + elsewhere;
    }
    const std::string reason = why_parent_refuses(path);
    return reason.empty() ? reason : target.string() + ": " + reason + elsewhere;
  }
  if (!fs::is_directory(path, error)) {
    return target.string() + " exists and is not a folder" + elsewhere;
  }
  if (fs::equivalent(path, fs::current_path(error), error)) {
    return target.string() + " is the current folder" + elsewhere;
  }
  if (is_empty_folder(path)) return {};
  if (replace && !fs::exists(path / "summary.json", error)) {
    return target.string() +
           " is not a result (it has no summary.json), so it is not replaced "
           "even with --force" +
           elsewhere;
  }
  if (!replace) {
    return target.string() + " exists; use --force to replace it, or --out for another folder";
  }
  return {};
}

void UnfinishedFolder::remove() const {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  // Only empty ones can be removed, so nothing goes that somebody else has put there meanwhile.
  for (const fs::path& parent : parents) fs::remove(parent, ignored);
}

ResultFolder::ResultFolder(const fs::path& target, bool replace)
    : target_(normalized(target)), replace_(replace) {
  if (const std::string reason = why_not_writable(target, replace_); !reason.empty()) {
    throw std::runtime_error(reason);
  }
  unfinished_ = {beside(target_, "part"), missing_parents(target_)};
  std::error_code error;
  fs::create_directories(target_.parent_path(), error);
  if (!error) fs::remove_all(unfinished_.folder, error);
  if (!error) fs::create_directory(unfinished_.folder, error);
  if (!error) return;
  unfinished_.remove();
  throw std::system_error(error, "cannot make the folder " + target.string());
}

ResultFolder::~ResultFolder() {
  if (!committed_) unfinished_.remove();
}

void ResultFolder::commit() {
  if (!fs::exists(target_)) {
    fs::rename(unfinished_.folder, target_);
  } else if (!replace_ && !is_empty_folder(target_)) {
    throw std::runtime_error(target_.string() +
                             " has come into being meanwhile; use --force to replace it");
  } else {
    const fs::path old = beside(target_, "old");
    fs::remove_all(old);
    fs::rename(target_, old);
    std::error_code error;
    fs::rename(unfinished_.folder, target_, error);
    if (error) {
      fs::rename(old, target_);
      throw std::system_error(error, "cannot write " + target_.string());
    }
    fs::remove_all(old);
  }
  committed_ = true;
}

void write_text(const fs::path& file, const std::string& text) {
  std::FILE* stream = std::fopen(file.string().c_str(), "wb");
  const bool written =
      stream != nullptr && std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  const bool closed = stream != nullptr && std::fclose(stream) == 0;
  if (!written || !closed) {
    throw std::system_error(errno, std::generic_category(), "cannot write " + file.string());
  }
}

void write_text_whole(const fs::path& file, const std::string& text) {
  const fs::path aside = beside(normalized(file), "part");
  try {
    write_text(aside, text);
    fs::rename(aside, file);
  } catch (...) {
    std::error_code ignored;
    fs::remove(aside, ignored);
    throw;
  }
}

}  // namespace rippletank::io
