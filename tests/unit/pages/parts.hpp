// The parts of pages as they lie in the checkout, and an engine that is none.
#pragma once

#include <filesystem>
#include <string>

#include "analysis/web/pages/assets.hpp"

namespace rippletank::tests {

inline std::filesystem::path web_folder() {
  return std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "analysis" / "web";
}

inline pages::Assets parts_without_engine() { return pages::read_assets(web_folder(), ""); }

inline pages::Assets parts_with_engine() {
  pages::Assets assets = parts_without_engine();
  assets.engine.emplace("an engine's script </script>", std::string("\0LZMA\xff<!--", 10));
  return assets;
}

}  // namespace rippletank::tests
