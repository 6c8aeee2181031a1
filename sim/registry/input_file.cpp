// Reads files whole.
#include "sim/registry/input_file.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace rippletank::registry {
namespace {

namespace fs = std::filesystem;

/// By C's own functions: the streams of C++ would add a tenth to the engine of the pages.
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open(const fs::path& path) { return {std::fopen(path.c_str(), "rb"), std::fclose}; }

/// Why a path leads to nothing that could be read, or empty.
std::string why_not_a_file(const fs::path& path) {
  if (path.empty()) return "expected the name of a file, got an empty one";
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return fmt::format("no such file (looked for \"{}\")",
                       fs::absolute(path, error).lexically_normal().string());
  }
  if (status.type() == fs::file_type::none) return fmt::format("cannot read: {}", error.message());
  if (status.type() == fs::file_type::directory) return "expected a file, got a folder";
  if (status.type() != fs::file_type::regular) {
    return "expected a regular file, got a device, pipe or socket";
  }
  return {};
}

}  // namespace

std::string why_not_readable(const fs::path& path) {
  if (std::string reason = why_not_a_file(path); !reason.empty()) return reason;
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return fmt::format("cannot read: {}", error.message());
  if (size == 0) return "the file is empty";
  if (size > largest_file_bytes) {
    return fmt::format("expected at most {} bytes, got {}", largest_file_bytes, size);
  }
  if (open(path) == nullptr) {
    return "cannot open the file; is reading it allowed?";
  }
  return {};
}

std::string read_input_file(const FilePath& file) {
  const auto stop = [&](std::string reason) {
    throw InputError(Diagnostic{file.shown(), 0, "", std::move(reason)});
  };
  if (std::string reason = why_not_readable(file.resolved); !reason.empty()) {
    stop(std::move(reason));
  }
  std::string text(static_cast<std::size_t>(fs::file_size(file.resolved)), '\0');
  const File opened = open(file.resolved);
  const std::size_t read =
      opened == nullptr ? 0 : std::fread(text.data(), 1, text.size(), opened.get());
  if (read != text.size()) stop(fmt::format("could read only {} of {} bytes", read, text.size()));
  return text;
}

}  // namespace rippletank::registry
