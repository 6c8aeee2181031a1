// Makes result folders that are complete or absent.
#include "sim/io/result_folder.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace rippletank::io {
namespace {

namespace fs = std::filesystem;

bool is_empty_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error) && fs::is_empty(path, error);
}

/// Why the nearest existing folder above the target takes nothing new, or empty.
std::string why_parent_refuses(const fs::path& path) {
  const std::vector<fs::path> missing = missing_parents(path);
  const fs::path parent = (missing.empty() ? path : missing.back()).parent_path();
  if (access(parent.c_str(), W_OK | X_OK) == 0) return {};
  return "cannot write to " + parent.string() + ": " + std::generic_category().message(errno);
}

bool is_repetition(const std::string& name) {
  const std::string prefix = "repetition_";
  constexpr std::size_t least_digits = 4;
  return name.size() >= prefix.size() + least_digits &&
         name.compare(0, prefix.size(), prefix) == 0 &&
         std::all_of(name.begin() + static_cast<std::ptrdiff_t>(prefix.size()), name.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

/// The first entry of a result that no run has written, below its folder, or empty.
fs::path foreign_entry(const fs::path& folder, const std::vector<std::string>& files, bool top) {
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    const std::string name = entry.filename().string();
    const fs::file_type type = fs::symlink_status(entry).type();
    if (type == fs::file_type::regular &&
        std::find(files.begin(), files.end(), name) != files.end()) {
      continue;
    }
    if (!top || type != fs::file_type::directory || !is_repetition(name)) return name;
    const fs::path within = foreign_entry(entry, files, false);
    if (!within.empty()) return name / within;
  }
  return {};
}

/// Why a folder is no result that may go as a whole, or empty.
std::string why_not_a_result(const fs::path& path, const Replacing& replacing) {
  std::error_code error;
  if (!fs::is_regular_file(path / "summary.json", error)) {
    return "is not a result (it has no summary.json)";
  }
  if (!replacing.is_summary(path / "summary.json")) {
    return "is not a result (its summary.json is not one of rippletank)";
  }
  try {
    const fs::path foreign = foreign_entry(path, replacing.files, true);
    return foreign.empty() ? "" : "holds " + foreign.string() + ", which is no part of a result";
  } catch (const fs::filesystem_error& failure) {
    return "cannot be looked through: " + failure.code().message();
  }
}

/// Whether a folder is the current one or above it.
bool holds_current_folder(const fs::path& path) {
  std::error_code error;
  fs::path at = fs::current_path(error);
  for (; !error && !fs::equivalent(path, at, error); at = at.parent_path()) {
    if (!at.has_relative_path()) return false;
  }
  return !error;
}

bool is_taken(const std::error_code& error) {
  return error == std::errc::directory_not_empty || error == std::errc::file_exists ||
         error == std::errc::not_a_directory;
}

std::string why_not_writable_now(const fs::path& target, const Replacing& replacing) {
  const std::string elsewhere = "; choose another --out";
  if (target.empty()) return "expected the name of a folder, got an empty one" + elsewhere;
  if (const std::string reason = why_not_reachable(target); !reason.empty()) {
    return reason + elsewhere;
  }
  const fs::path path = normalized(target);
  std::error_code error;
  if (!fs::exists(path, error)) {
    const std::string reason = why_parent_refuses(path);
    return reason.empty() ? reason : target.string() + ": " + reason + elsewhere;
  }
  if (!fs::is_directory(path, error)) {
    return target.string() + " exists and is not a folder" + elsewhere;
  }
  if (holds_current_folder(path)) {
    return target.string() + " is the current folder or holds it" + elsewhere;
  }
  if (is_empty_folder(path)) return {};
  if (!replacing.allowed) {
    return target.string() + " exists; use --force to replace it, or --out for another folder";
  }
  const std::string reason = why_not_a_result(path, replacing);
  if (reason.empty()) return reason;
  return target.string() + " " + reason + ", so it is not replaced even with --force" + elsewhere;
}

/// While other runs replace a result it may be half moved away when it is looked at.
constexpr int attempts = 20;

}  // namespace

std::string why_not_writable(const fs::path& target, const Replacing& replacing) {
  std::string reason = why_not_writable_now(target, replacing);
  for (int i = 1; i < attempts && replacing.allowed && !reason.empty(); ++i) {
    reason = why_not_writable_now(target, replacing);
  }
  return reason;
}

ResultFolder::ResultFolder(const fs::path& target, Replacing replacing)
    : named_(target), target_(normalized(target)), replacing_(std::move(replacing)) {
  if (const std::string reason = why_not_writable(target, replacing_); !reason.empty()) {
    throw Occupied(reason);
  }
  unfinished_ = {beside(target_, "part"), missing_parents(target_)};
  std::error_code error;
  fs::create_directories(target_.parent_path(), error);
  if (!error) fs::remove_all(unfinished_.path, error);
  if (!error) fs::create_directory(unfinished_.path, error);
  if (!error) return;
  unfinished_.remove();
  throw std::system_error(error, "cannot make the folder " + target.string());
}

ResultFolder::~ResultFolder() {
  if (!committed_) unfinished_.remove();
}

void ResultFolder::commit() {
  std::error_code error;
  fs::rename(unfinished_.path, target_, error);
  if (is_taken(error)) {
    if (!replacing_.allowed) {
      throw Occupied(named_.string() + " has come into being meanwhile; use --force to replace it");
    }
    return replace();
  }
  if (error) throw std::system_error(error, "cannot write " + named_.string());
  committed_ = true;
}

void ResultFolder::replace() {
  const fs::path old = beside(target_, "old");
  std::error_code error;
  // Another run may do the same at the same time: then the last one stays.
  for (int i = 0; i < attempts && !committed_; ++i) {
    if (const std::string reason = why_not_writable(named_, replacing_); !reason.empty()) {
      throw Occupied(reason);
    }
    fs::remove_all(old, error);
    fs::rename(target_, old, error);
    const bool moved = !error;
    fs::rename(unfinished_.path, target_, error);
    committed_ = !error;
    std::error_code ignored;
    if (!committed_ && moved) fs::rename(old, target_, ignored);
    if (!committed_ && !is_taken(error)) break;
  }
  if (!committed_) throw std::system_error(error, "cannot write " + named_.string());
  fs::remove_all(old, error);
  if (error) throw std::system_error(error, "cannot remove " + old.string());
}

}  // namespace rippletank::io
