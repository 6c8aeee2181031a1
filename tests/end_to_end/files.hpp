// Files and texts of the end-to-end tests.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/registry/json.hpp"

namespace rippletank::tests {

using registry::Json;

inline std::filesystem::path checkout() { return RIPPLETANK_SOURCE_DIR; }

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void write_file(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

inline Json read_json(const std::filesystem::path& file) { return Json::parse(read_file(file)); }

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Everything below a folder, by relative path; files with their bytes, folders with "/".
inline std::map<std::string, std::string> tree(const std::filesystem::path& folder) {
  std::map<std::string, std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    found[name] = entry.is_regular_file() ? read_file(entry.path()) : "/";
  }
  return found;
}

inline std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Columns that a line takes on a terminal: the characters that are no continuation of another.
inline std::size_t display_columns(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// The lines of a text that are wider than a terminal of 80 columns.
inline std::vector<std::string> too_wide(const std::string& text) {
  std::vector<std::string> wide = lines_of(text);
  wide.erase(std::remove_if(wide.begin(), wide.end(),
                            [](const std::string& line) { return display_columns(line) <= 80; }),
             wide.end());
  return wide;
}

/// Whether a text is the pattern, in which each "…" stands for anything.
inline bool matches(std::string_view text, std::string_view pattern) {
  constexpr std::string_view anything = "…";
  const auto hole = pattern.find(anything);
  if (hole == std::string_view::npos) return text == pattern;
  if (text.substr(0, hole) != pattern.substr(0, hole)) return false;
  const std::string_view rest = pattern.substr(hole + anything.size());
  for (std::size_t begin = hole; begin <= text.size(); ++begin) {
    if (matches(text.substr(begin), rest)) return true;
  }
  return false;
}

}  // namespace rippletank::tests
