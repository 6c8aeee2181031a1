// Assets: the parts that pages are made of, as they lie beside the program.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rippletank::pages {

struct Assets {
  std::string skeleton;  ///< index.html, with {{names}} where parts belong
  std::string style;
  std::string boot;  ///< the script that unpacks the others
  /// Scripts by name; those called "page/…" are modules, and name each other so.
  std::vector<std::pair<std::string, std::string>> scripts;
  /// The engine's own script and its WebAssembly in LZMA; none: it has not been built.
  std::optional<std::pair<std::string, std::string>> engine;
};

/// `web`: the folder analysis/web, or where it was installed; `engine`: of engine.js and
/// engine.wasm.lzma, which may be missing.
///
/// Errors:  InputError for what is missing of the former.
Assets read_assets(const std::filesystem::path& web, const std::filesystem::path& engine);

}  // namespace rippletank::pages
