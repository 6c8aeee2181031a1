// The labs that come along, and students to try them on.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/labs/shelf.hpp"

namespace rippletank::tests {

inline std::filesystem::path shelf() {
  return std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "scenarios" / "labs";
}

inline const std::vector<labs::Lab>& shipped_labs() {
  static const std::vector<labs::Lab> all = [] {
    std::vector<labs::Lab> read;
    for (const std::string& name : labs::lab_names(shelf())) {
      read.push_back(labs::read_lab(shelf() / name));
    }
    return read;
  }();
  return all;
}

inline const std::vector<std::string>& ten_students() {
  static const std::vector<std::string> names = {"Ada",  "Boris",    "Chloé",   "Deniz",
                                                 "Eva",  "Femke",    "Gabriel", "Zoë Łukasz",
                                                 "李雷", "2026-0417"};
  return names;
}

}  // namespace rippletank::tests
