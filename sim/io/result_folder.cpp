// Makes result folders that are complete or absent.
#include "sim/io/result_folder.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>

namespace rippletank::io {
namespace {

namespace fs = std::filesystem;

/// Hidden beside the target, so that the final rename stays within one file system.
fs::path beside(const fs::path& target, const std::string& what) {
  return target.parent_path() /
         ("." + target.filename().string() + "." + what + "-" + std::to_string(getpid()));
}

fs::path normalized(const fs::path& target) {
  fs::path path = fs::absolute(target).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

std::string why_not_writable(const fs::path& target, bool replace) {
  const fs::path path = normalized(target);
  std::error_code error;
  if (fs::exists(path, error)) {
    if (!fs::is_directory(path, error)) {
      return target.string() + " exists and is not a folder; choose another --out";
    }
    const bool is_result = fs::exists(path / "summary.json", error) || fs::is_empty(path, error);
    if (replace && !is_result) {
      return target.string() +
             " is not a result (it has no summary.json), so it is not replaced "
             "even with --force; choose another --out";
    }
    if (!replace && !fs::is_empty(path, error)) {
      return target.string() + " exists; use --force to replace it, or --out for another folder";
    }
  }
  return {};
}

ResultFolder::ResultFolder(fs::path target, bool replace)
    : target_(normalized(target)), aside_(beside(target_, "part")), replace_(replace) {
  if (const std::string reason = why_not_writable(target_, replace_); !reason.empty()) {
    throw std::runtime_error(reason);
  }
  fs::create_directories(target_.parent_path());
  fs::remove_all(aside_);
  fs::create_directory(aside_);
}

ResultFolder::~ResultFolder() {
  if (committed_) return;
  std::error_code ignored;
  fs::remove_all(aside_, ignored);
}

void ResultFolder::commit() {
  if (fs::exists(target_)) {
    const fs::path old = beside(target_, "old");
    fs::remove_all(old);
    fs::rename(target_, old);
    fs::rename(aside_, target_);
    fs::remove_all(old);
  } else {
    fs::rename(aside_, target_);
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
